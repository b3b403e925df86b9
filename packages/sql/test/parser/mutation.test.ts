/**
 * Broken statements: DataFusion's own test statements with tokens dropped, doubled, swapped or taken from elsewhere and
 * characters changed, and statements made to nest or to be read again and again. Each is refused with an SqlError or
 * read; what is read can be printed, and the print is refused or read (sqlparser's forms of oddities such as `1. .5` are
 * not all SQL again). None crashes the parser or keeps it busy.
 *
 * `MUTATIONS=100000 SEED=7 npx jest packages/sql/test/parser/mutation` runs as many with that seed.
 */
import { SqlError } from '@datafusion-ts/common';
import { parseSql, printStatement } from '../../src/index.js';
import { loadCorpus } from './corpus.js';

const MUTATIONS = Number(process.env['MUTATIONS'] ?? 3000);
const SEED = Number(process.env['SEED'] ?? 1);

/** No statement of the corpus takes the parser a tenth of this, on a busy machine. */
const PATIENCE_MS = 10_000;

type Random = (below: number) => number;

/** Numbers below a bound, the same ones for the same seed (mulberry32). */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const CHARACTERS = [...'\'"`()[]{},;:.+-*/%=<>!|&^~#@$?\\ \n\0aEXx09_é😀'];

const tokensOf = (sql: string): string[] => sql.match(/'[^']*'|"[^"]*"|\w+|\s+|[^\w\s]/g) ?? [];

/** One change of a list of tokens, in place. `others` are the tokens of another statement. */
function mutate(tokens: string[], others: readonly string[], random: Random): void {
  const at = random(Math.max(tokens.length, 1));
  const to = random(Math.max(tokens.length, 1));
  switch (random(8)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, tokens[at] ?? '', ' ');
      break;
    case 2:
      [tokens[at], tokens[to]] = [tokens[to] ?? '', tokens[at] ?? ''];
      break;
    case 3:
      tokens.length = at;
      break;
    case 4: {
      const from = random(Math.max(others.length, 1));
      tokens.splice(at, random(3), ' ', ...others.slice(from, from + 1 + random(6)), ' ');
      break;
    }
    case 5:
      tokens[at] = flip(tokens[at] ?? '', random);
      break;
    case 6:
      tokens.splice(at, 0, ...tokens.slice(Math.min(at, to), Math.max(at, to)).slice(0, 40));
      break;
    default:
      tokens.splice(at, 0, CHARACTERS[random(CHARACTERS.length)]!);
  }
}

function flip(token: string, random: Random): string {
  const at = random(token.length + 1);
  return token.slice(0, at) + CHARACTERS[random(CHARACTERS.length)]! + token.slice(at + 1);
}

/** What is wrong with the parser's answer, or nothing. */
function complaint(sql: string, dialect: string): string | undefined {
  const start = performance.now();
  const outcome = crash(sql, dialect);
  const time = performance.now() - start;
  if (time > PATIENCE_MS) return `took ${time.toFixed(0)} ms: ${sql.slice(0, 200)}`;
  return outcome === undefined ? undefined : `${outcome}: ${sql.slice(0, 2000)}`;
}

/** The error that is none of the engine's for bad SQL, or nothing. */
function crash(sql: string, dialect: string): string | undefined {
  try {
    const printed = parseSql(sql, { dialect }).map(printStatement);
    parseSql(printed.join('; '), { dialect });
    return undefined;
  } catch (error) {
    return error instanceof SqlError ? undefined : String(error);
  }
}

it(`${MUTATIONS} mutated statements (seed ${SEED}) are refused or read`, () => {
  const random = randomOf(SEED);
  const corpus = loadCorpus();
  const tokens = corpus.map(({ sql }) => tokensOf(sql.slice(0, 4000)));
  const complaints: string[] = [];
  for (let i = 0; i < MUTATIONS && complaints.length < 20; i++) {
    const chosen = random(corpus.length);
    const mutated = [...tokens[chosen]!];
    for (let changes = 1 + random(4); changes > 0; changes--) {
      mutate(mutated, tokens[random(corpus.length)]!, random);
    }
    const found = complaint(mutated.join(''), corpus[chosen]!.dialect);
    if (found !== undefined) complaints.push(found);
  }
  expect(complaints).toEqual([]);
}, 3_600_000);

