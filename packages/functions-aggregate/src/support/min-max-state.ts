/** State of `min` and `max`: of one group and of a sliding frame. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  bytesAddressAt,
  byteLengthAt,
  compareScalars,
  flatten,
  getBit,
  getScalar,
  isNull,
  mem,
  physicalTypeOf,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { Accumulator } from '@datafusion-ts/expr-common';
import { compareNested } from './nested-order.js';
import { numberView } from './number-view.js';
import { withScratch } from './scratch.js';

/** The better of two values; NULL is worse than everything. */
export function better(a: ScalarValue, b: ScalarValue, largest: boolean): ScalarValue {
  const order = isNested(a) && isNested(b) ? compareNested(a, b) : compareScalars(a, b);
  if (order === undefined) return a.isNull ? b : a;
  return (largest ? order >= 0 : order <= 0) ? a : b;
}

/** A list or struct that is not NULL. */
const isNested = ({ value }: ScalarValue): boolean => Array.isArray(value);

/** The best value of a column; NULL when it has none. Numbers of doubles are ordered with NaN last. */
function bestOf(vector: ColumnVector, largest: boolean): ScalarValue {
  if (vector.encoding === 'constant' || vector.length === 0) {
    return vector.encoding === 'constant' && vector.length > 0 ? vector.value : new ScalarValue(vector.type, null);
  }
  return withScratch((arena) => bestRow(flatten(vector, arena), largest));
}

function bestRow(flat: FlatVector, largest: boolean): ScalarValue {
  const row = physicalTypeOf(flat.type) === 'view' ? bestBytesRow(flat, largest) : bestNumberRow(flat, largest);
  if (row !== undefined) return row === -1 ? new ScalarValue(flat.type, null) : getScalar(flat, row);
  let best = new ScalarValue(flat.type, null);
  for (let i = 0; i < flat.length; i++) if (!isNull(flat, i)) best = better(best, getScalar(flat, i), largest);
  return best;
}

/** Row of the best value of plain numbers, -1 when all are null; undefined for other types. */
function bestNumberRow(flat: FlatVector, largest: boolean): number | undefined {
  // Decimals of 8 bytes are 64-bit integers.
  const view =
    physicalTypeOf(flat.type) === 'decimal' && flat.width === 8 ? mem.i64 : numberView(physicalTypeOf(flat.type));
  if (view === undefined) return undefined;
  const at = flat.values / view.BYTES_PER_ELEMENT;
  let best = -1;
  for (let i = 0; i < flat.length; i++) {
    if (flat.validity !== 0 && !getBit(flat.validity, i)) continue;
    if (best === -1) best = i;
    else {
      const order = compareTotal(view[at + i]!, view[at + best]!);
      if (largest ? order > 0 : order < 0) best = i;
    }
  }
  return best;
}

/** Row of the best string or binary, -1 when all are null. */
function bestBytesRow(flat: FlatVector, largest: boolean): number {
  const { u8, u32 } = mem;
  let [best, prefix, from, length] = [-1, 0, 0, 0];
  for (let i = 0; i < flat.length; i++) {
    if (flat.validity !== 0 && !getBit(flat.validity, i)) continue;
    // The first four bytes, most significant first; shorter values are filled up with zeros.
    const head = swapBytes(u32[((flat.values + i * 16) >>> 2) + 1]!);
    if (best !== -1) {
      let order = head - prefix;
      if (order === 0) {
        const at = bytesAddressAt(flat, i);
        order = compareMemory(u8, at, byteLengthAt(flat, i), from, length);
      }
      if (largest ? order <= 0 : order >= 0) continue;
    }
    [best, prefix, from, length] = [i, head, bytesAddressAt(flat, i), byteLengthAt(flat, i)];
  }
  return best;
}

const swapBytes = (word: number): number =>
  ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;

function compareMemory(u8: Uint8Array, a: number, aLength: number, b: number, bLength: number): number {
  const common = Math.min(aLength, bLength);
  for (let i = 0; i < common; i++) {
    const difference = u8[a + i]! - u8[b + i]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

/** The total order of numbers: -0 below 0, NaN above everything. */
function compareTotal(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a === 0 ? Number(Object.is(b, -0)) - Number(Object.is(a, -0)) : 0;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** The best value of one group. */
export class BestAccumulator implements Accumulator {
  readonly #type: DataType;
  readonly #largest: boolean;
  #best: ScalarValue;

  constructor(type: DataType, largest: boolean) {
    this.#type = type;
    this.#largest = largest;
    this.#best = new ScalarValue(type, null);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    const found = bestOf(values!, this.#largest);
    if (!found.isNull) this.#best = better(this.#best, new ScalarValue(this.#type, found.value), this.#largest);
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
 * keeps the last best one, as DataFusion does.
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
