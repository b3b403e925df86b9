import { Arena, formatDecimal, getScalar } from '@datafusion-ts/compute';
import { ScalarValue, type DFSchema, type ScalarData } from '@datafusion-ts/common';
import type { BatchStream } from '@datafusion-ts/physical-plan';

/** One row by column name (see {@link rowNames}); values as `toJsValue` gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** How values of rows are given. */
export interface RowOptions {
  /** From a scalar to what the row shows; default `toJsValue`. */
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

/** Rows of a stream as objects with the keys given. */
export async function* rowsOfBatches(
  stream: BatchStream,
  names: readonly string[],
  options: RowOptions,
): AsyncGenerator<Row, void, undefined> {
  const convert = options.convert ?? toJsValue;
  const arena = new Arena();
  try {
    for await (const batch of stream) {
      arena.reset();
      const compact = batch.compact(arena);
      const rows: Row[] = [];
      for (let row = 0; row < compact.rowCount; row++) {
        rows.push(Object.fromEntries(compact.columns.map((column, i) => [names[i]!, convert(getScalar(column, row))])));
      }
      yield* rows;
    }
  } finally {
    arena.release();
  }
}

/**
 * Lists become arrays, structs objects, maps Maps, decimals their exact text; everything else is what the scalar holds
 * (`ScalarData`): bigint for 64-bit integers and timestamps, days for dates.
 */
export function toJsValue({ dataType: type, value }: ScalarValue): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'Struct':
      return Object.fromEntries(elements(value).map((member, i) => [type.fields[i]!.name, toJsValue(member)]));
    case 'Map':
      return new Map(
        elements(value).map((entry) => {
          const [key, item] = elements(entry.value);
          return [toJsValue(key!), toJsValue(item!)];
        }),
      );
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
      return elements(value).map(toJsValue);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return formatDecimal(value as bigint, type.scale);
    case 'Dictionary':
      return toJsValue(new ScalarValue(type.valueType, value));
    default:
      return value;
  }
}

const elements = (value: ScalarData): readonly ScalarValue[] => value as readonly ScalarValue[];
