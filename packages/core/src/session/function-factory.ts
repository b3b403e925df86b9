import type { AggregateUDF, CreateFunction, ScalarUDF, WindowUDF } from '@datafusion-ts/expr';
import type { SessionState } from './session-state.js';

/** A function made by CREATE FUNCTION. */
export type RegisterFunction =
  | { readonly kind: 'Scalar'; readonly func: ScalarUDF }
  | { readonly kind: 'Aggregate'; readonly func: AggregateUDF }
  | { readonly kind: 'Window'; readonly func: WindowUDF };

/** Gives CREATE FUNCTION its meaning; without one the statement is an error. */
export interface FunctionFactory {
  create(state: SessionState, statement: CreateFunction): Promise<RegisterFunction>;
}
