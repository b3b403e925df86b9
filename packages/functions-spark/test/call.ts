import { ConfigOptions, field, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  cast,
  clearBit,
  constantVector,
  flatten,
  getScalar,
  mem,
  Values,
  vectorFromScalars,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { scalarFunctionField, type ScalarUDF } from '@datafusion-ts/expr';
import { coerceArguments } from '@datafusion-ts/expr-common';
import { plainValues, type PlainValue } from '@datafusion-ts/test-utils';

/** An argument: its type and a value for each row. */
export type Column = readonly [DataType, readonly (number | bigint | string | null)[]];

/** How an argument lies in memory; a constant repeats the value of one row. */
type Layout = 'flat' | 'dictionary' | { readonly constant: number };

/** Dictionaries have every row twice, so that functions evaluate their entries. */
const REPEATS = 2;

function scalarOf(type: DataType, value: Column[1][number]): ScalarValue {
  const wide = ['Int64', 'UInt64', 'Timestamp', 'Duration'].includes(type.kind) || 'precision' in type;
  return new ScalarValue(type, wide && typeof value === 'number' ? BigInt(value) : value);
}

/** Codes into the values, which lie the other way round; NULL rows have the code of some value. */
function encode(column: ColumnVector, arena: Arena): ColumnVector {
  const { type } = column;
  const count = column.length;
  const all = Array.from({ length: count }, (_, i) => getScalar(column, count - 1 - i));
  const some = all.find((value) => !value.isNull);
  if (some === undefined) return column;
  const entries = vectorFromScalars(
    type,
    all.map((value) => (value.isNull ? some : value)),
    arena,
  );
  const length = count * REPEATS;
  const codes = arena.alloc(length);
  const validity = allocBitmap(length, true, arena);
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    const code = count - 1 - (row % count);
    mem.u8[codes + row] = code;
    if (!all[code]!.isNull) continue;
    clearBit(validity, row);
    nullCount++;
  }
  const values = new Values(flatten(entries, arena), () => undefined);
  return { encoding: 'dictionary', type, length, nullCount, validity, codes, width: 1, values };
}

function build([type, values]: Column, target: DataType, layout: Layout, arena: Arena): ColumnVector {
  const scalars = values.map((value) => scalarOf(type, value));
  const column = cast(vectorFromScalars(type, scalars, arena), target, { safe: false }, arena);
  if (layout === 'flat') return column;
  return layout === 'dictionary' ? encode(column, arena) : constantVector(getScalar(column, layout.constant), 1);
}

function run(func: ScalarUDF, columns: readonly Column[], ansi: boolean, layout: Layout): PlainValue[] {
  const arena = new Arena();
  const config = new ConfigOptions();
  config.set('datafusion.execution.enable_ansi_mode', String(ansi));
  try {
    const types = coerceArguments(
      func,
      columns.map(([type]) => type),
    );
    const argFields = types.map((type, i) => field(`c${i}`, type));
    const args = columns.map((column, i) => build(column, types[i]!, layout, arena));
    const isConstant = typeof layout === 'object';
    const literals = args.map((arg) => (isConstant ? getScalar(arg, 0) : undefined));
    const returnField = scalarFunctionField(func, argFields, literals);
    const rowCount = columns[0]![1].length * (layout === 'dictionary' ? REPEATS : 1);
    const rows = isConstant ? 1 : rowCount;
    const given = layout === 'dictionary' ? args.map((arg) => (arg.length === rows ? arg : repeat(arg, arena))) : args;
    return plainValues(func.invoke({ args: given, argFields, rowCount: rows, returnField, arena, config })).slice(
      0,
      rows,
    );
  } finally {
    arena.release();
  }
}

/** A column of NULLs only, as long as dictionaries are. */
const repeat = (column: ColumnVector, arena: Arena): ColumnVector =>
  vectorFromScalars(
    column.type,
    Array.from({ length: column.length * REPEATS }, (_, i) => getScalar(column, i % column.length)),
    arena,
  );

/** The results of a function for columns, checked to be the same for dictionaries, and for constants of every row. */
export function call(func: ScalarUDF, columns: readonly Column[], { ansi = false } = {}): PlainValue[] {
  const results = run(func, columns, ansi, 'flat');
  expect(run(func, columns, ansi, 'dictionary')).toEqual(Array.from({ length: REPEATS }, () => results).flat());
  results.forEach((result, constant) => {
    expect(run(func, columns, ansi, { constant })).toEqual([result]);
  });
  return results;
}
