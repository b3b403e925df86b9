/** Is the answer of one engine that of the other? */
import type { SltRows } from '../engine.js';

/** What a statement gave: rows, or the text of its error. */
export type Answer = SltRows | { readonly kind: 'error'; readonly message: string };

/**
 * Differences that are none, with the reason. Each looks at both answers of a query, and at the query.
 */
export const TOLERATED: readonly {
  readonly reason: string;
  readonly applies: (ours: Answer, theirs: Answer, sql: string) => boolean;
}[] = [
  {
    reason: 'both fail: which of several errors in a query is met first depends on the order of evaluation',
    applies: (ours, theirs) => ours.kind === 'error' && theirs.kind === 'error',
  },
  {
    reason: 'the real engine panics, names a bug of its own, or refuses its own plan',
    applies: (_, theirs) =>
      theirs.kind === 'error' &&
      /panicked|Internal error|bug in DataFusion|SanityCheckPlan|Expects PARTITION BY expression to be ordered|from a PrimitiveArray of length|Optimizer rule '\w+' failed|declared as non-nullable but contains null/i.test(
        theirs.message,
      ),
  },
  {
    reason:
      'the real engine lacks bit aggregates and abs of integers in dictionaries, and casts of Float16 to decimals',
    applies: (_, theirs) =>
      theirs.kind === 'error' &&
      /not implemented: (.*not supported for .*Dictionary\(|Unsupported data type Dictionary\(|Unsupported CAST from Float16 to Decimal)/.test(
        theirs.message,
      ),
  },
  {
    reason: 'the real engine refuses unions whose sides differ in nullability after its own rewriting',
    applies: (_, theirs) => theirs.kind === 'error' && /Schema at index \d+ was different/.test(theirs.message),
  },
  {
    reason: 'the real engine evaluates constants that fail for batches without rows, or ours for rows it does not need',
    applies: (ours, theirs) =>
      (isRunTimeError(theirs) && ours.kind === 'rows' && ours.rows.length === 0) ||
      (isRunTimeError(ours) && theirs.kind === 'rows' && theirs.rows.length === 0),
  },
  {
    reason: 'the real engine reads a subquery that fails though there are no rows to test with it',
    applies: (ours, theirs, sql) => isRunTimeError(theirs) && ours.kind === 'rows' && /(EXISTS|IN) \(SELECT /.test(sql),
  },
  {
    reason:
      'constant GROUP BY keys over what the optimizer finds to be empty: the real engine gives one row or none, depending on which of its rules comes first',
    applies: (ours, theirs) =>
      ours.kind === 'rows' && theirs.kind === 'rows' && ours.rows.length + theirs.rows.length === 1,
  },
  {
    reason: "the real engine fails to plan `concat('', '') LIKE …`: it leaves out empty texts until none is left",
    applies: (_, theirs) => theirs.kind === 'error' && /'concat' does not support zero arguments/.test(theirs.message),
  },
  {
    reason:
      'the real engine counts the NULLs of an outer join without partners as one distinct value when the counted CASE has a constant in a branch',
    applies: (ours, theirs, sql) =>
      /count\(DISTINCT [^]* (LEFT|RIGHT|FULL) JOIN /.test(sql) && differOnlyBy(ours, theirs, '0', '1'),
  },
];

/** True when cells differ, and those that do are `our` text here and `their` text there. */
const differOnlyBy = (ours: Answer, theirs: Answer, our: string, their: string): boolean =>
  ours.kind === 'rows' &&
  theirs.kind === 'rows' &&
  ours.rows.length === theirs.rows.length &&
  ours.rows.every((row, i) =>
    row.every((cell, j) => cell === theirs.rows[i]![j] || (cell === our && theirs.rows[i]![j] === their)),
  );

const isRunTimeError = (answer: Answer): boolean =>
  answer.kind === 'error' && /Divide by zero|Overflow happened|Cast error/.test(answer.message);

/** Relative difference allowed between floats: sums depend on the order of rows. */
const TOLERANCE = 1e-9;

/** What differs, in one line; undefined when nothing does. The order of rows counts for nothing. */
export function difference(ours: Answer, theirs: Answer, sql: string): string | undefined {
  if (TOLERATED.some(({ applies }) => applies(ours, theirs, sql))) return undefined;
  if (ours.kind === 'error') return `error: ${ours.message.split('\n')[0]}`;
  if (theirs.kind === 'error') return `no error, expected: ${theirs.message.split('\n')[0]}`;
  // Without rows the oracle shows the types before coercion.
  if (ours.types.join('') !== theirs.types.join('') && theirs.rows.length > 0)
    return `types ${ours.types.join('')}, expected ${theirs.types.join('')}`;
  if (ours.rows.length !== theirs.rows.length) return `${ours.rows.length} rows, expected ${theirs.rows.length}`;
  const [left, right] = [sorted(ours), sorted(theirs)];
  const at = left.findIndex((row, i) => row.some((cell, j) => !sameCell(cell, right[i]![j]!, ours.types[j] === 'R')));
  return at === -1 ? undefined : `row ${left[at]!.join(' | ')}, expected ${right[at]!.join(' | ')}`;
}

/** Rows in an order in which floats that differ little come last to decide. */
function sorted({ rows, types }: SltRows): readonly (readonly string[])[] {
  const key = (row: readonly string[]): string =>
    [...row.filter((_, i) => types[i] !== 'R'), ...row.filter((_, i) => types[i] === 'R')].join('\u0001');
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function sameCell(a: string, b: string, isReal: boolean): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a), Number(b)];
  return isReal && Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
}
