/** SET and RESET: keys of the runtime change the session's runtime, all others its settings. */
import { isRuntimeKey, resetRuntimeVariable, setRuntimeVariable } from '@datafusion-ts/execution';
import { configureFunctions } from '../session/configure-functions.js';
import type { SessionState } from '../session/session-state.js';

export function setVariable(state: SessionState, variable: string, value: string): void {
  if (isRuntimeKey(variable)) state.runtime = setRuntimeVariable(state.runtime, variable, value);
  else {
    state.config.set(variable, value);
    configureFunctions(state.functions, state.config);
  }
}

export function resetVariable(state: SessionState, variable: string): void {
  if (isRuntimeKey(variable)) state.runtime = resetRuntimeVariable(state.runtime, variable);
  else {
    state.config.reset(variable);
    configureFunctions(state.functions, state.config);
  }
}
