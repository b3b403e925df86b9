/** Syntax of scalar functions, for the SQL planner. */
export { coreFunctionPlanner, type ScalarFunctionLookup } from './planner.js';
