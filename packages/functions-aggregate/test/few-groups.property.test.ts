/**
 * Sums, means and counts of the same rows, which share what they work out: of all rows, and of rows some of which do not count,
 * against one row after the other.
 */
import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  flatten,
  flatVector,
  mem,
  takeVector,
  Values,
  vectorFromScalars,
  writeWide,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { GroupShare, type GroupIndices, type GroupsAccumulator, type SpreadGroups } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { expectNoLeaks, plainValues, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import * as functions from '../src/index.js';
import { callArgs } from './support.js';

/** Values that sums of 64 bits hold many of, few of, or none. */
const magnitudes = [60n, 60_000n, 1n << 33n, 1n << 58n, (1n << 62n) - 1n];

/** A column of integers: as they are or as codes, in 8 bytes or 16, with rows that are NULL. */
interface Numbers {
  readonly layout: 'flat' | 'wide' | 'codes' | 'wide codes' | 'constant';
  readonly entries: readonly bigint[];
  readonly nulls: 'none' | 'some' | 'marked none';
}

const decimal = DataTypes.decimal128(18, 2);
const numbers: fc.Arbitrary<Numbers> = fc.constantFrom(...magnitudes).chain((most) =>
  fc.record({
    layout: fc.constantFrom(
      'flat' as const,
      'flat' as const,
      'wide' as const,
      'codes' as const,
      'wide codes' as const,
      'constant' as const,
    ),
    entries: fc.array(fc.oneof(fc.bigInt({ min: 0n, max: most }), fc.bigInt({ min: -most, max: most })), {
      minLength: 1,
      maxLength: 70,
    }),
    nulls: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'some' as const, 'marked none' as const),
  }),
);

/** Some number for a row, the same in every run. */
function mixed(row: number, salt: number): number {
  const a = Math.imul(row * 16 + salt + 1, 0x9e3779b1);
  return Math.imul(a ^ (a >>> 15), 0x85ebca6b) >>> 8;
}

function buildNumbers(
  { layout, entries, nulls }: Numbers,
  type: DataType,
  rowCount: number,
  salt: number,
  arena: Arena,
): ColumnVector {
  const codeOf = (row: number): number => mixed(row, salt) % entries.length;
  if (layout === 'constant')
    return { encoding: 'constant', type, length: rowCount, value: new ScalarValue(type, entries[0]!) };
  const validity = nulls === 'none' ? 0 : arena.alloc((rowCount + 7) >>> 3);
  let nullCount = 0;
  if (validity !== 0) mem.u8.fill(255, validity, validity + ((rowCount + 7) >>> 3));
  for (let row = 0; nulls === 'some' && row < rowCount; row++) {
    if (mixed(row, salt + 1) % 5 !== 0) continue;
    mem.u8[validity + (row >>> 3)]! &= ~(1 << (row & 7));
    nullCount++;
  }
  if (layout === 'flat' || layout === 'wide') {
    const width = layout === 'wide' && type === decimal ? 16 : 8;
    const values = arena.alloc(rowCount * width);
    for (let row = 0; row < rowCount; row++) writeWide(values + row * width, width, entries[codeOf(row)]!);
    return flatVector(type, rowCount, { values, width, validity, nullCount });
  }
  const own = new Arena();
  const scalars = entries.map((entry) => new ScalarValue(type, entry));
  const values = new Values(flatten(vectorFromScalars(type, scalars, own), own), () => own.release());
  arena.keep(values);
  const width = layout === 'codes' ? 1 : 2;
  const codes = arena.alloc(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    if (width === 1) mem.u8[codes + row] = codeOf(row);
    else mem.u16[(codes >>> 1) + row] = codeOf(row);
  }
  return { encoding: 'dictionary', type, length: rowCount, nullCount, validity, codes, width, values };
}

/** The rows of a batch: groups that are new come first, one row each. */
interface Rows {
  readonly columns: readonly Numbers[];
  readonly rowCount: number;
  readonly newGroups: number;
  /** Undefined: all rows count; else one in so many does not. */
  readonly leftOut: number | undefined;
}

const rows: fc.Arbitrary<Rows> = fc.record({
  columns: fc.tuple(numbers, numbers, numbers),
  rowCount: fc.constantFrom(300, 513, 2500, 5000),
  newGroups: fc.constantFrom(0, 1, 2, 5, 30, 120, 250),
  leftOut: fc.option(fc.constantFrom(5, 17, 1000), { freq: 1, nil: undefined }),
});

interface Call {
  readonly func: AggregateUDF;
  readonly column: number;
}

const calls = fc.array(
  fc.record({
    func: fc.constantFrom(functions.sum, functions.sum, functions.avg, functions.count),
    column: fc.nat(2),
  }),
  { minLength: 1, maxLength: 6 },
);

