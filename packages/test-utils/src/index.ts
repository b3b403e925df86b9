export { expectNoLeaks, expectNoLeaksAsync } from './no-leaks.js';
export { kernelOutcome, withBytes, type KernelCall, type PutBytes } from './kernel-outcome.js';
export { propertyBudget } from './property-budget.js';
export { allTypes, arbitraryType, dictionaryTypes, nestedTypes, scalarTypes } from './arbitrary-types.js';
export { arbitraryScalar, arbitraryText } from './arbitrary-scalars.js';
export {
  arbitraryColumns,
  arbitraryVector,
  dictionaryOf,
  type VectorPlan,
  type VectorShape,
} from './arbitrary-vectors.js';
export { plainScalar, plainValues, type PlainValue } from './plain-values.js';
