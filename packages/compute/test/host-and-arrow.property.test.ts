import { field, Schema } from '@datafusion-ts/common';
import {
  allocator,
  Arena,
  Batch,
  fromHost,
  HostTable,
  loadArrow,
  toHost,
  type ArrowBridge,
} from '@datafusion-ts/compute';
import { allTypes, arbitraryColumns, plainScalar, plainValues, propertyBudget } from '@datafusion-ts/test-utils';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';

let bridge: ArrowBridge;
const blocks = allocator.liveBlocks;

beforeAll(async () => {
  bridge = await loadArrow();
});

afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const columns = fc
  .array(fc.constantFrom(...allTypes), { minLength: 1, maxLength: 3 })
  .chain((types) => arbitraryColumns(types).map((plans) => ({ types, plans })));

function build(
  {
    types,
    plans,
  }: { types: readonly (typeof allTypes)[number][]; plans: readonly { build(a: Arena): Batch['columns'][number] }[] },
  arena: Arena,
): Batch {
  const schema = new Schema(types.map((t, i) => field(`c${i}`, t)));
  const vectors = plans.map((p) => p.build(arena));
  return new Batch(schema, vectors, vectors[0]!.length);
}

const release = (...arenas: Arena[]): void => arenas.forEach((a) => a.release());

it('host batches give back the rows, in slices too', () => {
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 17 }), (input, step) => {
      const arena = new Arena();
      const host = toHost(build(input, arena));
      arena.reset();
      const back = fromHost(host, undefined, arena);
      back.columns.forEach((c, i) => expect(plainValues(c)).toEqual(input.plans[i]!.scalars.map(plainScalar)));
      const last = input.plans.length - 1;
      const read: unknown[] = [];
      for (const batch of new HostTable(host.schema, [host]).scan([last], step, arena)) {
        read.push(...plainValues(batch.columns[0]!));
      }
      expect(read).toEqual(input.plans[last]!.scalars.map(plainScalar));
      release(arena);
    }),
    propertyBudget(300),
  );
});

it('Arrow batches give back the rows, sliced and through IPC too', () => {
  fc.assert(
    fc.property(columns, fc.nat({ max: 10 }), (input, skip) => {
      const arena = new Arena();
      const batch = build(input, arena);
      const out = bridge.toArrowBatch(batch);
      const values = input.plans.map((p) => p.scalars.map(plainScalar));
      arena.reset();
      const back = bridge.fromArrowBatch(out, arena);
      expect(back.schema).toEqual(batch.schema);
      back.columns.forEach((c, i) => expect(plainValues(c)).toEqual(values[i]));
      const sliced = out.slice(Math.min(skip, out.numRows));
      const part = bridge.fromArrowBatch(sliced, arena);
      part.columns.forEach((c, i) => expect(plainValues(c)).toEqual(values[i]!.slice(skip)));
      release(arena);
    }),
    propertyBudget(300),
  );
});

it.each(allTypes)('%j goes through IPC', (type) => {
  fc.assert(
    fc.property(arbitraryColumns([type]), (plans) => {
      const arena = new Arena();
      const batch = build({ types: [type], plans }, arena);
      const read = arrow.tableFromIPC(arrow.tableToIPC(new arrow.Table([bridge.toArrowBatch(batch)])));
      const back = bridge.fromArrowBatch(read.batches[0]!, arena);
      expect(back.schema).toEqual(batch.schema);
      expect(plainValues(back.columns[0]!)).toEqual(plans[0]!.scalars.map(plainScalar));
      release(arena);
    }),
    propertyBudget(20),
  );
});

it('types survive the round trip', () => {
  for (const type of allTypes) expect(bridge.fromArrowType(bridge.toArrowType(type))).toEqual(type);
});

it('reads vectors made by apache-arrow', () => {
  const arena = new Arena();
  const table = arrow.tableFromArrays({
    i: BigInt64Array.from([1n, -(2n ** 63n), 9007199254740993n]),
    s: ['a', 'a longer string than twelve', null],
    f: [1.5, null, -0],
  });
  const batch = bridge.fromArrowBatch(table.batches[0]!, arena);
  expect(batch.columns.map((c) => plainValues(c))).toEqual([
    [1n, -(2n ** 63n), 9007199254740993n],
    ['a', 'a longer string than twelve', null],
    [1.5, null, -0],
  ]);
  release(arena);
});

it('Arrow reads what is written', () => {
  const arena = new Arena();
  const table = arrow.tableFromArrays({ s: ['x', null, 'y'], n: Int32Array.from([1, 2, 3]) });
  const batch = bridge.fromArrowBatch(table.batches[0]!, arena);
  const written = bridge.toArrowBatch(batch);
  expect(
    arrow
      .tableFromIPC(arrow.tableToIPC(new arrow.Table([written])))
      .toArray()
      .map((r) => ({ ...r })),
  ).toEqual([
    { s: 'x', n: 1 },
    { s: null, n: 2 },
    { s: 'y', n: 3 },
  ]);
  release(arena);
});

it('refuses codes and offsets that point outside', () => {
  const arena = new Arena();
  const data = arrow.makeData({
    type: new arrow.Utf8(),
    length: 2,
    nullCount: 0,
    valueOffsets: Int32Array.from([0, 5, 3]),
    data: new Uint8Array(8),
  });
  expect(() => bridge.fromArrowData(data, arena)).toThrow(/offset/);
  const dictionary = arrow.makeVector(Int32Array.from([7]));
  const codes = arrow.makeData({
    type: new arrow.Dictionary(new arrow.Int32(), new arrow.Int32()),
    length: 1,
    nullCount: 0,
    data: Int32Array.from([1]),
    dictionary,
  });
  expect(() => bridge.fromArrowData(codes, arena)).toThrow(/code 1 into 1 entries/);
  release(arena);
});
