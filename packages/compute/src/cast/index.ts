export { cast, castScalar, type CastOptions } from './cast.js';
export { castValue } from './cast-value.js';
export { canCast } from './can-cast.js';
export { findUtf8Defect, describeUtf8Defect, type Utf8Defect } from './cast-binary.js';
