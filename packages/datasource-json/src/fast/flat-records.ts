/**
 * The short way for what most files consist of: flat records whose keys come in the same order. A kernel finds their
 * values, and compute's kernels parse them; no tape is made. Everything else is left to the tape: a record of another
 * form, and a whole batch as soon as one value is not plain, so that all errors are those of the tape's way.
 */
import type { DataType, Field, ScalarData, Schema } from '@datafusion-ts/common';
import {
  Batch,
  GrowableBuffer,
  kernels as computeKernels,
  mem,
  parseFloat64,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { columnBytesOf, decodeSpans, decodesSpans } from '@datafusion-ts/datasource';
import { kernels } from '../kernels.js';
import type { RecordScanner } from '../scan/record-scanner.js';
import { BOOLEAN_KIND, NUMBER_KIND, STRING_KIND } from './value-kinds.js';
import type { KeyOrder } from './key-order.js';

const ANY_KIND = STRING_KIND | NUMBER_KIND | BOOLEAN_KIND;
const KEY_BYTES = 16;
const encoder = new TextEncoder();

/** Kinds of JSON values that a column takes in the short way. */
function kindsOf(type: DataType): number {
  switch (type.kind) {
    case 'Boolean':
      return BOOLEAN_KIND;
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
    case 'Date32':
      return STRING_KIND;
    default:
      return NUMBER_KIND;
  }
}

export class FlatRecords {
  readonly #schema: Schema;
  readonly #capacity: number;
  readonly #columnBytes: number;
  readonly #tables = new GrowableBuffer();
  #keyCount = 0;
  #keysBytes = 0;

  /** Whether all columns are of types that the short way knows. */
  static knows(schema: Schema): boolean {
    return schema.fields.every(({ dataType, nullable }) => nullable && decodesSpans(dataType));
  }

  /** Reads up to `capacity` records at a time into columns of `schema`. */
  constructor(schema: Schema, capacity: number) {
    this.#schema = schema;
    this.#capacity = capacity;
    this.#columnBytes = columnBytesOf(capacity);
  }

  /**
   * The next records of the scanner as a batch in memory of `arena`, which is reset; the scanner goes on behind them.
   * Undefined when the next record, or a value in the batch, is not plain. Long texts lie in the scanner's
   * memory: the batch is valid until bytes are added there.
   */
  next(scanner: RecordScanner, arena: Arena): Batch | undefined {
    if (this.#keyCount === 0) return undefined;
    arena.reset();
    const { window } = scanner;
    const { base, at, end } = window;
    const keys = this.#tables.address;
    const state = keys + this.#keysBytes;
    const spans = state + 16;
    const count = kernels().splitJson(base + at, base + end, keys, this.#keyCount, spans, 8, this.#capacity, state);
    if (count === 0) return undefined;
    const columns: ColumnVector[] = [];
    let ascii: boolean | undefined;
    // Values lie between where the records begin and where the next one does.
    const isAscii = (): boolean => (ascii ??= computeKernels().isAscii(base + at, mem.u32[state >>> 2]!) === 1);
    for (const [slot, { dataType }] of this.#schema.fields.entries()) {
      const address = spans + slot * this.#columnBytes;
      const exact = (row: number): ScalarData | undefined => exactValue(address + row * 8, dataType);
      const column = decodeSpans({ address, stride: 8, count, emptyNull: false, isAscii }, dataType, exact, arena);
      if (column === undefined) return undefined;
      columns.push(column);
    }
    window.at = mem.u32[state >>> 2]! - base;
    return new Batch(this.#schema, columns, count);
  }

  /** Takes the order of keys that the tape has seen. */
  learn(order: KeyOrder): void {
    const names = order.names.map((name) => encoder.encode(JSON.stringify(name)));
    const fields = new Map(this.#schema.fields.map((field, slot) => [field.name, { field, slot }]));
    this.#keysBytes = names.length * KEY_BYTES;
    const textBytes = names.reduce((sum, { length }) => sum + length, 0);
    const spansBytes = this.#schema.fields.length * this.#columnBytes;
    const keys = this.#tables.ensure(this.#keysBytes + 16 + spansBytes + textBytes);
    let text = keys + this.#keysBytes + 16 + spansBytes;
    for (const [i, bytes] of names.entries()) {
      const known = fields.get(order.names[i]!);
      mem.u8.set(bytes, text);
      mem.i32.set([text, bytes.length, ...this.#slotAndKinds(known)], (keys + i * KEY_BYTES) >>> 2);
      text += bytes.length;
    }
    for (const [slot, { name }] of this.#schema.fields.entries())
      if (!order.names.includes(name)) this.#leaveOut(keys + this.#keysBytes + 16 + slot * this.#columnBytes);
    this.#keyCount = names.length;
  }

  /** Gives the memory back. */
  release(): void {
    this.#tables.release();
    this.#keyCount = 0;
  }

  #slotAndKinds(known: { readonly field: Field; readonly slot: number } | undefined): readonly [number, number] {
    return known === undefined ? [-1, ANY_KIND] : [known.slot * this.#columnBytes, kindsOf(known.field.dataType)];
  }

  /** A field that no record has had: its spans stay null, because no key writes them. */
  #leaveOut(spans: number): void {
    for (let row = 0; row < this.#capacity; row++) mem.u32[(spans + row * 8) >>> 2] = 0;
  }
}

/** Only floats have a form that the kernel refuses and that means the same on a tape. */
function exactValue(span: number, type: DataType): ScalarData | undefined {
  if (type.kind !== 'Float64') return undefined;
  const [start, end] = mem.u32.slice(span >>> 2, (span >>> 2) + 2);
  return parseFloat64(new TextDecoder().decode(mem.u8.slice(start, end)));
}
