/** Every twin of this package's core kernels by name. */
import * as bits from './bits.js';
import * as gather from './gather.js';
import * as integers from './integers.js';
import * as text from './text.js';

/** Kernels in TypeScript: reference, oracle and fallback. */
export const coreTwins = { ...bits, ...gather, ...integers, ...text };
