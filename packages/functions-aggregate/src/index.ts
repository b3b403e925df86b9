/** Syntax of aggregate functions (`count(*)`), for the SQL planner. */
export { aggregateFunctionPlanner } from './planner.js';
