/** One state of an aggregate literal: over all rows, or over a window frame. */
import type { ScalarValue } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { Accumulator } from '@datafusion-ts/expr-common';
import { folded, type PlainAggregate, type PlainState } from './plain-aggregate.js';
import { scalarFromPlain } from './from-plain.js';
import { argumentReader, stateReader } from './plain-rows.js';
import { stateSize } from './state-size.js';
import { callUser } from './user-error.js';

/** See the head of the file. */
export class PlainAccumulator implements Accumulator {
  readonly supportsRetract: boolean;
  readonly #aggregate: PlainAggregate;
  #state: PlainState;

  constructor(aggregate: PlainAggregate) {
    this.#aggregate = aggregate;
    this.supportsRetract = aggregate.retract !== undefined;
    this.#state = callUser(aggregate.name, aggregate.init);
  }

  updateBatch(values: readonly ColumnVector[]): void {
    this.#fold(values, this.#aggregate.update);
  }

  retractBatch(values: readonly ColumnVector[]): void {
    this.#fold(values, this.#aggregate.retract!);
  }

  #fold(values: readonly ColumnVector[], fold: PlainAggregate['update']): void {
    const aggregate = this.#aggregate;
    const read = argumentReader(aggregate, values);
    const rowCount = values[0]!.length;
    callUser(aggregate.name, () => {
      for (let row = 0; row < rowCount; row++) {
        const args = read(row);
        if (args !== undefined) this.#state = folded(this.#state, fold(this.#state, ...args));
      }
    });
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    const { name, merge } = this.#aggregate;
    const read = stateReader(this.#aggregate, states);
    const rowCount = states[0]?.length ?? 0;
    callUser(name, () => {
      for (let row = 0; row < rowCount; row++) this.#state = folded(this.#state, merge(this.#state, read(row)));
    });
  }

  state(): readonly ScalarValue[] {
    const { name, fields } = this.#aggregate;
    return callUser(name, () => fields.map((field) => scalarFromPlain(field.dataType, this.#state[field.name])));
  }

  evaluate(): ScalarValue {
    const { name, returns, evaluate } = this.#aggregate;
    return callUser(name, () => scalarFromPlain(returns, evaluate(this.#state)));
  }

  size(): number {
    return stateSize(this.#state);
  }
}
