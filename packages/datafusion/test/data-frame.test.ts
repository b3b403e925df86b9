/** DataFrame beyond SELECT: SQL texts as expressions, statistics, filled NULLs, cached rows, files and tables written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allocator } from '@datafusion-ts/compute';
import { col, lit, PlanError, SchemaError, SessionContext, sum, type DataFrame, type Expr } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'data-frame-'));
const at = (name: string): string => join(folder, name);
let context: SessionContext;

/** Expected results over it are DataFusion's (datafusion-python 54.1). */
const people = (): Promise<DataFrame> =>
  context.sql(`SELECT * FROM (VALUES (1, 'a', true, date '2020-01-01', cast(1.5 as decimal(5,2))),
    (3, null, false, date '2020-01-05', null), (4, 'c', null, null, 2.25)) t(i, s, b, d, n)`);

const valuesOf = async (frame: DataFrame): Promise<readonly unknown[]> => {
  const rows: unknown[] = [];
  for await (const row of frame.rows()) rows.push(Object.values(row));
  return rows;
};
const lines = async (frame: DataFrame): Promise<readonly string[]> => (await frame.toText()).split('\n');

beforeEach(() => {
  context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '4');
});
afterEach(() => {
  expect(allocator.liveBlocks).toBe(0);
  expect(context.runtimeEnv.memoryPool.reserved()).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('expressions in SQL', () => {
  it('are selected', async () => {
    const frame = (await people()).selectExprs('i + 1 AS j', 'upper(s)', 'i');
    expect(await lines(frame)).toEqual([
      '+---+------------+---+',
      '| j | upper(t.s) | i |',
      '+---+------------+---+',
      '| 2 | A          | 1 |',
      '| 4 |            | 3 |',
      '| 5 | C          | 4 |',
      '+---+------------+---+',
    ]);
  });

  it('filter', async () => {
    const frame = await people();
    expect(await frame.filter(frame.parseSqlExpr("s LIKE 'c%' OR i = 1")).count()).toBe(2);
  });

  it.each([
    ['i + ', 'SQL error: ParserError("Expected: an expression, found: EOF")'],
    ['nope', 'Schema error: No field named nope. Valid fields are t.i, t.s, t.b, t.d, t.n.'],
    ['i, s', 'SQL error: ParserError("Expected: end of expression, found: , at Line: 1, Column: 2")'],
    ['i from x', 'SQL error: ParserError("Expected: end of expression, found: from at Line: 1, Column: 3")'],
  ])('fail as in DataFusion: %s', async (text, message) => {
    const frame = await people();
    let failure: unknown;
    try {
      frame.selectExprs(text);
    } catch (error) {
      failure = error;
    }
    expect(String(failure)).toBe(message);
  });
});

describe('calls by name', () => {
  it('of scalar, aggregate and window functions', async () => {
    const frame = (await people()).select(context.call('concat', col('s'), '!', 1).alias('x'));
    expect(await valuesOf(frame)).toEqual([['a!1'], ['!1'], ['c!1']]);
    const median = (await people()).aggregate([], [context.call('median', col('i'))]);
    expect(await valuesOf(median)).toEqual([[3]]);
    const numbered = (await people())
      .window([
        context
          .call('row_number')
          .over({ orderBy: [col('i').desc()] })
          .alias('r'),
      ])
      .sort(col('i').asc())
      .selectColumns('i', 'r');
    expect(await valuesOf(numbered)).toEqual([
      [1n, 3n],
      [3n, 2n],
      [4n, 1n],
    ]);
  });

  it('of functions that are not there fail', () => {
    expect(() => context.call('nope', 1)).toThrow(new PlanError("Invalid function 'nope'."));
  });
});

describe('window functions', () => {
  const number = (): Expr => context.call('row_number').over({ orderBy: [col('i').desc()] });
  const total = (): Expr => sum(col('i')).over({ partitionBy: [] });

  it('are selected, within expressions too', async () => {
    const frame = (await people()).select(
      'i',
      number().alias('r'),
      number().add(lit(1)).alias('q'),
      total().alias('t'),
    );
    expect(await valuesOf(frame.sortBy('i'))).toEqual([
      [1n, 3n, '4', 8n],
      [3n, 2n, '3', 8n],
      [4n, 1n, '2', 8n],
    ]);
  });

  it('become columns, new or replaced', async () => {
    const frame = (await people()).selectColumns('i', 's').withColumn('r', number()).withColumn('s', number().mul(2));
    expect(await valuesOf(frame.sortBy('i'))).toEqual([
      [1n, '6', 3n],
      [3n, '4', 2n],
      [4n, '2', 1n],
    ]);
  });

  it('stand behind all columns', async () => {
    const frame = (await people())
      .selectColumns('i')
      .window([number().alias('r'), total().alias('t')])
      .sortBy('i');
    expect(await valuesOf(frame.limit(0, 1))).toEqual([[1n, 3n, 8n]]);
  });
});

describe('describe', () => {
  it('summarises each column', async () => {
    expect(await lines(await (await people()).describe())).toEqual([
      '+------------+--------------------+------+------+------------+--------------------+',
      '| describe   | i                  | s    | b    | d          | n                  |',
      '+------------+--------------------+------+------+------------+--------------------+',
      '| count      | 3.0                | 2    | 2    | 2          | 2.0                |',
      '| null_count | 0.0                | 1    | 1    | 1          | 1.0                |',
      '| mean       | 2.6666666666666665 | null | null | null       | 1.875              |',
      '| std        | 1.5275252316519468 | null | null | null       | 0.5303300858899106 |',
      '| min        | 1.0                | a    | null | 2020-01-01 | 1.5                |',
      '| max        | 4.0                | c    | null | 2020-01-05 | 2.25               |',
      '| median     | 3.0                | null | null | null       | 1.875              |',
      '+------------+--------------------+------+------+------------+--------------------+',
    ]);
  });

  it('takes columns of lists and of bytes, and names in capitals', async () => {
    const frame = await context.sql(`SELECT [1] AS l, x'00' AS x, 1 AS "A" UNION ALL SELECT [2], NULL, 5`);
    expect(await valuesOf(await frame.describe())).toEqual([
      ['count', '2', '1', 2],
      ['null_count', '0', '1', 0],
      ['mean', 'null', 'null', 3],
      ['std', 'null', 'null', 2.8284271247461903],
      ['min', '[1]', 'null', 1],
      ['max', '[2]', 'null', 5],
      ['median', 'null', 'null', 3],
    ]);
  });
});

describe('fillNull', () => {
  it.each([
    [
      0,
      [],
      [
        [1n, 'a', true],
        [3n, '0', false],
        [4n, 'c', false],
      ],
      '0.000000000000000',
      0,
    ],
    [
      'x',
      [],
      [
        [1n, 'a', true],
        [3n, 'x', false],
        [4n, 'c', null],
      ],
      null,
      null,
    ],
    [
      1.5,
      [],
      [
        [1n, 'a', true],
        [3n, '1.5', false],
        [4n, 'c', true],
      ],
      '1.500000000000000',
      null,
    ],
    [
      '2020-02-02',
      ['d', 's'],
      [
        [1n, 'a', true],
        [3n, '2020-02-02', false],
        [4n, 'c', null],
      ],
      null,
      18294,
    ],
    [
      9,
      ['s'],
      [
        [1n, 'a', true],
        [3n, '9', false],
        [4n, 'c', null],
      ],
      null,
      null,
    ],
  ] as const)('%p in %j', async (value, columns, firsts, decimal, date) => {
    const rows = await valuesOf((await people()).fillNull(value, columns));
    expect(rows.map((row) => (row as unknown[]).slice(0, 3))).toEqual(firsts);
    expect((rows[1] as unknown[])[4]).toEqual(decimal);
    expect((rows[2] as unknown[])[3]).toEqual(date);
  });

  it('refuses what is no literal', async () => {
    const frame = await people();
    expect(() => frame.fillNull(lit(1) as never)).toThrow('Not a literal: ');
  });

  it('refuses columns that there are not', async () => {
    const frame = await people();
    expect(() => frame.fillNull(1, ['zz'])).toThrow(new PlanError("Column 'zz' not found"));
  });
});

describe('arguments that only plain JavaScript can pass', () => {
  const refused: readonly (readonly [string, (frame: DataFrame) => unknown, string])[] = [
    ['text as filter', (frame) => frame.filter('i > 1' as never), 'non-boolean predicate'],
    ['a name as sort key', (frame) => frame.sort('i' as never), "Not a sort key: i. Sort keys are col('a').asc()"],
    ['a column as sort key', (frame) => frame.sort(col('i') as never), 'Not a sort key: i.'],
    ['an unknown join', (frame) => frame.join(frame, 'inner' as never, ['a'], ['a']), "Unknown join type: 'inner'."],
    ['an unknown join', (frame) => frame.joinOn(frame, 'toString' as never, []), "Unknown join type: 'toString'."],
    ['an option of the format', (frame) => frame.writeCsv('x.csv', { delimiter: ';' } as never), "option: 'delimiter'"],
    ['an option of the format', () => context.readCsv('x.csv', { delimiter: ';' } as never), "option: 'delimiter'"],
  ];
  it.each(refused)('%s is refused', async (_, call, message) => {
    const frame = await people();
    await expect((async () => call(frame))()).rejects.toThrow(message);
  });
});

it('aggregate takes names for columns to group by', async () => {
  const frame = await context.sql("SELECT * FROM (VALUES ('x', 1), ('y', 2), ('x', 3)) AS t(k, v)");
  expect(await valuesOf(frame.aggregate(['k'], [sum(col('v'))]).sortBy('k'))).toEqual([
    ['x', 4n],
    ['y', 2n],
  ]);
});

describe('registerRows', () => {
  it('makes a table of objects', async () => {
    context.config.set('datafusion.execution.batch_size', '2');
    context.registerRows('t', { id: 'Int64', name: 'Utf8', tags: 'List(Utf8)' }, [
      { id: 1n, name: 'a', tags: ['x', 'y'] },
      { id: 2n, name: null },
      { id: 3n, name: 'c', tags: [] },
    ]);
    expect(await valuesOf(await context.sql('SELECT * FROM t ORDER BY id DESC'))).toEqual([
      [3n, 'c', []],
      [2n, null, null],
      [1n, 'a', ['x', 'y']],
    ]);
    await (await context.sql("INSERT INTO t VALUES (4, 'd', NULL)")).collect();
    expect(await (await context.table('t')).count()).toBe(4);
    context.registerRows('empty', { id: 'Int64' }, []);
    expect(await (await context.table('empty')).count()).toBe(0);
    context.deregisterTable('t');
    context.deregisterTable('empty');
  });

  it('takes numbers for 64-bit integers that they hold exactly', async () => {
    context.registerRows('t', { id: 'Int64', t: 'Timestamp(s)' }, [{ id: 1, t: 60 }, { id: 2n ** 60n }]);
    expect(await valuesOf(await context.table('t'))).toEqual([
      [1n, 60n],
      [2n ** 60n, null],
    ]);
    expect(() => context.registerRows('u', { id: 'Int64' }, [{ id: 2 ** 60 }])).toThrow('is not a value of type Int64');
    // @ts-expect-error -- no texts
    expect(() => context.registerRows('u', { id: 'Int64' }, [{ id: '1' }])).toThrow('is not a value of type Int64');
    context.deregisterTable('t');
  });

  it('takes Dates for timestamps and dates, and texts for decimals', async () => {
    const noon = new Date('2024-02-29T12:00:00.500Z');
    const day = new Date('2024-02-29');
    const types = {
      ms: 'Timestamp(ms)',
      ns: 'Timestamp(ns, "UTC")',
      d: 'Date32',
      d64: 'Date64',
      n: 'Decimal128(5, 2)',
    } as const;
    context.registerRows('t', types, [{ ms: noon, ns: noon, d: day, d64: day, n: '-1.5' }]);
    expect(await valuesOf(await context.table('t'))).toEqual([
      [BigInt(noon.getTime()), BigInt(noon.getTime()) * 1_000_000n, 19_782, BigInt(day.getTime()), '-1.50'],
    ]);
    expect(await (await context.sql('SELECT * FROM t WHERE ms = $1 AND d < $1', [noon])).count()).toBe(1);
    context.deregisterTable('t');
  });

  it.each([
    ['Timestamp(s)', new Date(1500), 'Date 1970-01-01T00:00:01.500Z is not a value of type Timestamp(s)'],
    ['Date32', new Date(1500), 'Date 1970-01-01T00:00:01.500Z is not a value of type Date32'],
    ['Timestamp(ns)', new Date(8.64e15), '8640000000000000000000n is not a value of type Timestamp(ns)'],
    ['Timestamp(ms)', new Date(NaN), 'an invalid Date is not a value of type Timestamp(ms)'],
    ['Int64', new Date(0), 'Date 1970-01-01T00:00:00.000Z is not a value of type Int64'],
    ['Decimal128(5, 2)', '1.505', "'1.505' is not a value of type Decimal128(5, 2)"],
    ['Decimal128(5, 2)', '1000', "'1000' is not a value of type Decimal128(5, 2)"],
    ['Decimal128(5, 2)', '1e2', "'1e2' is not a value of type Decimal128(5, 2)"],
  ])('refuses for %s what would be changed to fit: %p', (type, value, message) => {
    expect(() => context.registerRows('t', { x: type }, [{ x: value }])).toThrow(message);
  });

  it('refuses types, keys and values that do not fit', () => {
    const rows = [{ id: 1n }, { id: 2.5 }] as never[];
    expect(() => context.registerRows('t', { id: 'Int65' }, [])).toThrow("Unknown type: 'Int65'");
    expect(() => context.registerRows('t', { ID: 'Int64' }, [{}, ...rows])).toThrow(
      new PlanError("Row 1 has 'id', which is no column"),
    );
    let failure: unknown;
    try {
      context.registerRows('t', { id: 'Int64' }, rows);
    } catch (error) {
      failure = error;
    }
    expect(String(failure)).toMatch(/^Row 1, column 'id'\ncaused by\nExecution error: /);
  });
});

describe('rows', () => {
  it('keep columns of one name apart', async () => {
    await context.sql('CREATE TABLE a AS VALUES (1, 2)');
    const frame = await context.sql(
      'SELECT x.column1, y.column1, x.column2 FROM a x JOIN a y ON x.column1 < y.column2',
    );
    for await (const row of frame.rows()) expect(row).toEqual({ 'x.column1': 1n, 'y.column1': 1n, column2: 2n });
    expect(await frame.count()).toBe(1);
    context.deregisterTable('a');
  });

  it('have decimals as text wherever they are', async () => {
    const frame =
      await context.sql(`SELECT 1.5::decimal(5, 2) AS d, [1.5::decimal(5, 2)] AS l, MAP {'k': 1.5::decimal(5, 2)} AS m,
      arrow_cast(1.5, 'Dictionary(Int32, Decimal128(5, 2))') AS c,
      arrow_cast(1.5::decimal(5, 2), 'RunEndEncoded("run_ends": non-null Int32, "values": Decimal128(5, 2))') AS r`);
    const [row] = await valuesOf(frame);
    expect(row).toEqual(['1.50', ['1.50'], new Map([['k', '1.50']]), '1.50', '1.50']);
  });
});

it('a batch of many rows is shown', async () => {
  context.config.set('datafusion.execution.batch_size', '200000');
  expect((await lines(await context.sql('SELECT value FROM range(0, 200000)'))).length).toBe(200_004);
});

describe('cache and intoView', () => {
  it('cache runs the query once', async () => {
    const random = await context.sql('SELECT random() AS r FROM range(0, 100)');
    const cached = await random.cache();
    expect(await valuesOf(cached)).toEqual(await valuesOf(cached));
    expect(await cached.filter(col('r').lt(lit(1))).count()).toBe(100);
    expect(await (await random.limit(0, 0).cache()).count()).toBe(0);
  });

  it('a view runs it each time', async () => {
    context.registerTable('v', (await people()).filter(col('i').gt(lit(1))).intoView());
    expect(await valuesOf(await context.sql('SELECT sum(i) FROM v'))).toEqual([[7n]]);
  });

  it.each([
    [-1, 1],
    [0, 1.5],
    [0, -1],
    [NaN, 1],
  ])('limit refuses %p, %p', async (skip, fetch) => {
    const frame = await people();
    expect(() => frame.limit(skip, fetch)).toThrow('Not a number of rows: ');
  });

  it('repartition keeps the rows', async () => {
    const frame = (await people()).repartition({ kind: 'RoundRobin', count: 3 });
    expect(await frame.count()).toBe(3);
  });
});

describe('writing', () => {
  it('files of every format that has a writer', async () => {
    const frame = (await people()).selectColumns('i', 's');
    expect(await frame.writeParquet(at('p.parquet'), { options: { compression: 'zstd(3)' } })).toBe(3);
    expect(await frame.writeCsv(at('c.csv'), { options: { delimiter: ';', has_header: false } })).toBe(3);
    expect(await frame.writeJson(at('j.json'), { sortBy: [col('i').desc()] })).toBe(3);
    expect(await frame.writeArrow(at('a.arrow'))).toBe(3);
    expect(readFileSync(at('c.csv'), 'utf8')).toBe('1;a\n3;\n4;c\n');
    expect(readFileSync(at('j.json'), 'utf8')).toBe('{"i":4,"s":"c"}\n{"i":3}\n{"i":1,"s":"a"}\n');
    const expected = [
      [1n, 'a'],
      [3n, null],
      [4n, 'c'],
    ];
    expect(await valuesOf(await context.readParquet(at('p.parquet')))).toEqual(expected);
    expect(await valuesOf(await context.readArrow(at('a.arrow')))).toEqual(expected);
    const csv = await context.readCsv(at('c.csv'), { options: { delimiter: ';', has_header: false } });
    expect(await csv.count()).toBe(3);
  });

  it('one file or a folder, whatever the path looks like', async () => {
    const frame = await context.sql('SELECT value AS n FROM range(0, 20000)');
    expect(await frame.writeParquet(at('one'), { singleFileOutput: true })).toBe(20_000);
    expect(await frame.writeParquet(`${at('with-slash')}/`, { singleFileOutput: true })).toBe(20_000);
    expect(await frame.writeParquet(at('several.parquet'), { singleFileOutput: false })).toBe(20_000);
    expect([statSync(at('one')).isFile(), statSync(at('with-slash')).isFile()]).toEqual([true, true]);
    expect(readdirSync(at('several.parquet')).length).toBeGreaterThan(1);
    const parted = await context.sql('SELECT value AS n, value % 2 AS m FROM range(0, 4)');
    expect(await parted.writeCsv(at('by-m.csv'), { singleFileOutput: true, partitionBy: ['m'] })).toBe(4);
    expect(readdirSync(at('by-m.csv')).sort()).toEqual(['m=0', 'm=1']);
  });

  it('folders by the values of columns', async () => {
    const frame = await context.sql('SELECT value AS n, value % 2 AS k FROM range(0, 10)');
    expect(await frame.writeParquet(`${at('parts')}/`, { partitionBy: ['k'] })).toBe(10);
    expect(readdirSync(at('parts')).sort()).toEqual(['k=0', 'k=1']);
    const back = await context.readParquet(`${at('parts')}/`, { inferPartitions: true });
    expect(await valuesOf(back.aggregate([col('k')], [context.call('sum', col('n'))]).sortBy('k'))).toEqual([
      ['0', 20n],
      ['1', 25n],
    ]);
  });

  it('rows of a table', async () => {
    await context.sql('CREATE TABLE target (i BIGINT, s VARCHAR)');
    const frame = (await people()).selectColumns('i', 's');
    expect(await frame.writeTable('target')).toBe(3);
    expect(await frame.limit(0, 1).writeTable('target')).toBe(1);
    expect(await (await context.table('target')).count()).toBe(4);
    context.deregisterTable('target');
  });

  it('rows of a table in its types', async () => {
    await context.sql('CREATE TABLE target (i BIGINT, s VARCHAR)');
    const insert = async (sql: string): Promise<unknown> => (await context.sql(sql)).writeTable('target').catch(String);
    expect(await insert("SELECT 1::int AS i, arrow_cast('x', 'Dictionary(Int32, Utf8)') AS s")).toBe(1);
    expect(await insert("SELECT '2' AS i, 3 AS s")).toBe(1);
    expect(await insert("SELECT 'no' AS i, 3 AS s")).toContain("Cannot cast string 'no' to value of Int64 type");
    expect(await valuesOf(await context.table('target'))).toEqual([
      [1n, 'x'],
      [2n, '3'],
    ]);
    expect(await insert("SELECT 'x' AS s, 1 AS i")).toBe(
      "Error during planning: Inserting query schema mismatch: Expected table field 'i' with type Int64, but got 's' with type Utf8.",
    );
    expect(await insert("SELECT interval '1 day' AS i, 'x' AS s")).toBe(
      "Error during planning: Inserting query schema mismatch: Expected table field 'i' with type Int64, but got 'i' with type Interval(MonthDayNano).",
    );
    expect(await insert('SELECT 1 AS i')).toBe(
      'Error during planning: Inserting query must have the same schema length as the table. Expected table schema length: 2, got: 1',
    );
    context.deregisterTable('target');
  });

  it('fails for formats, options, columns and tables that there are not', async () => {
    const frame = await people();
    await expect(frame.write('xml', at('x.xml'))).rejects.toThrow(
      new PlanError('There is no registered file format with ext xml'),
    );
    await expect(frame.write('avro', at('x.avro'))).rejects.toThrow('Writer not implemented for avro format');
    await expect(frame.writeParquet(at('x.parquet'), { options: { compresion: 'zstd' } })).rejects.toThrow(
      'Config value "compresion" not found on ParquetOptions',
    );
    await expect(frame.writeParquet(at('x.parquet'), { partitionBy: ['zz'] })).rejects.toBeInstanceOf(SchemaError);
    await expect(frame.writeCsv('')).rejects.toThrow('Failed to convert path to URL: ');
    await expect(frame.writeTable('nope')).rejects.toThrow(new PlanError("No table named 'nope'"));
    await expect(frame.writeCsv(at('x.csv'), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });
});
