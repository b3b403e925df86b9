export { arithmetic, type ArithmeticOp } from './arithmetic.js';
export { negate } from './negate.js';
export { bitwise, bitwiseNot, type BitwiseOp } from './bitwise.js';
export { intervalReader, type IntervalReader } from './interval-arithmetic.js';
export { divideByZero, overflowOn } from './integers.js';
