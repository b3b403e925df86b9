/** State of `min` and `max`: of one group and of a sliding frame. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  bestKernel,
  compareScalars,
  countNulls,
  flatten,
  getScalar,
  isNull,
  kernels,
  narrowDecimal,
  physicalTypeOf,
  withValidity,
  type Arena,
  type ColumnVector,
  type DictionaryVector,
  type FlatVector,
  type Values,
} from '@datafusion-ts/compute';
import type { Accumulator } from '@datafusion-ts/expr-common';
import { compareNested } from './nested-order.js';
import { withScratch } from './scratch.js';

/** The better of two values; NULL is worse than everything. */
export function better(a: ScalarValue, b: ScalarValue, largest: boolean): ScalarValue {
  const order = isNested(a) && isNested(b) ? compareNested(a, b) : compareScalars(a, b);
  if (order === undefined) return a.isNull ? b : a;
  return (largest ? order >= 0 : order <= 0) ? a : b;
}

/** A list or struct that is not NULL. */
const isNested = ({ value }: ScalarValue): boolean => Array.isArray(value);

/** The best value of a column; NULL when it has none. */
function bestOf(vector: ColumnVector, largest: boolean): ScalarValue {
  if (vector.encoding === 'constant' || vector.length === 0) {
    return vector.encoding === 'constant' && vector.length > 0 ? vector.value : new ScalarValue(vector.type, null);
  }
  return withScratch((arena) =>
    vector.encoding === 'dictionary' && vector.values.column.length <= vector.length / 2
      ? bestEntry(vector, largest, arena)
      : bestRow(flatten(vector, arena), largest),
  );
}

/** The best of the dictionary entries that rows use. */
function bestEntry(vector: DictionaryVector, largest: boolean, arena: Arena): ScalarValue {
  const entries = vector.values.column;
  let used = allocBitmap(entries.length, false, arena);
  const scratch = arena.allocZeroed(entries.length);
  kernels().markCodes(vector.codes, vector.width, vector.validity, vector.length, entries.length, scratch, used);
  if (entries.validity !== 0) used = andBitmaps(used, entries.validity, entries.length, arena);
  const best = bestRow(withValidity(entries, used, countNulls(used, entries.length)), largest);
  return new ScalarValue(vector.type, best.value);
}

function bestRow(flat: FlatVector, largest: boolean): ScalarValue {
  const find = bestKernel(flat);
  if (find !== undefined) {
    const row = find(flat.values, flat.validity, flat.length, largest ? 1 : 0);
    return row === -1 ? new ScalarValue(flat.type, null) : getScalar(flat, row);
  }
  const narrow = narrowed(flat, largest);
  if (narrow !== undefined) return narrow;
  let best = new ScalarValue(flat.type, null);
  for (let i = 0; i < flat.length; i++) if (!isNull(flat, i)) best = better(best, getScalar(flat, i), largest);
  return best;
}

/** Likewise, of decimals that are wide and could be narrow. */
function narrowed(flat: FlatVector, largest: boolean): ScalarValue | undefined {
  if (physicalTypeOf(flat.type) !== 'decimal') return undefined;
  return withScratch((arena) => {
    const narrow = narrowDecimal(flat, arena);
    return narrow === flat ? undefined : bestRow(narrow, largest);
  });
}

/** The best value of one group. */
export class BestAccumulator implements Accumulator {
  readonly #type: DataType;
  readonly #largest: boolean;
  #best: ScalarValue;
  /** The dictionary seen last, and its best entry. */
  #entries: Values | undefined;
  #bestEntry: ScalarValue | undefined;

  constructor(type: DataType, largest: boolean) {
    this.#type = type;
    this.#largest = largest;
    this.#best = new ScalarValue(type, null);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    if (values!.encoding === 'dictionary' && this.#isWorthAsking(values!) && !this.isChangedBy(values!.values)) return;
    const found = bestOf(values!, this.#largest);
    if (!found.isNull) this.#best = better(this.#best, new ScalarValue(this.#type, found.value), this.#largest);
  }

  #isWorthAsking({ values, length }: DictionaryVector): boolean {
    return values === this.#entries || values.column.length <= length;
  }

  /** Entries better than the best value so far may be used by some row. */
  isChangedBy(entries: Values): boolean {
    if (this.#best.isNull) return true;
    if (entries !== this.#entries) {
      this.#entries = entries;
      this.#bestEntry = new ScalarValue(this.#type, bestRow(entries.column, this.#largest).value);
    }
    const bestEntry = this.#bestEntry!;
    return !bestEntry.isNull && better(this.#best, bestEntry, this.#largest) !== this.#best;
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.#best];
  }

  evaluate(): ScalarValue {
    return this.#best;
  }

  size(): number {
    return 64 + scalarBytes(this.#best);
  }
}

/**
 * The best value of a sliding frame: a queue in which every value is better than those behind it. A frame without values
 * keeps the least one before it, but no largest, as DataFusion does.
 */
export class SlidingBestAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #largest: boolean;
  #queue: { readonly value: ScalarValue; readonly index: number }[] = [];
  #first = 0;
  #added = 0;
  #removed = 0;
  #best: ScalarValue;

  constructor(type: DataType, largest: boolean) {
    this.#largest = largest;
    this.#best = new ScalarValue(type, null);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    for (let row = 0; row < values!.length; row++) if (!isNull(values!, row)) this.#push(getScalar(values!, row));
    this.#settle();
  }

  retractBatch([values]: readonly ColumnVector[]): void {
    for (let row = 0; row < values!.length; row++) {
      if (isNull(values!, row)) continue;
      if (this.#queue[this.#first]?.index === this.#removed) this.#first++;
      this.#removed++;
    }
    this.#settle();
  }

  #push(value: ScalarValue): void {
    const queue = this.#queue;
    while (queue.length > this.#first && better(queue.at(-1)!.value, value, this.#largest) === value) queue.pop();
    queue.push({ value, index: this.#added++ });
  }

  #settle(): void {
    if (this.#first > 1024 && this.#first * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
    const front = this.#queue[this.#first];
    if (front !== undefined) this.#best = front.value;
    else if (this.#largest) this.#best = new ScalarValue(this.#best.dataType, null);
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    this.updateBatch(states);
  }

  state(): readonly ScalarValue[] {
    return [this.#best];
  }

  evaluate(): ScalarValue {
    return this.#best;
  }

  size(): number {
    return 64 + this.#queue.length * 64;
  }
}

const scalarBytes = ({ value }: ScalarValue): number =>
  typeof value === 'string' ? value.length * 2 : value instanceof Uint8Array ? value.length : 16;
