/** How the arguments (or states) and filters of calls are kept with rows, and become columns again. */
import { DataTypes, type DataType, type Schema } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  constantVector,
  flatten,
  flatVector,
  kernels,
  physicalTypeOf,
  valueTypeOf,
  widenDecimal,
  widthOf,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Literal } from '@datafusion-ts/physical-expr';
import type { CallInputs } from '../aggregate-inputs.js';
import type { DealtColumn } from './row-partitions.js';

/** Decimals are kept in so many bytes, whatever their precision. */
const DECIMAL_BYTES = 16;

/** Bytes that a value of the type is kept in; 0 when it has no such width. */
function storedWidth(type: DataType): number {
  if (valueTypeOf(type) !== type || type.kind === 'Decimal256') return 0;
  switch (physicalTypeOf(type)) {
    case 'boolean':
      return 1;
    case 'decimal':
      return DECIMAL_BYTES;
    case 'null':
    case 'fixedBinary':
    case 'view':
    case 'list':
    case 'fixedList':
    case 'struct':
    case 'union':
      return 0;
    default:
      return widthOf(type);
  }
}

/** True for types whose values are bits or of a fixed width that can be dealt out. */
export const isStorable = (type: DataType): boolean => storedWidth(type) > 0;

/** A value of a call: a literal, or values in a column with their validity in another one. */
interface StoredValue {
  readonly type: DataType;
  readonly literal: Literal | undefined;
  readonly values: number;
  /** Column of the validity; undefined when there are no nulls. */
  readonly validity: number | undefined;
}

interface StoredCall {
  readonly values: readonly StoredValue[];
  /** Column of the rows that the filter lets through. */
  readonly filter: number | undefined;
}

/** Columns of a call as read from a chunk. */
export interface CallColumns {
  readonly values: readonly ColumnVector[];
  readonly filter: ColumnVector | undefined;
}

/** The columns that the values of some calls are kept in. */
export class StoredValues {
  /** Bytes of a value of each column. */
  readonly widths: number[] = [];
  readonly #calls: readonly StoredCall[];

  private constructor(calls: readonly CallInputs[], schema: Schema) {
    this.#calls = calls.map(({ exprs, filter }) => ({
      values: exprs.map((expr) => this.#store(expr, schema)),
      filter: filter === undefined ? undefined : this.#column(1),
    }));
  }

  /** Undefined when some values have no fixed width. `schema` is that of the rows. */
  static for(calls: readonly CallInputs[], schema: Schema): StoredValues | undefined {
    const exprs = calls.flatMap((call) => call.exprs);
    const isFit = exprs.every((expr) => expr instanceof Literal || isStorable(expr.dataType(schema)));
    return isFit ? new StoredValues(calls, schema) : undefined;
  }

  #store(expr: PhysicalExpr, schema: Schema): StoredValue {
    const type = expr.dataType(schema);
    if (expr instanceof Literal) return { type, literal: expr, values: -1, validity: undefined };
    const values = this.#column(storedWidth(type));
    return { type, literal: undefined, values, validity: expr.nullable(schema) ? this.#column(1) : undefined };
  }

  #column(width: number): number {
    return this.widths.push(width) - 1;
  }

  /** The columns of a batch, in the order of the widths. */
  columnsOf(
    values: readonly (readonly ColumnVector[])[],
    filters: readonly (ColumnVector | undefined)[],
    arena: Arena,
  ): readonly DealtColumn[] {
    const columns: DealtColumn[] = [];
    this.#calls.forEach((call, i) => {
      call.values.forEach(({ type, literal, validity }, j) => {
        if (literal !== undefined) return;
        const flat = flatten(values[i]![j]!, arena);
        const isBits = physicalTypeOf(type) === 'boolean';
        const wide = physicalTypeOf(type) === 'decimal' ? widenDecimal(flat, DECIMAL_BYTES, arena) : flat;
        columns.push({ address: wide.values, isBits });
        if (validity !== undefined) columns.push({ address: flat.validity, isBits: true });
      });
      if (call.filter !== undefined) columns.push({ address: passing(filters[i]!, arena), isBits: true });
    });
    return columns;
  }

  /** The columns of a call again, from those of a chunk behind the first `skipped`. */
  read(call: number, columns: readonly number[], skipped: number, rowCount: number, arena: Arena): CallColumns {
    const at = (column: number): number => columns[column + skipped]!;
    const stored = this.#calls[call]!;
    const values = stored.values.map(({ type, literal, values: column, validity }) => {
      if (literal !== undefined) return constantVector(literal.literal, rowCount);
      const nulls = validity === undefined ? {} : readNulls(at(validity), rowCount, arena);
      if (physicalTypeOf(type) !== 'boolean') {
        return flatVector(type, rowCount, { values: at(column), width: storedWidth(type), ...nulls });
      }
      return flatVector(type, rowCount, { values: readBits(at(column), rowCount, arena).bits, ...nulls });
    });
    if (stored.filter === undefined || at(stored.filter) === 0) return { values, filter: undefined };
    const { bits } = readBits(at(stored.filter), rowCount, arena);
    return { values, filter: flatVector(DataTypes.Boolean, rowCount, { values: bits }) };
  }
}

/** A bitmap of the rows for which a filter is true. */
function passing(filter: ColumnVector, arena: Arena): number {
  const flat = flatten(filter, arena);
  return andBitmaps(flat.values, flat.validity, flat.length, arena);
}

function readBits(bytes: number, count: number, arena: Arena): { readonly bits: number; readonly zeros: number } {
  if (bytes === 0) return { bits: allocBitmap(count, true, arena), zeros: 0 };
  const bits = arena.alloc((count + 7) >>> 3);
  return { bits, zeros: kernels().radixBits(bytes, count, bits) };
}

function readNulls(
  bytes: number,
  count: number,
  arena: Arena,
): { readonly validity: number; readonly nullCount: number } {
  if (bytes === 0) return { validity: 0, nullCount: 0 };
  const { bits, zeros } = readBits(bytes, count, arena);
  return { validity: bits, nullCount: zeros };
}
