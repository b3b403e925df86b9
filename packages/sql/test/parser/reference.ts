import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What sqlparser-rs makes of a statement: its tree and its text, or its error. */
export interface Reference {
  readonly tree?: string;
  readonly text?: string;
  readonly error?: string;
}

/** sqlparser-rs's opinion of every statement, in order. */
export function askSqlparser(
  statements: readonly { readonly sql: string; readonly dialect: string }[],
): readonly Reference[] {
  const input = JSON.stringify(statements.map(({ sql, dialect }) => ({ sql, dialect })));
  const output = execFileSync(process.execPath, [join(__dirname, 'reference.mjs')], { input, maxBuffer: 1 << 30 });
  return JSON.parse(output.toString('utf8')) as Reference[];
}
