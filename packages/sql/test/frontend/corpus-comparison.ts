/** The second front end against the first over a corpus: what both read means the same, refusals are counted by construct. */
import { SqlError } from '@datafusion-ts/common';
import { parseSql, RefusedConstruct, stripSpans, type SqlFrontend, type Statement } from '../../src/index.js';
import type { CorpusStatement } from '../parser/corpus.js';

export interface Comparison {
  readonly accepted: number;
  /** Refused by node-sql-parser's own grammar. */
  readonly notRead: number;
  readonly refusals: ReadonlyMap<string, number>;
  /** Statements that the two front ends read differently. */
  readonly different: readonly string[];
  /** Errors that are none of the engine's. */
  readonly crashes: readonly string[];
}

/** Reads every statement; `dialect` is the own parser's name of the front end's dialect. */
export function compare(frontend: SqlFrontend, dialect: string, corpus: readonly CorpusStatement[]): Comparison {
  const refusals = new Map<string, number>();
  const [different, crashes]: [string[], string[]] = [[], []];
  let [accepted, notRead] = [0, 0];
  for (const { sql } of corpus) {
    try {
      const read = meaning(frontend.parse(sql));
      accepted++;
      // As the session reads it by default, or as it reads the dialect (where `"x"` is a text, for one).
      if (read !== own(sql, 'generic') && read !== own(sql, dialect)) different.push(sql);
    } catch (error) {
      if (error instanceof RefusedConstruct) refusals.set(error.construct, (refusals.get(error.construct) ?? 0) + 1);
      else if (error instanceof SqlError) notRead++;
      else crashes.push(`${String(error)}: ${sql}`);
    }
  }
  return { accepted, notRead, refusals, different, crashes };
}

function own(sql: string, dialect: string): string {
  try {
    return meaning(parseSql(sql, { dialect }));
  } catch {
    return '';
  }
}

const SYNONYMS: Readonly<Record<string, string>> = {
  Inner: 'Join',
  LeftOuter: 'Left',
  RightOuter: 'Right',
  DoubleQuotedString: 'SingleQuotedString',
};

/**
 * A text that trees planned alike share. How a name was quoted, `AS`, `OUTER`, the case of a function's name and whether
 * SUBSTRING has commas play no part in planning.
 */
function meaning(statements: readonly Statement[]): string {
  return JSON.stringify(stripSpans(statements), (key, value: unknown) => {
    if (key === 'explicit') return undefined;
    if (key === 'quoteStyle') return '"';
    if (key === 'kind') return SYNONYMS[String(value)] ?? value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const node: Record<string, unknown> = { ...value };
    if (node['kind'] === 'Function') node['name'] = JSON.stringify(node['name']).toLowerCase();
    if (node['kind'] === 'Substring') delete node['special'];
    return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The counts as a table for people. */
export function report(dialect: string, total: number, { accepted, notRead, refusals }: Comparison): string {
  const rows = [...refusals].sort(([, a], [, b]) => b - a).map(([construct, count]) => `  ${count}\t${construct}`);
  const refused = [...refusals.values()].reduce((sum, count) => sum + count, 0);
  return `${dialect}: ${accepted} of ${total} read, ${notRead} not in node-sql-parser's grammar, ${refused} refused\n${rows.join('\n')}\n`;
}
