/**
 * Runs sqlparser-rs (its WebAssembly build) over a JSON list of `{sql, dialect}` from standard input; writes a list
 * of `{tree, text}` or `{error}`. A process of its own, because jest cannot import the module.
 */
import { readFileSync } from 'node:fs';
import { format, init, parse } from '@guanmingchiu/sqlparser-ts';

await init();

/** Without positions, and with `null` for the payload that `INT` has not: JSON would drop it and take INT for STRING. */
const withoutPositions = (key, value) => (key === 'span' || key.endsWith('token') ? undefined : (value ?? null));

const results = JSON.parse(readFileSync(0, 'utf8')).map(({ sql, dialect }) => {
  try {
    return { tree: JSON.stringify(parse(sql, dialect), withoutPositions), text: format(sql, dialect) };
  } catch (error) {
    return { error: error.message.replace('sql parser error: ', '') };
  }
});

process.stdout.write(JSON.stringify(results));
