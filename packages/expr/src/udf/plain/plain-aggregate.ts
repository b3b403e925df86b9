import type { DataType, Field } from '@datafusion-ts/common';
import type { PlainValue } from './plain-type.js';

/** A state, whatever its members. */
export type PlainState = Readonly<Record<string, unknown>>;

type Fold<Rest extends readonly unknown[]> = (state: PlainState, ...rest: Rest) => unknown;

/** A literal as the accumulators use it, types aside. */
export interface PlainAggregate {
  readonly name: string;
  readonly argCount: number;
  readonly calledOnNull: boolean;
  readonly fields: readonly Field[];
  readonly returns: DataType;
  readonly init: () => PlainState;
  readonly update: Fold<readonly PlainValue[]>;
  readonly retract: Fold<readonly PlainValue[]> | undefined;
  readonly merge: Fold<readonly [PlainState]>;
  readonly evaluate: (state: PlainState) => unknown;
}

/** The state after a fold, which may have changed the one it got or made another. */
export function folded(state: PlainState, result: unknown): PlainState {
  return typeof result === 'object' && result !== null ? (result as PlainState) : state;
}
