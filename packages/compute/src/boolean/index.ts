export { and3, or3, not3 } from './logic.js';
export { isNullVector, isNotNullVector, isBoolean, type BooleanTest } from './null-tests.js';
