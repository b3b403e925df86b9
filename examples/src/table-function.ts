/**
 * Table functions and tables whose rows are made while the query reads them.
 * Run: `npm run build && node examples/dist/table-function.js`
 */
import { createUdtf, SessionContext } from 'datafusion-ts';

const ctx = new SessionContext();

// Endless: the query takes what it needs.
const fibonacci = createUdtf({
  name: 'fibonacci',
  args: ['Int64'],
  returns: { n: 'Int64', value: 'Decimal128(38, 0)' },
  *call(from) {
    let [a, b] = [0n, 1n];
    for (let n = 0n; ; n++, [a, b] = [b, a + b]) if (n >= (from ?? 0n)) yield { n, value: a };
  },
});
ctx.registerUdtf(fibonacci);
await (await ctx.sql('SELECT value FROM fibonacci(90 + 5) LIMIT 3')).show();

// Rows may arrive later; what the function gives is a table, too, and can be registered as one.
const feed = createUdtf({
  name: 'feed',
  args: [],
  returns: { id: 'Int32', text: 'Utf8' },
  async *call() {
    for (const id of [1, 2, 3]) yield { id, text: await Promise.resolve(`message ${id}`) };
  },
});
ctx.registerTable('messages', feed.call([]));
await (await ctx.sql('SELECT count(*) AS n, max(text) AS last FROM messages WHERE id > 1')).show();
