import { DataTypes, field, ScalarValue, Schema } from '@datafusion-ts/common';
import {
  allocator,
  Arena,
  Batch,
  constantVector,
  concatBatches,
  copyBatch,
  filterBatch,
  mem,
  rowsOf,
  sliceBatch,
  toHost,
  fromHost,
  vectorFromScalars,
  int64Builder,
  StringBuilder,
} from '@datafusion-ts/compute';
import { plainValues } from '@datafusion-ts/test-utils';

const schema = new Schema([field('n', DataTypes.Int64), field('s', DataTypes.Utf8)]);

function numbers(count: number, arena: Arena): Batch {
  const n = int64Builder(arena, count);
  const s = new StringBuilder(arena, count);
  for (let i = 0; i < count; i++) {
    n.appendBigInt(BigInt(i));
    if (i % 5 === 0) s.appendNull();
    else s.appendString(`text number ${i}, rather long`);
  }
  return new Batch(schema, [n.finish(), s.finish()], count);
}

const odd = (count: number, arena: Arena) =>
  vectorFromScalars(
    DataTypes.Boolean,
    Array.from({ length: count }, (_, i) => ScalarValue.boolean(i % 3 === 0 ? null : i % 2 === 1)),
    arena,
  );

const arenas: Arena[] = [];
const arena = (): Arena => {
  const made = new Arena();
  arenas.push(made);
  return made;
};
afterEach(() => {
  for (const made of arenas.splice(0)) made.release();
  expect(allocator.liveBlocks).toBe(0);
});

it('filters to a selection, and filters that again', () => {
  const a = arena();
  const batch = numbers(20, a);
  const once = filterBatch(batch, odd(20, a), a);
  expect(plainValues(once.column(0, a))).toEqual([1n, 5n, 7n, 11n, 13n, 17n, 19n]);
  const twice = filterBatch(once, odd(7, a), a);
  expect(plainValues(twice.column(0, a))).toEqual([5n, 17n]);
  expect(plainValues(twice.column(1, a))[0]).toBe(null);
  expect(filterBatch(batch, constantVector(ScalarValue.boolean(true), 20), a)).toBe(batch);
  expect(filterBatch(batch, constantVector(ScalarValue.boolean(null), 20), a).rowCount).toBe(0);
});

it('gives all rows where few are left out', () => {
  const a = arena();
  const most = Array.from({ length: 20 }, (_, i) => i).slice(1);
  const selection = { rows: rowsOf(most, a), count: most.length };
  const { columns } = numbers(20, a);
  expect(new Batch(schema, columns, 20, selection).whole()?.rowCount).toBe(20);
  expect(new Batch(schema, columns, 20, { ...selection, count: 15 }).whole()).toBe(undefined);
  expect(new Batch(schema, columns, 20).whole()).toBe(undefined);
  // Without columns nobody knows how many rows there are besides.
  const none = new Batch(new Schema([]), [], 20, selection);
  expect([none.rowCount, none.selection, none.whole()]).toEqual([19, undefined, undefined]);
});

it('gathers anew when the arena of an earlier gathering was reset', () => {
  const a = arena();
  const scratch = arena();
  const batch = filterBatch(numbers(20, a), odd(20, a), a);
  batch.column(0, scratch);
  scratch.reset();
  mem.u8.fill(0xee, scratch.alloc(4096), scratch.alloc(0));
  expect(plainValues(batch.column(0, scratch))[0]).toBe(1n);
  toHost(batch);
  expect(plainValues(batch.column(0, a))[0]).toBe(1n);
});

it('slices and copies the selected rows only', () => {
  const a = arena();
  const own = arena();
  const batch = filterBatch(numbers(20, a), odd(20, a), a);
  const copy = copyBatch(sliceBatch(batch, 2, 3, a), own);
  const all = concatBatches(schema, [batch, copy], own);
  const kept = copyBatch(all, own);
  a.reset();
  mem.u8.fill(0xee, a.alloc(8192), a.alloc(0));
  expect(copy.selection).toBe(undefined);
  expect(plainValues(copy.column(0, own))).toEqual([7n, 11n, 13n]);
  expect(plainValues(kept.column(1, own))).toEqual(
    [1, 5, 7, 11, 13, 17, 19, 7, 11, 13].map((i) => (i % 5 === 0 ? null : `text number ${i}, rather long`)),
  );
});

it('reads some columns of a host batch in the order asked for', () => {
  const a = arena();
  const host = toHost(numbers(10, a));
  const batch = fromHost(host, [1, 0], a, 7, 2);
  expect(batch.schema.fields.map((f) => f.name)).toEqual(['s', 'n']);
  expect(batch.columns.map((c) => plainValues(c))).toEqual([
    ['text number 7, rather long', 'text number 8, rather long'],
    [7n, 8n],
  ]);
});
