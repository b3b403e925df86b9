import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A statement of a corpus, with the dialect in force where it stands. */
export interface CorpusStatement {
  readonly file: string;
  readonly line: number;
  readonly dialect: string;
  readonly sql: string;
}

const repository = resolve(__dirname, '../../../..');
const suite = resolve(repository, '../shared/datafusion-suite');
const queries = resolve(repository, '../shared/queries');

/** Whether `loadCorpus` gives the whole suite rather than a sample of it. */
export function suiteIsPresent(): boolean {
  return existsSync(suite);
}

/** Statements of DataFusion's own test files where they are at hand, else a small sample of them. */
export function loadCorpus(): readonly CorpusStatement[] {
  if (!suiteIsPresent()) return JSON.parse(readFileSync(join(__dirname, 'corpus.json'), 'utf8')) as CorpusStatement[];
  const statements: CorpusStatement[] = [];
  const seen = new Set<string>();
  for (const file of filesUnder(suite, /\.slt(\.part)?$/)) {
    for (const statement of statementsOf(file)) {
      const key = `${statement.dialect}\n${statement.sql}`;
      if (!seen.has(key)) statements.push(statement);
      seen.add(key);
    }
  }
  return statements;
}

/** The benchmark queries by file, or none where they are not at hand. */
export function loadQueries(): readonly { readonly file: string; readonly sql: string }[] {
  if (!existsSync(queries)) return [];
  return filesUnder(queries, /\.sql$/).map((file) => ({ file, sql: readFileSync(file, 'utf8') }));
}

function filesUnder(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path, pattern) : pattern.test(entry.name) ? [path] : [];
    });
}

/** The SQL of `statement` and `query` records: everything up to a blank line or `----`. */
function* statementsOf(file: string): Generator<CorpusStatement> {
  const lines = readFileSync(file, 'utf8').split('\n');
  let dialect = 'generic';
  for (let i = 0; i < lines.length; i++) {
    if (!/^(statement|query)\b/.test(lines[i]?.trim() ?? '')) continue;
    const line = i + 1;
    const body: string[] = [];
    for (i++; i < lines.length && !['', '----'].includes(lines[i]?.trim() ?? ''); i++) body.push(lines[i] ?? '');
    if (lines[i]?.trim() === '----') while (i < lines.length && lines[i]?.trim() !== '') i++;
    const sql = body.join('\n');
    if (sql === '') continue;
    dialect = dialectAfter(sql) ?? dialect;
    yield { file: file.slice(suite.length + 1), line, dialect, sql };
  }
}

function dialectAfter(sql: string): string | undefined {
  if (/^reset datafusion\.sql_parser\.dialect/i.test(sql)) return 'generic';
  return /^set datafusion\.sql_parser\.dialect\s*(?:=|to)\s*'?(\w+)/i.exec(sql)?.[1]?.toLowerCase();
}
