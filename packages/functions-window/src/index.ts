/** Syntax of window functions (`count(*) OVER`), for the SQL planner. */
export { windowFunctionPlanner } from './planner.js';
