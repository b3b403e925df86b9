/**
 * `CASE WHEN condition THEN … ELSE … END` whose results cannot fail: two literals, or a number column and a literal. Sums of
 * such cases are what reports are made of. Literals come out as codes into the two of them; a column is chosen from by the
 * bits of the condition. No row lists are made, and no branch is evaluated on its own rows.
 */
import { sameType, type DataType, type ScalarValue } from '@datafusion-ts/common';
import {
  andBitmaps,
  Arena,
  constantVector,
  countBits,
  countNulls,
  fitsWidth,
  flatten,
  flatVector,
  kernels,
  mem,
  notBitmap,
  nullVector,
  orBitmaps,
  physicalTypeOf,
  Values,
  vectorFromScalars,
  widenDecimal,
  writeWide,
  type Batch,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from './column.js';

/** A CASE of one branch; without `otherwise` rows that do not take it are NULL. */
export interface SimpleCase {
  readonly when: PhysicalExpr;
  readonly then: PhysicalExpr;
  readonly otherwise: PhysicalExpr | undefined;
}

/** The values of a simple case of type `type`; undefined when it is none, and nothing was evaluated then. */
export function evaluateSimpleCase(
  { when, then, otherwise }: SimpleCase,
  type: DataType,
  batch: Batch,
  arena: Arena,
): ColumnVector | undefined {
  const other = otherwise?.literal;
  if (otherwise !== undefined && (other === undefined || !sameType(other.dataType, type))) return undefined;
  if (when.dataType(batch.schema).kind !== 'Boolean') return undefined;
  if (then.literal !== undefined && sameType(then.literal.dataType, type)) {
    return chooseLiteral(then.literal, other, takenBits(when, batch, arena), type, batch.rowCount, arena);
  }
  if (!(then instanceof Column) || other === undefined || !sameType(then.dataType(batch.schema), type))
    return undefined;
  const write = writerOf(other);
  return write === undefined ? undefined : chooseFrom(then, write, when, batch, arena);
}

/** Bits of the rows for which the condition is true. */
function takenBits(when: PhysicalExpr, batch: Batch, arena: Arena): number {
  const condition = flatten(when.evaluate(batch, arena), arena);
  return andBitmaps(condition.values, condition.validity, batch.rowCount, arena);
}

function chooseLiteral(
  then: ScalarValue,
  other: ScalarValue | undefined,
  bits: number,
  type: DataType,
  rowCount: number,
  arena: Arena,
): ColumnVector {
  const taken = countBits(bits, rowCount);
  const isNull = other === undefined || other.isNull;
  if (taken === rowCount) return constantVector(then, rowCount);
  if (taken === 0) return isNull ? nullVector(type, rowCount) : constantVector(other, rowCount);
  const own = new Arena();
  const entries = flatten(vectorFromScalars(type, [isNull ? then : other, then], own), own);
  const values = new Values(entries, () => own.release());
  arena.keep(values);
  const codes = arena.alloc(rowCount);
  kernels().bitsToCodes(bits, rowCount, codes);
  const nulls = isNull ? { validity: bits, nullCount: rowCount - taken } : { validity: 0, nullCount: 0 };
  return { encoding: 'dictionary', type, length: rowCount, codes, width: 1, values, ...nulls };
}

/** Writes a number in as many bytes as the values of a column have; undefined where they are too few. */
type WriteNumber = (width: number, arena: Arena) => number | undefined;

/** Writes a literal of 8 bytes, or a decimal; undefined for other types and NULL. */
function writerOf({ dataType, value }: ScalarValue): WriteNumber | undefined {
  const physical = physicalTypeOf(dataType);
  if (physical === 'float64' && typeof value === 'number') {
    return (_width, arena) => {
      const to = arena.alloc(8);
      mem.f64[to >>> 3] = value;
      return to;
    };
  }
  const isInteger = physical === 'int64' || physical === 'uint64';
  if (typeof value !== 'bigint' || !(isInteger || dataType.kind === 'Decimal128')) return undefined;
  return (width, arena) => {
    if (!isInteger && !fitsWidth(value, width)) return undefined;
    const to = arena.alloc(16);
    writeWide(to, width, value);
    return to;
  };
}

function chooseFrom(then: Column, write: WriteNumber, when: PhysicalExpr, batch: Batch, arena: Arena): FlatVector {
  const { rowCount } = batch;
  const bits = takenBits(when, batch, arena);
  const flat = flatten(then.evaluate(batch, arena), arena);
  const narrow = write(flat.width, arena);
  const column = narrow === undefined ? widenDecimal(flat, 16, arena) : flat;
  const values = arena.alloc(rowCount * column.width);
  const other = narrow ?? write(16, arena)!;
  kernels().chooseWide(bits, column.values, other, column.width, rowCount, values);
  return flatVector(column.type, rowCount, { values, width: column.width, ...nullsOf(column, bits, rowCount, arena) });
}

/** Rows that take the column's value are NULL as that is. */
function nullsOf(
  { validity, nullCount }: FlatVector,
  bits: number,
  rowCount: number,
  arena: Arena,
): { readonly validity: number; readonly nullCount: number } {
  if (nullCount === 0) return { validity: 0, nullCount: 0 };
  const valid = orBitmaps(validity, notBitmap(bits, rowCount, arena), rowCount, arena);
  return { validity: valid, nullCount: countNulls(valid, rowCount) };
}
