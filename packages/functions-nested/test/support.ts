import { ConfigOptions, DataTypes, field, listItem, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  cast,
  type ColumnVector,
  constantVector,
  rowsOf,
  sliceVector,
  takeVector,
  vectorFromScalars,
} from '@datafusion-ts/compute';
import { scalarFunctionField, type ScalarUDF } from '@datafusion-ts/expr';
import { coerceArguments } from '@datafusion-ts/expr-common';
import { plainValues, type PlainValue } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

export const { Int64, Utf8, Float64, Boolean } = DataTypes;
export const listOf = (type: DataType): DataType => DataTypes.list(listItem(type));

/** A plain value as a scalar of a type: arrays for lists and structs. */
export function scalar(type: DataType, value: unknown): ScalarValue {
  if (value === null || value === undefined) return new ScalarValue(type, null);
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
      return new ScalarValue(
        type,
        (value as readonly unknown[]).map((item) => scalar(type.field.dataType, item)),
      );
    case 'Int64':
      return new ScalarValue(type, BigInt(value as number | bigint));
    default:
      return new ScalarValue(type, value as string | number | boolean);
  }
}

/** How a test column lies in memory. */
export type Layout = 'flat' | 'sliced' | 'gathered' | 'fixed';

/** A column of plain values. */
export interface TestColumn {
  readonly type: DataType;
  readonly values: readonly unknown[];
  readonly layout?: Layout;
}

function build({ type, values, layout = 'flat' }: TestColumn, arena: Arena): ColumnVector {
  const scalars = values.map((value) => scalar(type, value));
  if (layout === 'fixed') return constantVector(scalars[0]!, scalars.length);
  if (layout === 'flat') return vectorFromScalars(type, scalars, arena);
  const padding = [...scalars.slice(0, 3), new ScalarValue(type, null)];
  const all = vectorFromScalars(type, [...padding, ...scalars, ...padding], arena);
  if (layout === 'sliced') return sliceVector(all, padding.length, scalars.length, arena);
  const rows = rowsOf(
    scalars.map((_, i) => padding.length + i),
    arena,
  );
  return takeVector(all, rows, scalars.length, arena);
}

/** Calls a function as a query does, coercion included, and gives plain values. */
export function callFunction(
  func: ScalarUDF,
  columns: readonly TestColumn[],
  rowCount = columns[0]!.values.length,
): PlainValue[] {
  const arena = new Arena();
  try {
    const types = coerceArguments(
      func,
      columns.map(({ type }) => type),
    );
    const argFields = types.map((type, i) => field(`c${i}`, type));
    const args = columns.map((column, i) => cast(build(column, arena), types[i]!, { safe: false }, arena));
    const returnField = scalarFunctionField(
      func,
      argFields,
      types.map(() => undefined),
    );
    const result = func.invoke({ args, argFields, rowCount, returnField, arena, config: new ConfigOptions() });
    return plainValues(result).slice(0, rowCount);
  } finally {
    arena.release();
  }
}

/** A call on one row of plain values. */
export const callOnce = (func: ScalarUDF, ...args: readonly (readonly [DataType, unknown])[]): PlainValue =>
  callFunction(
    func,
    args.map(([type, value]) => ({ type, values: [value] })),
    1,
  )[0]!;

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 4, nil: null });

/** Small integers, so that equal ones meet. */
export const element = (): fc.Arbitrary<bigint | null> => maybe(fc.integer({ min: 0, max: 4 }).map(BigInt));
/** Short lists of them. */
export const list = (): fc.Arbitrary<(bigint | null)[] | null> => maybe(fc.array(element(), { maxLength: 6 }));
/** Places in lists, some outside. */
export const place = (): fc.Arbitrary<bigint | null> => maybe(fc.integer({ min: -8, max: 8 }).map(BigInt));

/** Columns of equal length in any layout. */
export function columns(
  kinds: readonly ('list' | 'element' | 'place')[],
): fc.Arbitrary<{ readonly columns: readonly TestColumn[]; readonly rows: readonly (readonly unknown[])[] }> {
  const arbitraries = { list: list(), element: element(), place: place() };
  return fc.integer({ min: 1, max: 12 }).chain((length) =>
    fc
      .tuple(
        ...kinds.map((kind) =>
          fc.record({
            values: fc.array<unknown>(arbitraries[kind], { minLength: length, maxLength: length }),
            layout: fc.constantFrom<Layout>('flat', 'sliced', 'gathered', 'fixed'),
          }),
        ),
      )
      .map((made) => {
        const spread = made.map(({ values, layout }) => (layout === 'fixed' ? values.map(() => values[0]) : values));
        return {
          columns: made.map(({ layout }, i) => ({
            type: kinds[i] === 'list' ? listOf(Int64) : Int64,
            values: spread[i]!,
            layout,
          })),
          rows: Array.from({ length }, (_, row) => spread.map((values) => values[row])),
        };
      }),
  );
}