const groupsAt = (address: number, rowCount: number, totalGroups: number, arena: Arena): GroupIndices => ({
  address,
  rowCount,
  totalGroups,
  coversNew: true,
  share: new GroupShare(arena),
});

function put32(input: readonly number[], arena: Arena): number {
  const address = arena.alloc(input.length * 4);
  mem.u32.set(input, address >>> 2);
  return address;
}

it('sums, means and counts of few groups', () => {
  fc.assert(
    fc.property(
      calls,
      fc.array(rows, { minLength: 1, maxLength: 4 }),
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
      (list, batches, isInt) => {
        expectNoLeaks(() => {
          const arena = new Arena();
          const typeOf = (column: number): DataType => (isInt[column]! ? DataTypes.Int64 : decimal);
          const usable = list.filter(({ func, column }) => func !== functions.avg || !isInt[column]!);
          const accumulators = usable.map(({ func, column }) =>
            func.groupsAccumulator!(callArgs(func, [typeOf(column)]))!,
          );
          const sums = usable.map((): bigint[] => []);
          const counts = usable.map((): bigint[] => []);
          let total = 0;
          for (const { columns, rowCount, newGroups, leftOut } of batches) {
            const first = total;
            total = Math.max(1, total + newGroups);
            const groups = Array.from({ length: rowCount }, (_, row) =>
              first + row < total ? first + row : mixed(row, 9) % total,
            );
            const isCounted = groups.map(
              (_, row) => leftOut === undefined || first + row < total || row % leftOut !== 1,
            );
            const whole = columns.map((column, i) => buildNumbers(column, typeOf(i), rowCount, i * 2, arena));
            const plain = whole.map((vector) => plainValues(vector));
            usable.forEach(({ column }, i) => {
              groups.forEach((group, row) => {
                const value = plain[column]![row];
                sums[i]![group] ??= 0n;
                counts[i]![group] ??= 0n;
                if (!isCounted[row]! || value === null) return;
                sums[i]![group]! += BigInt(value as bigint);
                counts[i]![group]!++;
              });
            });
            update(accumulators, usable, whole, groups, isCounted, leftOut !== undefined, total, arena);
          }
          accumulators.forEach((accumulator, i) => {
            const { func, column } = usable[i]!;
            const all = Array.from({ length: total }, (_, group) => ({
              sum: sums[i]![group] ?? 0n,
              count: counts[i]![group] ?? 0n,
            }));
            const [first, second] = accumulator.state({ kind: 'All' }, arena).map((state) => plainValues(state));
            if (func !== functions.sum) expect(first).toEqual(all.map(({ count }) => count));
            if (func !== functions.count) {
              const wrapped = (sum: bigint): bigint => (isInt[column]! ? BigInt.asIntN(64, sum) : sum);
              expect(second ?? first).toEqual(all.map(({ sum, count }) => (count === 0n ? null : wrapped(sum))));
            }
            accumulator.release();
          });
          arena.release();
        });
      },
    ),
    propertyBudget(100),
  );
});

/** Gives the rows to all accumulators as the operator does. */
function update(
  accumulators: readonly GroupsAccumulator[],
  list: readonly Call[],
  whole: readonly ColumnVector[],
  groups: readonly number[],
  isCounted: readonly boolean[],
  isSpread: boolean,
  totalGroups: number,
  arena: Arena,
): void {
  const rowCount = groups.length;
  if (!isSpread) {
    const indices = groupsAt(put32(groups, arena), rowCount, totalGroups, arena);
    accumulators.forEach((accumulator, i) => accumulator.announce?.([whole[list[i]!.column]!], indices.share!));
    accumulators.forEach((accumulator, i) => accumulator.updateBatch([whole[list[i]!.column]!], indices, undefined));
    return;
  }
  const selected = groups.flatMap((_, row) => (isCounted[row]! ? [row] : []));
  const selection = put32(selected, arena);
  const address = put32(
    selected.map((row) => groups[row]!),
    arena,
  );
  const counted = groupsAt(address, selected.length, totalGroups, arena);
  const bytes = arena.alloc(rowCount);
  mem.u8.set(
    groups.map((group, row) => (isCounted[row]! ? group : totalGroups)),
    bytes,
  );
  const spread: SpreadGroups = { bytes, rowCount, counted };
  accumulators.forEach((accumulator, i) => accumulator.announce?.([whole[list[i]!.column]!], counted.share!));
  accumulators.forEach((accumulator, i) => {
    const vector = whole[list[i]!.column]!;
    if (accumulator.updateSpread?.([vector], spread) === true) return;
    accumulator.updateBatch([takeVector(vector, selection, selected.length, arena)], counted, undefined);
  });
}
