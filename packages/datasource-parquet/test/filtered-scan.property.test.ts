/** A filter that the scan applies gives what the same filter gives over the rows of the scan. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  Column,
  InListExpr,
  IsNotNullExpr,
  IsNullExpr,
  LikeExpr,
  Literal,
  NotExpr,
} from '@datafusion-ts/physical-expr';
import { expectNoLeaksAsync, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { readParquet } from './read-file.js';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(__dirname, 'fixtures', name)));
const files = ['duckdb-snappy', 'datafusion-zstd', 'small-pages', 'duckdb-v2-delta', 'dictionary-overflow'].map(
  (name) => fixture(`${name}.parquet`),
);
const utf8View: DataType = { kind: 'Utf8View' };
const text = (value: string | null): PhysicalExpr => new Literal(new ScalarValue(utf8View, value));
const int = (value: number): PhysicalExpr => new Literal(ScalarValue.int64(BigInt(value)));
const [i, w, t] = [new Column('i', 0), new Column('w', 1), new Column('t', 2)];

const condition: fc.Arbitrary<PhysicalExpr> = fc.letrec<{ any: PhysicalExpr }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(fc.constantFrom('Lt', 'GtEq', 'Eq', 'NotEq'), fc.integer({ min: -10, max: 510 }))
      .map(([op, value]) => new BinaryExpr(i, op as 'Lt', int(value))),
    fc
      .tuple(fc.constantFrom('Lt', 'GtEq', 'Eq', 'NotEq', 'IsDistinctFrom'), fc.integer({ min: 0, max: 14 }))
      .map(([op, value]) => new BinaryExpr(w, op as 'Lt', text(`word${value}`))),
    fc.constant(new BinaryExpr(w, 'Eq', text(null))),
    fc.constant(new IsNullExpr(w)),
    fc.constant(new IsNotNullExpr(w)),
    fc.constantFrom('%1%', '%number 4_', '%9').map((pattern) => new LikeExpr(false, false, t, text(pattern))),
    fc.constantFrom('word1%', '%3').map((pattern) => new LikeExpr(true, false, w, text(pattern))),
    fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 12 }).map(
      (members) =>
        new InListExpr(
          w,
          members.map((n) => text(`word${n}`)),
          false,
        ),
    ),
    fc.constant(new BinaryExpr(w, 'Gt', t)),
    tie('any').map((expr) => new NotExpr(expr)),
    fc
      .tuple(fc.constantFrom('And', 'And', 'Or'), tie('any'), tie('any'))
      .map(([op, left, right]) => new BinaryExpr(left, op as 'And', right)),
  ),
})).any;

test('filtering in the scan', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      condition,
      fc.constantFrom(8192, 100, 7),
      async (bytes, expr, batchSize) => {
        const expected = await readParquet(bytes, { batchSize, after: expr });
        const found = await expectNoLeaksAsync(() => readParquet(bytes, { batchSize, above: expr }));
        expect(found.rows).toEqual(expected.rows);
        const few = await readParquet(bytes, { batchSize, above: expr, columns: ['t', 'i'] });
        expect(few.rows).toEqual(expected.rows.map((row) => [row[2], row[0]]));
      },
    ),
    propertyBudget(150),
  );
});

test('rows of pages without codes are tested even when all entries of the dictionary pass', async () => {
  const bytes = fixture('dictionary-overflow.parquet');
  for (const word of [2, 6, 9, 13]) {
    for (const most of [60, 100, 200, 260]) {
      const expr = new BinaryExpr(
        new BinaryExpr(w, 'Eq', text(`word${word}`)),
        'And',
        new BinaryExpr(i, 'Lt', int(most)),
      );
      const expected = await readParquet(bytes, { after: expr });
      const found = await expectNoLeaksAsync(() => readParquet(bytes, { above: expr }));
      expect(found.rows).toEqual(expected.rows);
    }
  }
});
