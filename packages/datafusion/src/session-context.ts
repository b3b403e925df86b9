import { SessionContext as CoreSessionContext, SessionStateBuilder, type SessionState } from '@datafusion-ts/core';
import { defaultFileFormats } from './default-formats.js';
import { defaultFunctions, defaultTableFunctions } from './default-functions.js';

/** A builder with all built-in functions and formats; everything can be replaced or added to. */
export function defaultSessionStateBuilder(): SessionStateBuilder {
  return new SessionStateBuilder()
    .withFunctions(defaultFunctions())
    .withTableFunctions(defaultTableFunctions())
    .withFileFormats(defaultFileFormats());
}

/** A session with all built-in functions and formats. */
export class SessionContext extends CoreSessionContext {
  constructor(state: SessionState = defaultSessionStateBuilder().build()) {
    super(state);
  }
}
