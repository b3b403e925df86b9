export { cast, castScalar, type CastOptions } from './cast.js';
export { canCast } from './can-cast.js';
