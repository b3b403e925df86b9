import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shared } from '../engines.mjs';

/** The numbered query files of a folder of ../shared/queries. */
export function queryFiles(name) {
  const folder = join(shared, 'queries', name);
  return readdirSync(folder)
    .filter((file) => /^q\d+\.sql$/.test(file))
    .sort()
    .map((file) => ({ name: file.slice(0, -4), sql: statement(readFileSync(join(folder, file), 'utf8')) }));
}

/** The statements of one file, named `<prefix><n>`. */
export function statementsOf(path, prefix) {
  const text = readFileSync(join(shared, 'queries', path), 'utf8');
  return text
    .split(';')
    .map(statement)
    .filter((sql) => sql !== '')
    .map((sql, i) => ({ name: `${prefix}${String(i + 1).padStart(2, '0')}`, sql }));
}

/** A statement without comments and final semicolon. */
function statement(text) {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n')
    .trim()
    .replace(/;$/, '');
}
