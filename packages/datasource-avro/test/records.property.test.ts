import { DataFusionError, type ScalarValue } from '@datafusion-ts/common';
import { Arena, getScalar } from '@datafusion-ts/compute';
import { expectNoLeaks, propertyBudget } from '@datafusion-ts/test-utils';
import avsc from 'avsc';
import fc from 'fast-check';
import { Cursor } from '../src/decode/cursor.js';
import { RecordDecoder } from '../src/decode/record-decoder.js';
import { parseSchema } from '../src/schema/parse-schema.js';

const budget = propertyBudget(200);

const SCHEMA = {
  type: 'record',
  name: 'r',
  fields: [
    { name: 'i', type: 'int' },
    { name: 'l', type: ['null', 'long'] },
    { name: 's', type: ['string', 'null'] },
    { name: 'd', type: 'double' },
    { name: 'b', type: 'boolean' },
    { name: 'e', type: { type: 'enum', name: 'e', symbols: ['x', 'y', 'z'] } },
    { name: 'a', type: { type: 'array', items: ['null', 'int'] } },
    { name: 'm', type: { type: 'map', values: 'string' } },
    { name: 'u', type: ['null', 'int', 'string'] },
    { name: 'f', type: { type: 'fixed', name: 'f', size: 3 } },
  ],
} as const;
const ALL = SCHEMA.fields.map((_, i) => i);
const type = avsc.Type.forSchema(SCHEMA as never, { wrapUnions: 'always' });

/** avsc writes longs of up to 52 bits exactly. */
const long52 = fc.integer({ min: -(2 ** 51), max: 2 ** 51 }).map((long) => ({ long }));
/** Text that UTF-8 can say. */
const text = fc.string({ unit: 'binary' });
const record = fc.record({
  i: fc.integer(),
  l: fc.option(long52),
  s: fc.option(text.map((string) => ({ string }))),
  d: fc.double({ noNaN: true }),
  b: fc.boolean(),
  e: fc.constantFrom('x', 'y', 'z'),
  a: fc.array(fc.option(fc.integer().map((int) => ({ int })))),
  m: fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), text, { noNullPrototype: true }),
  u: fc.oneof(fc.constant(null), fc.record({ int: fc.integer() }), fc.record({ string: text })),
  f: fc.uint8Array({ minLength: 3, maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
});

/** A scalar as avsc writes the value. */
function plain(scalar: ScalarValue): unknown {
  const data: unknown = scalar.value;
  if (typeof data === 'bigint') return Number(data);
  if (data instanceof Uint8Array) return Buffer.from(data);
  if (Array.isArray(data)) return (data as ScalarValue[]).map(plain);
  if (data !== null && typeof data === 'object' && 'typeId' in data) {
    const member = data as { typeId: number; value: ScalarValue };
    return member.value.value === null ? null : { [['null', 'int', 'string'][member.typeId]!]: plain(member.value) };
  }
  return data;
}

const unwrap = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Buffer.isBuffer(value) ? Object.values(value)[0] : value;

async function decoder(used: readonly number[]): Promise<RecordDecoder> {
  return new RecordDecoder(await parseSchema(JSON.stringify(SCHEMA)), used);
}

test('Columns hold what avsc wrote, whichever of them are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 30 }), fc.subarray(ALL), async (rows, used) => {
      const records = await decoder(used);
      expectNoLeaks(() => {
        const cursor = new Cursor(Buffer.concat(rows.map((row) => type.toBuffer(row))));
        const arena = new Arena();
        records.read(cursor, rows.length);
        const { columns } = records.finish(arena);
        rows.forEach((row, at) => {
          const got = columns.map((column) => plain(getScalar(column, at)));
          const want = used.map((index) => {
            const { name } = SCHEMA.fields[index]!;
            const value: unknown = row[name];
            if (name === 'l' || name === 's') return unwrap(value);
            if (name === 'a') return (value as unknown[]).map(unwrap);
            return name === 'm' ? Object.entries(value as object) : value;
          });
          expect(got).toEqual(want);
        });
        expect(cursor.at).toBe(cursor.end);
        arena.release();
        records.release();
      });
    }),
    budget,
  );
});

test('Columns that outgrow their first buffers keep every value', async () => {
  const records = await decoder(ALL);
  const rows = Array.from({ length: 300 }, (_, i) => ({
    i: i + 1,
    l: { long: i + 1 },
    s: { string: `text ${i}` },
    d: i + 0.5,
    b: true,
    e: 'y',
    a: [{ int: i + 1 }, { int: -i - 1 }],
    m: { [`key ${i}`]: `value ${i}` },
    u: { int: i + 1 },
    f: Buffer.from([1, 2, 3]),
  }));
  expectNoLeaks(() => {
    const arena = new Arena();
    records.read(new Cursor(Buffer.concat(rows.map((row) => type.toBuffer(row)))), rows.length);
    const { columns } = records.finish(arena);
    rows.forEach((row, at) => {
      const { i, d, b, e, u, f } = row;
      const a = row.a.map(unwrap);
      const want = [i, unwrap(row.l), unwrap(row.s), d, b, e, a, Object.entries(row.m), u, f];
      expect(columns.map((column) => plain(getScalar(column, at)))).toEqual(want);
    });
    arena.release();
    records.release();
  });
});

test('Damaged records are errors of ours and never read outside', async () => {
  const reading = await decoder(ALL);
  const skipping = await decoder([]);
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      (rows, damage, cut) => {
        const whole = Buffer.concat(rows.map((row) => type.toBuffer(row)));
        const bytes = whole.subarray(0, cut % (whole.length + 1));
        for (const [at, byte] of damage) if (bytes.length > 0) bytes[at % bytes.length] = byte;
        for (const records of [reading, skipping]) {
          const cursor = new Cursor(bytes);
          const arena = new Arena();
          try {
            records.read(cursor, rows.length);
            records.finish(arena);
          } catch (error) {
            expect(error).toBeInstanceOf(DataFusionError);
          }
          expect(cursor.at).toBeLessThanOrEqual(cursor.end);
          arena.release();
        }
      },
    ),
    budget,
  );
});

test('64-bit integers are exact', async () => {
  const fields = await parseSchema(
    JSON.stringify({ type: 'record', name: 'r', fields: [{ name: 'l', type: 'long' }] }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const bytes: number[] = [];
      for (let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)); ; rest >>= 7n) {
        bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
        if (rest <= 127n) break;
      }
      const records = new RecordDecoder(fields, [0]);
      const arena = new Arena();
      records.read(new Cursor(Uint8Array.from(bytes)), 1);
      expect(getScalar(records.finish(arena).columns[0]!, 0).value).toBe(value);
      arena.release();
    }),
    budget,
  );
});
