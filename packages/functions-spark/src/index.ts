export { sparkFunctions } from './functions.js';
export { sparkFunctionPlanner } from './planner.js';
export { registerSparkFunctions, withSparkFeatures, type SparkTarget } from './register.js';
