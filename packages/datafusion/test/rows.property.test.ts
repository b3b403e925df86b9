/** `rows()` reads column by column; the values are those of single scalars, and no two rows share an object. */
import { field, Schema } from '@datafusion-ts/common';
import { MemTable } from '@datafusion-ts/catalog';
import { Arena, Batch, toHost } from '@datafusion-ts/compute';
import { allTypes, arbitraryColumns, propertyBudget, type VectorPlan } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { SessionContext, toJsValue, type Row } from '../src/index.js';

const types = fc.array(fc.constantFrom(...allTypes), { minLength: 1, maxLength: 4 });
const tables = types.chain((chosen) => arbitraryColumns(chosen));

function tableOf(plans: readonly VectorPlan[]): MemTable {
  const schema = new Schema(plans.map(({ type }, i) => field(i === 0 ? '__proto__' : `c${i}`, type)));
  const arena = new Arena();
  try {
    const columns = plans.map((plan) => plan.build(arena));
    return new MemTable(schema, [[toHost(new Batch(schema, columns, plans[0]!.scalars.length))]]);
  } finally {
    arena.release();
  }
}

const objectsIn = (rows: readonly Row[]): readonly unknown[] =>
  rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'object' && value !== null);

it('rows are what their scalars are, and objects of their own', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (plans) => {
      const context = new SessionContext();
      context.registerTable('t', tableOf(plans));
      const frame = await context.table('t');
      const rows: Row[] = [];
      for await (const row of frame.rows()) rows.push(row);
      expect(rows).toEqual(
        plans[0]!.scalars.map((_, row) =>
          Object.fromEntries(
            plans.map(({ scalars }, i) => [i === 0 ? '__proto__' : `c${i}`, toJsValue(scalars[row]!)]),
          ),
        ),
      );
      const objects = objectsIn(rows);
      expect(new Set(objects).size).toBe(objects.length);
      context.deregisterTable('t');
    }),
    propertyBudget(100),
  );
});

it('rows of a literal have objects of their own, and leave it as it is', async () => {
  const context = new SessionContext();
  const sql = `select x'0102' as b, interval '1 month' as i, arrow_cast(x'03', 'FixedSizeBinary(1)') as f, [x'04'] as l
    from generate_series(1, 2)`;
  const read = async (): Promise<Row[]> => {
    const rows: Row[] = [];
    for await (const row of (await context.sql(sql)).rows()) rows.push(row);
    return rows;
  };
  const expected = {
    b: Uint8Array.of(1, 2),
    i: { months: 1, days: 0, nanoseconds: 0n },
    f: Uint8Array.of(3),
    l: [Uint8Array.of(4)],
  };
  const [first, second] = (await read()) as unknown as (typeof expected)[];
  first!.b[0] = 9;
  first!.i.months = 9;
  first!.f[0] = 9;
  first!.l[0]![0] = 9;
  expect(second).toEqual(expected);
  expect(await read()).toEqual([expected, expected]);
});
