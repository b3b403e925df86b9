// Sessions with everything built in
export { defaultSessionStateBuilder, SessionContext } from './session-context.js';
export { defaultFunctions, defaultTableFunctions } from './default-functions.js';
export { defaultFileFormats } from './default-formats.js';
// Queries and extension points
export * from '@datafusion-ts/core';
