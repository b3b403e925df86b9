/** The short way for flat records: its kernel against the twin, and its batches against the tape's. */
import { DataTypes, field, Schema } from '@datafusion-ts/common';
import { allocator, Arena, defaultFormatOptions, formatBatch, mem, type Batch } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { FlatRecords } from '../src/fast/flat-records.js';
import { KeyOrder } from '../src/fast/key-order.js';
import { twinKernels, wasmKernels } from '../src/kernels.js';
import { RecordScanner } from '../src/scan/record-scanner.js';

const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const value = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(null, true, false, '', 'a"b', 1e300, 0.25, 12345678901234),
);
const names = ['a', 'bb', 'a long name of a key', 'ü'];
const record = fc.tuple(fc.subarray(names), fc.array(value, { minLength: 4, maxLength: 4 }));
const line = fc.tuple(record, fc.constantFrom(0, 1, 2)).map(([[keys, values], spaces]) => {
  const object = Object.fromEntries(keys.map((key, i) => [key, values[i]]));
  if (spaces === 2) return JSON.stringify(object, undefined, 1);
  return spaces === 1
    ? `{${keys.map((key, i) => `${JSON.stringify(key)}: ${JSON.stringify(values[i])}`).join(', ')}}`
    : JSON.stringify(object);
});
const file = fc
  .tuple(fc.array(line, { maxLength: 10 }), fc.option(fc.tuple(fc.nat(200), fc.nat(255)), { freq: 2 }))
  .map(([lines, change]) => {
    const bytes = Buffer.from(lines.join('\n'));
    if (change !== null && bytes.length > 0) bytes[change[0] % bytes.length] = change[1];
    return bytes;
  });

it('the kernel finds what its twin finds', () => {
  fc.assert(
    fc.property(
      file,
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 4, maxLength: 4 }),
      (bytes, capacity, kinds) => {
        const arena = new Arena();
        const put = (input: Uint8Array): number => {
          const at = arena.allocZeroed(input.length);
          mem.u8.set(input, at);
          return at;
        };
        try {
          const begin = put(bytes);
          const keys = arena.alloc(64);
          for (const [i, name] of names.entries()) {
            const text = Buffer.from(JSON.stringify(name));
            mem.i32.set([put(text), text.length, i === 1 ? -1 : i * 8, kinds[i]!], (keys >>> 2) + i * 4);
          }
          const results = [wasmKernels()!, twinKernels()].map((kernels) => {
            const spans = arena.allocZeroed((capacity + 1) * 32);
            const state = arena.allocZeroed(16);
            const count = kernels.splitJson(begin, begin + bytes.length, keys, 4, spans, 32, capacity, state);
            return [count, mem.u32[state >>> 2]! - begin, [...mem.u32.slice(spans >>> 2, (spans >>> 2) + count * 8)]];
          });
          expect(results[0]).toEqual(results[1]);
        } finally {
          arena.release();
        }
      },
    ),
    propertyBudget(800),
  );
});

const rows = fc.array(
  fc.record(
    {
      i: fc.oneof(fc.integer(), fc.constant(null), fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })),
      f: fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
        fc.constantFrom(null, 1e-7, 12.5),
      ),
      s: fc.oneof(fc.string({ maxLength: 20 }), fc.constant(null)),
      b: fc.oneof(fc.boolean(), fc.constant(null)),
    },
    { requiredKeys: [] },
  ),
  { minLength: 1, maxLength: 20 },
);
const text = (object: Record<string, unknown>): string =>
  `{${Object.entries(object)
    .map(([key, item]) => `"${key}":${typeof item === 'bigint' ? String(item) : JSON.stringify(item)}`)
    .join(',')}}`;

it('gives the values that were written, or leaves the record to the tape', () => {
  const schema = new Schema([
    field('s', DataTypes.Utf8, true),
    field('i', DataTypes.Int64, true),
    field('f', DataTypes.Float64, true),
    field('b', DataTypes.Boolean, true),
  ]);
  fc.assert(
    fc.property(rows, (objects) => {
      const arena = new Arena();
      const flat = new FlatRecords(schema, 100);
      const scanners = [new RecordScanner(100, false), new RecordScanner(100, false)] as const;
      try {
        const bytes = Buffer.from(objects.map(text).join('\n'));
        const order = new KeyOrder();
        const [seen, scanner] = scanners;
        seen.window.push(bytes);
        const { tape, rows: found } = seen.next(true)!;
        order.look(tape, found);
        flat.learn(order);
        scanner.window.push(bytes);
        const batch: Batch | undefined = flat.next(scanner, arena);
        if (batch === undefined) return;
        const expected = objects.slice(0, batch.rowCount).map((o) => [o.s, o.i, o.f, o.b]);
        const cells = formatBatch(batch, { ...defaultFormatOptions, null: 'NULL' });
        expect(cells.map((row) => [row[0], row[1], row[3]])).toEqual(
          expected.map(([s, i, , b]) =>
            [s, i, b].map((item) => (item === null || item === undefined ? 'NULL' : String(item))),
          ),
        );
        expect(cells.map((row) => (row[2] === 'NULL' ? null : Number(row[2])))).toEqual(
          expected.map(([, , f]) => (f === undefined || f === null ? null : f)),
        );
        expect(scanner.window.at).toBeGreaterThan(0);
      } finally {
        for (const scanner of scanners) scanner.release();
        flat.release();
        arena.release();
      }
    }),
    propertyBudget(500),
  );
});
