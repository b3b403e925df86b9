export { bestKernel, type FindBest } from './best-kernel.js';
export { compare, type CompareOp } from './compare.js';
export { makeComparator, type RowComparator } from './comparator.js';
export { compareScalars, scalarsEqual } from './compare-scalars.js';
