import { ConfigurationError, ExecutionError } from '@datafusion-ts/common';
import type { CreateFunction, DdlNode } from '@datafusion-ts/expr';
import type { SessionState } from '../session/session-state.js';

/** CREATE FUNCTION, as far as the session's function factory knows how. */
export async function createFunction(state: SessionState, statement: CreateFunction): Promise<void> {
  if (state.functionFactory === undefined) throw new ConfigurationError('Function factory has not been configured');
  const made = await state.functionFactory.create(state, statement);
  switch (made.kind) {
    case 'Scalar':
      state.functions.registerUdf(made.func);
      return;
    case 'Aggregate':
      state.functions.registerUdaf(made.func);
      return;
    case 'Window':
      state.functions.registerUdwf(made.func);
  }
}

/** DROP FUNCTION: of whatever kind has the name. */
export function dropFunction(
  state: SessionState,
  { name, ifExists }: Extract<DdlNode, { readonly kind: 'DropFunction' }>,
): void {
  const { functions } = state;
  const dropped = [functions.deregisterUdf(name), functions.deregisterUdaf(name), functions.deregisterUdwf(name)];
  if (dropped.every((func) => func === undefined) && !ifExists) throw new ExecutionError('Function does not exist');
}
