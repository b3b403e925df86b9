import { schemaOf } from '@datafusion-ts/expr';
import { simplifyExpr } from '../../src/index.js';
import { sampleCatalog } from '../support/test-catalog.js';

const catalog = sampleCatalog();

/** The expression over `t`, simplified, as EXPLAIN prints it. */
function simplified(sql: string): string {
  const plan = catalog.plan(`select ${sql} from t`);
  if (plan.kind !== 'Projection') throw new Error('not a projection');
  return simplifyExpr(plan.exprs[0]!, schemaOf(plan.input), catalog.optimizerConfig()).toString();
}

/** Results of the real engine. */
it.each([
  ['i = i', 't.i IS NOT NULL OR Boolean(NULL)'],
  ['nn = nn', 'Boolean(true)'],
  ['i != i', 't.i != t.i'],
  ['b = true', 't.b'],
  ['b != true', 'NOT t.b'],
  ['nn is null', 'Boolean(false)'],
  ['not (i > 3 and j < 4)', 't.i <= Int32(3) OR t.j >= Int32(4)'],
  ['not (i between 1 and 3)', 't.i < Int32(1) OR t.i > Int32(3)'],
  ['b and (b or f > 1)', 't.b'],
  ['(b and f > 1) or (b and i = 1)', 't.b AND (t.f > Float64(1) OR t.i = Int32(1))'],
  ['i >= 5 and i <= 5', 't.i = Int32(5)'],
  ["s = 'A' and s <> 'B'", 't.s = Utf8View("A")'],
  ['nn * 0', 'Int64(0)'],
  ['i * 0', 'CAST(t.i AS Int64) * Int64(0)'],
  ['f * 0', 't.f * Float64(0)'],
  ['i * null', 'Int32(NULL)'],
  ['-(-i)', 't.i'],
  ['i in (1)', 't.i = Int32(1)'],
  ['i in (1, 2, 3, 4)', 't.i IN ([Int32(1), Int32(2), Int32(3), Int32(4)])'],
  ['i = 1 or i = 2 or i = 3 or i = 4', 't.i IN ([Int32(1), Int32(2), Int32(3), Int32(4)])'],
  ['i in (1,2,3,4) and i not in (2,3,5,6)', 't.i = Int32(1) OR t.i = Int32(4)'],
  ["s like 'abc'", 't.s = Utf8View("abc")'],
  ["s like 'a%%b'", 't.s LIKE Utf8View("a%b")'],
  ["s like '%'", 'CASE t.s IS NOT NULL WHEN Boolean(true) THEN Boolean(true) END'],
  ["s ~ '^foo$'", 't.s = Utf8View("foo")'],
  ["s ~ 'foo|bar'", 't.s LIKE Utf8View("%foo%") OR t.s LIKE Utf8View("%bar%")'],
  ["s ~* 'foo'", 't.s ILIKE Utf8View("%foo%")'],
  ["s ~ 'fo.*'", 't.s ~ Utf8View("fo.*")'],
  ["s ~* '^foo$'", 't.s ILIKE Utf8View("foo")'],
  ["s ~ 'fo+'", 't.s ~ Utf8View("fo+")'],
  ['cast(i as bigint) > 5000000000', 'CAST(t.i AS Int64) > Int64(5000000000)'],
  ['i = 5.5', 'CAST(t.i AS Float64) = Float64(5.5)'],
  ['5.0 < f', 't.f > Float64(5)'],
  ['i < j', 't.j > t.i'],
  ['case when i > 1 then true else false end', '(t.i > Int32(1)) IS NOT DISTINCT FROM Boolean(true)'],
  [
    "case when i = 1 then 'a' when i = 2 then 'b' else 'c' end = 'a'",
    '(t.i = Int32(1)) IS NOT DISTINCT FROM Boolean(true)',
  ],
  ['case when false then i else j end', 't.j'],
  ['1 / 0', 'Int64(1) / Int64(0)'],
  ['case when true then 1 else 1 / 0 end', 'Int64(1)'],
  ['null and b', 'Boolean(NULL) AND t.b'],
  ['i = null', 'Boolean(NULL)'],
  ["d > '2020-01-01'", 't.d > Date32("2020-01-01")'],
])('%s is %s', (sql, expected) => {
  expect(simplified(sql)).toBe(expected);
});

it('refuses a literal that cannot be cast', () => {
  expect(() => simplified("cast('abc' as int)")).toThrow("Cannot cast string 'abc' to value of Int32 type");
});
