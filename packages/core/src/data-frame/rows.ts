import {
  Arena,
  formatDecimal,
  getScalar,
  isText,
  physicalTypeOf,
  stringReader,
  valueTypeOf,
  type Batch,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { DFSchema, ScalarValue } from '@datafusion-ts/common';
import { plainReader, toPlain } from '@datafusion-ts/expr';
import type { BatchStream } from '@datafusion-ts/physical-plan';

/** One row by column name (see {@link rowNames}); values as `toJsValue` gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** How values of rows are given. */
export interface RowOptions {
  /** From a scalar to what the row shows; default `toJsValue`. `elementText` gives texts as in tables. */
  readonly convert?: (value: ScalarValue) => unknown;
}

/**
 * The keys of a row: names of columns, but with the table (`t.id`) where columns of several tables have one name, since an
 * object would keep but one of them. A schema has no two columns of one name and table.
 */
export function rowNames(schema: DFSchema): readonly string[] {
  const names = schema.fields.map(({ name }) => name);
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  const qualified = schema.fieldNames();
  return names.map((name, i) => (count.get(name) === 1 ? name : qualified[i]!));
}

/** Rows as objects with the keys given; `begin` starts the stream once the first row is asked for. */
export async function* rowsOfBatches(
  begin: () => Promise<BatchStream>,
  names: readonly string[],
  { convert }: RowOptions,
): AsyncGenerator<Row, void, undefined> {
  const arena = new Arena();
  try {
    for await (const batch of await begin()) {
      arena.reset();
      // A loop, as `yield*` would wait for each row three times.
      for (const row of rowsOf(batch.compact(arena), names, convert)) yield row;
    }
  } finally {
    arena.release();
  }
}

/** All rows of a batch, made column by column from empty ones. */
function rowsOf(
  { columns, rowCount }: Batch,
  names: readonly string[],
  convert: RowOptions['convert'],
): readonly Row[] {
  // A copy of this has a place for each column, also for one named __proto__.
  const empty: Row = Object.fromEntries(names.map((name) => [name, null]));
  const rows = Array.from({ length: rowCount }, (): Record<string, unknown> => ({ ...empty }));
  columns.forEach((column, i) => {
    const name = names[i]!;
    const read = convert === undefined ? jsReader(column) : scalarReader(column, convert);
    for (let row = 0; row < rowCount; row++) rows[row]![name] = read(row);
  });
  return rows;
}

/** Reads a column's values as {@link toJsValue} gives them. No two rows share an object, as callers may change theirs. */
function jsReader(column: ColumnVector): (row: number) => unknown {
  const type = valueTypeOf(column.type);
  if ('scale' in type) {
    const read = plainReader(column);
    return (row) => {
      const unscaled = read(row);
      return unscaled === null ? null : formatDecimal(unscaled as bigint, type.scale);
    };
  }
  switch (physicalTypeOf(type)) {
    case 'view':
      return isText(type) ? stringReader(column) : scalarReader(column);
    case 'dayTime':
    case 'monthDayNano':
    case 'fixedBinary':
    case 'list':
    case 'fixedList':
    case 'struct':
    case 'union':
      return scalarReader(column);
    default:
      return plainReader(column);
  }
}

const scalarReader =
  (column: ColumnVector, convert: (value: ScalarValue) => unknown = toJsValue) =>
  (row: number): unknown =>
    convert(getScalar(column, row));

/**
 * Lists become arrays, structs objects, maps Maps, decimals their exact text, unions and dictionaries what they hold;
 * everything else is what the scalar holds (`ScalarData`): bigint for 64-bit integers and timestamps, days for dates.
 */
export const toJsValue = ({ dataType, value }: ScalarValue): unknown => toPlain(dataType, value, formatDecimal);
