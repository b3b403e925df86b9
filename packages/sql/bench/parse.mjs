/**
 * Hot and first parse times of the benchmark queries, per statement: `node packages/sql/bench/parse.mjs [folder]` after
 * a build. Budget (DESIGN 5): first parse below 3 ms, below 0.1 ms a query when hot.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSql } from '@datafusion-ts/sql';

const root = resolve(process.argv[2] ?? '../shared/queries');

const first = performance.now();
parseSql('SELECT a, count(*) FROM t GROUP BY a');
console.log(`first statement  ${(performance.now() - first).toFixed(2)} ms`);

for (const set of readdirSync(root).sort()) {
  const files = readdirSync(join(root, set), { recursive: true }).filter((name) => name.endsWith('.sql'));
  const texts = files.map((name) => readFileSync(join(root, set, name), 'utf8'));
  const run = () => texts.reduce((count, text) => count + parseSql(text).length, 0);
  const statements = run();
  for (let i = 0; i < 20; i++) run();
  const rounds = 30;
  const start = performance.now();
  for (let i = 0; i < rounds; i++) run();
  const each = (performance.now() - start) / rounds / statements;
  console.log(`${set.padEnd(16)} ${String(statements).padStart(4)} statements, ${each.toFixed(4)} ms each`);
}