describe('hostile statements', () => {
  const starts = [
    '(',
    '((select ',
    'f(',
    'a.f(',
    '[',
    'array[',
    '{a: ',
    "map {'a': ",
    'struct(',
    'struct<a int>(',
    'case when ',
    'case ',
    'not ',
    '- ',
    '~ ',
    'cast(',
    'try_cast(',
    'convert(',
    'extract(year from ',
    'substring(',
    'trim(both ',
    'overlay(',
    'position(',
    'ceil(',
    'exists (',
    'exists (select ',
    'a in (',
    'a in (select ',
    'a between ',
    'a like ',
    'a = any(',
    'interval ',
    'interval (',
    'date (',
    'x -> ',
    '(x, y) -> ',
    'lambda x: ',
    'a[',
    'a[1:',
    'prior ',
    'array(select ',
    'a::struct<b ',
    'f(x => ',
    'sum(a) over (partition by ',
    'sum(a) filter (where ',
    'listagg(a) within group (order by ',
    '1 from (',
    '1 from (select ',
    '1 from a join (',
    '1 from t pivot (f(',
    '1 from unnest(',
    '1 from lateral (select ',
    '1 from t |> select ',
    '1 union (select ',
    '1 from t where exists (select ',
    '1 group by grouping sets ((',
    '1 limit (',
  ];

  it.each(starts)('%s without end', (start) => {
    const complaints = [10, 24, 45, 500, 3000].flatMap((times) =>
      ['', '1', ')', '1 1', "'"].flatMap((end) => complaint(`select ${start.repeat(times)}${end}`, 'generic') ?? []),
    );
    expect(complaints).toEqual([]);
  });

  it.each([
    `select ${'a,'.repeat(50_000)}`,
    `select * from ${'a,'.repeat(50_000)}`,
    `select ${'('.repeat(100_000)}`,
    `select ${'a.'.repeat(50_000)}b`,
    `select '${"''".repeat(100_000)}`,
    `select ${'/*'.repeat(50_000)}`,
    `select ${'--'.repeat(50_000)}`,
    `select ${'$'.repeat(50_000)}`,
    `select ${'$$ '.repeat(20_001)}`,
    `select $a$ ${'$b$'.repeat(20_000)}`,
    `select ${'x'.repeat(1_000_000)}`,
    `select ${'9'.repeat(1_000_000)}`,
    `select 1e${'9'.repeat(100_000)}`,
    `select 0x${'f'.repeat(100_000)}`,
    `select U&'${'\\0041'.repeat(20_000)}'`,
    `select e'${'\\n'.repeat(50_000)}`,
    ';'.repeat(100_000),
    'select 1;'.repeat(5000),
    'explain '.repeat(20_000),
    'explain analyze '.repeat(40) + 'select 1',
    'with '.repeat(20_000),
    `with ${'a as (select 1), '.repeat(5000)}`,
    `with ${'a as (with '.repeat(500)}`,
    `create table t (a ${'array<'.repeat(20_000)}`,
    `create table t (a ${'struct<a '.repeat(20_000)}`,
    `create table t (a ${'map('.repeat(20_000)}`,
    `create table t (a int${'[]'.repeat(20_000)})`,
    `create table t (a int ${'default (1) '.repeat(5000)})`,
    `values ${'(1),'.repeat(20_000)}`,
    `values ${'(('.repeat(20_000)}`,
    `insert into t ${'('.repeat(20_000)}`,
    `select * from t ${'join a '.repeat(5000)}`,
    `select * from t${' tablesample (1)'.repeat(500)}`,
    `select case ${'when a then b '.repeat(20_000)}`,
    `grant ${'select,'.repeat(1000)}`,
    `copy ${'('.repeat(20_000)}`,
    `create external table t ${'options ('.repeat(1000)}`,
    `prepare ${'a as prepare '.repeat(5000)}`,
    '\u0000'.repeat(1000),
    '\ud800'.repeat(1000),
  ])('long ones (%#)', (sql) => {
    expect(complaint(sql, 'generic')).toBeUndefined();
  });
});
