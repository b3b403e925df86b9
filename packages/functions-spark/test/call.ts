import { ConfigOptions, field, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  cast,
  constantVector,
  getScalar,
  takeVector,
  rowsOf,
  vectorFromScalars,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { scalarFunctionField, type ScalarUDF } from '@datafusion-ts/expr';
import { coerceArguments } from '@datafusion-ts/expr-common';
import { plainValues, type PlainValue } from '@datafusion-ts/test-utils';

/** An argument: its type and a value for each row. */
export type Column = readonly [DataType, readonly (number | bigint | string | null)[]];

function scalarOf(type: DataType, value: Column[1][number]): ScalarValue {
  const wide = ['Int64', 'UInt64', 'Timestamp', 'Duration'].includes(type.kind) || 'precision' in type;
  return new ScalarValue(type, wide && typeof value === 'number' ? BigInt(value) : value);
}

function build([type, values]: Column, arena: Arena): ColumnVector {
  const column = vectorFromScalars(
    type,
    values.map((value) => scalarOf(type, value)),
    arena,
  );
  // Gathering often gives codes into the values instead of the values: functions must take both.
  const rows = rowsOf(
    values.map((_, i) => i),
    arena,
  );
  return takeVector(column, rows, values.length, arena);
}

function run(
  func: ScalarUDF,
  columns: readonly Column[],
  rowCount: number,
  ansi: boolean,
  constant: boolean,
): PlainValue[] {
  const arena = new Arena();
  const config = new ConfigOptions();
  config.set('datafusion.execution.enable_ansi_mode', String(ansi));
  try {
    const types = coerceArguments(
      func,
      columns.map(([type]) => type),
    );
    const argFields = types.map((type, i) => field(`c${i}`, type));
    const args = columns.map((column, i) => {
      const given = cast(build(column, arena), types[i]!, { safe: false }, arena);
      return constant ? constantVector(getScalar(given, 0), rowCount) : given;
    });
    const literals = args.map((arg) => (constant ? getScalar(arg, 0) : undefined));
    const returnField = scalarFunctionField(func, argFields, literals);
    return plainValues(func.invoke({ args, argFields, rowCount, returnField, arena, config })).slice(0, rowCount);
  } finally {
    arena.release();
  }
}

/** The results of a function for columns, checked to be those of every row as constants. */
export function call(func: ScalarUDF, columns: readonly Column[], { ansi = false } = {}): PlainValue[] {
  const rowCount = columns[0]![1].length;
  const results = run(func, columns, rowCount, ansi, false);
  for (let row = 0; row < rowCount; row++) {
    const one = columns.map(([type, values]): Column => [type, [values[row]!]]);
    expect(run(func, one, 1, ansi, true)).toEqual([results[row]]);
  }
  return results;
}
