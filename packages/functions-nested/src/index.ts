/** Syntax of arrays and maps, for the SQL planner. */
export { fieldAccessPlanner, nestedFunctionPlanner } from './planner.js';
