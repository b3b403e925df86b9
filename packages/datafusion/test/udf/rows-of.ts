import type { SessionContext } from '../../src/index.js';

/** All rows of a query. */
export async function rowsOf(context: SessionContext, sql: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push(row);
  return rows;
}
