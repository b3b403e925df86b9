/**
 * Expressions with the results and errors of DataFusion 54.1 (golden/expressions.json, written by the oracle), evaluated
 * through SQL. Rows are compared as printed, with columns separated by bars and NULL as nothing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allocator } from '@datafusion-ts/compute';
import { SessionContext } from 'datafusion-ts';

interface Golden {
  readonly sql: string;
  readonly rows?: readonly string[];
  readonly error?: string;
}

const cases = JSON.parse(
  readFileSync(join(process.cwd(), 'packages/datafusion/test/functions/golden/expressions.json'), 'utf8'),
) as readonly Golden[];

/** Rows of a printed table: what lies between its second and third rule. */
function printedRows(table: string): readonly string[] {
  const [, , body = ''] = table.split(/^\+[-+]*\+$/m);
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\|\s+/g, '|').replace(/\s+\|/g, '|').replaceAll('NULL', ''));
}

async function run(sql: string): Promise<{ readonly rows?: readonly string[]; readonly error?: string }> {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '1');
  try {
    const frame = await context.sql(sql);
    return { rows: printedRows(await frame.toText()) };
  } catch (error) {
    return { error: String(error).trim() };
  }
}

describe('functions against DataFusion', () => {
  it.each(cases.map((each) => [each.sql, each] as const))('%s', async (sql, { rows, error }) => {
    const actual = await run(sql);
    expect(actual).toEqual(rows === undefined ? { error } : { rows });
    expect(allocator.liveBlocks).toBe(0);
  });
});
