/**
 * Our parser against sqlparser-rs itself (its WebAssembly build) over DataFusion's own tests: whatever both accept
 * must mean the same after a round through our printer, and whatever one alone accepts has a listed reason.
 */
import { parseSql, printStatement } from '../../src/index.js';
import { loadCorpus } from './corpus.js';
import type { CorpusStatement } from './corpus.js';
import { askSqlparser } from './reference.js';
import type { Reference } from './reference.js';

interface Outcome extends CorpusStatement {
  readonly theirs: Reference;
  /** What sqlparser makes of our output; nothing when we refuse the statement. */
  readonly again: Reference | undefined;
  readonly printed: string | undefined;
  readonly error: string | undefined;
}

function ourOpinion({ sql, dialect }: CorpusStatement): { printed?: string; error?: string } {
  try {
    return { printed: parseSql(sql, { dialect }).map(printStatement).join('; ') };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function compareAll(corpus: readonly CorpusStatement[]): readonly Outcome[] {
  const ours = corpus.map(ourOpinion);
  const theirs = askSqlparser(corpus);
  const printed = corpus.map(({ dialect }, i) => ({ dialect, sql: ours[i]?.printed ?? '' }));
  const again = askSqlparser(printed);
  return corpus.map((statement, i) => ({
    ...statement,
    theirs: theirs[i] ?? {},
    again: ours[i]?.printed === undefined ? undefined : again[i],
    printed: ours[i]?.printed,
    error: ours[i]?.error,
  }));
}

/** Why DataFusion's parser takes or refuses what sqlparser alone does not. */
const DATAFUSION_SYNTAX = {
  'CREATE EXTERNAL TABLE takes any format and other clauses':
    /^(\s*--.*\n)*\s*create\s+(or\s+replace\s+)?(unbounded\s+)?external\b/i,
  'COPY … TO … STORED AS replaces sqlparser’s COPY': /^(\s*--.*\n)*\s*(explain\s+)?copy\b/i,
  'EXPLAIN takes any format, a nested EXPLAIN and a query in parentheses': /^\s*explain\b/i,
} as const;

function reasonOf(sql: string): string | undefined {
  return Object.entries(DATAFUSION_SYNTAX).find(([, pattern]) => pattern.test(sql))?.[0];
}

/** Read by sqlparser as something else than DataFusion, whose parser asks for more (engine-refusals.json has its words). */
const ONLY_SQLPARSER_ACCEPTS = [
  'CREATE EXTERNAL TABLE t',
  "CREATE EXTERNAL TABLE t LOCATION 'foo.csv'",
  "COPY aggregate_test_100_by_sql\n    FROM '../../testing/data/csv/aggregate_test_100.csv'\n    DELIMITER ','\n    CSV HEADER;",
];

const show = (outcome: Outcome): string =>
  `${outcome.file}:${outcome.line} ${outcome.sql}\n=> ${outcome.printed ?? outcome.error ?? ''}\n${outcome.theirs.error ?? ''}`;

describe('the parser and sqlparser-rs over the corpus', () => {
  let outcomes: readonly Outcome[] = [];
  const expectNone = (isWrong: (outcome: Outcome) => boolean): void =>
    expect(outcomes.filter(isWrong).map(show)).toEqual([]);

  beforeAll(() => {
    outcomes = compareAll(loadCorpus());
  }, 120_000);

  it('accepts at least 97% of what sqlparser accepts (in truth 12,998 of 13,001)', () => {
    const theirs = outcomes.filter((outcome) => outcome.theirs.tree !== undefined);
    const both = theirs.filter((outcome) => outcome.printed !== undefined);
    expect(theirs.length).toBeGreaterThan(50);
    expect(both.length / theirs.length).toBeGreaterThan(0.97);
  });

  it('means the same by every statement that both accept', () => {
    expectNone(({ theirs, again }) => theirs.tree !== undefined && again !== undefined && theirs.tree !== again.tree);
  });

  it('prints every shared statement as sqlparser does, except that a minus of a minus gets a space', () => {
    expectNone(
      ({ sql, theirs, printed }) =>
        theirs.text !== undefined &&
        printed !== undefined &&
        reasonOf(sql) === undefined &&
        theirs.text.replaceAll('--', '- -') !== printed,
    );
  });

  it('accepts more only where DataFusion has its own syntax', () => {
    expectNone(
      ({ sql, theirs, printed }) => theirs.tree === undefined && printed !== undefined && reasonOf(sql) === undefined,
    );
  });

  it('accepts less only in the listed statements', () => {
    expectNone(
      ({ sql, theirs, printed }) =>
        theirs.tree !== undefined && printed === undefined && !ONLY_SQLPARSER_ACCEPTS.includes(sql),
    );
  });

  it('refuses with the same text what both refuse', () => {
    expectNone(
      ({ sql, theirs, error }) =>
        theirs.error !== undefined &&
        error !== undefined &&
        reasonOf(sql) === undefined &&
        error !== `ParserError(${JSON.stringify(theirs.error)})`,
    );
  });

  it('reads its own output as the same text again', () => {
    expectNone(({ dialect, printed }) => {
      if (printed === undefined) return false;
      return ourOpinion({ file: '', line: 0, dialect, sql: printed }).printed !== printed;
    });
  });

  it('lists why it accepts statements that sqlparser does not, with counts', () => {
    const counts: Record<string, number> = {};
    for (const { sql, theirs, printed } of outcomes) {
      if (theirs.tree !== undefined || printed === undefined) continue;
      const reason = reasonOf(sql) ?? 'unexplained';
      counts[reason] = (counts[reason] ?? 0) + 1;
    }
    expect(Object.keys(counts)).not.toContain('unexplained');
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });
});
