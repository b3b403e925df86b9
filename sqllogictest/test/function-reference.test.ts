/**
 * Every example of the function reference gives what its page says. Results on the pages come from the real DataFusion
 * (`scripts/docs/functions.mjs --record`). That pages and documentation objects say the same is checked by
 * `scripts/docs/functions.mjs --check`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerSparkFunctions } from '@datafusion-ts/functions-spark';
import { SessionContext } from 'datafusion-ts';

const folder = join(__dirname, '../../docs/functions');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Example {
  readonly name: string;
  readonly sql: string;
  readonly result: string;
}

/** The examples of a page, with the names of their functions. */
function examplesOf(markdown: string): Example[] {
  return markdown.split(/^### /m).flatMap((part) => {
    const [, sql, result] = /```sql\n([\s\S]*?)\n```\n\n```text\n([\s\S]*?)\n```/.exec(part) ?? [];
    return sql === undefined || result === undefined ? [] : [{ name: /^\S+/.exec(part)![0], sql, result }];
  });
}

/** Runs all statements and gives the last one's result; a statement may set how the next one is parsed. */
async function run(context: SessionContext, sql: string): Promise<string> {
  let result = '';
  for (const statement of sql.split(/;\n|;$/)) {
    if (statement.trim() !== '') result = await (await context.sql(statement)).toText();
  }
  return result.trimEnd();
}

async function newSession(page: string): Promise<SessionContext> {
  const context = new SessionContext();
  if (page === 'spark.md') registerSparkFunctions(context);
  await run(context, read('example-tables.sql'));
  return context;
}

describe.each([
  ['scalar.md', 170],
  ['aggregate.md', 35],
  ['window.md', 10],
  ['table.md', 2],
  ['spark.md', 80],
])('%s', (page, atLeast) => {
  const examples = examplesOf(read(page));
  let shared: SessionContext;

  beforeAll(async () => {
    shared = await newSession(page);
  });

  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(atLeast);
  });

  it.each(examples)('$name', async ({ sql, result }) => {
    const context = /^SET/.test(sql) ? await newSession(page) : shared;
    expect(await run(context, sql)).toBe(result);
  });
});
