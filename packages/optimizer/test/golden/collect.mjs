/**
 * Makes a set of golden plans: `node collect.mjs ORACLE SETUP.sql QUERIES.json OUT.json`, with the real engine's `oracle`,
 * statements that make the tables (separated by `;` at line ends), and queries as `[{"name", "sql"}]`.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [oracle, setupFile, queriesFile, outFile] = process.argv.slice(2);
const engine = spawn(oracle, ['serve'], { stdio: ['pipe', 'pipe', 'inherit'] });
const waiting = new Map();
createInterface({ input: engine.stdout }).on('line', (line) => {
  if (!line.startsWith('{')) return;
  const reply = JSON.parse(line);
  waiting.get(reply.id)?.(reply);
});
let id = 0;
const ask = (sql) =>
  new Promise((resolve) => {
    waiting.set(++id, resolve);
    engine.stdin.write(`${JSON.stringify({ id, sql, session: 'golden', partitions: 4 })}\n`);
  });

const setup = readFileSync(setupFile, 'utf8')
  .split(/;\s*\n/)
  .map((text) => text.trim())
  .filter(Boolean);
const tables = {};
for (const ddl of setup) {
  const { error } = await ask(ddl);
  if (error) throw new Error(`${ddl}: ${error}`);
  const table = /^create (?:external )?table (?:if not exists )?(\w+)/i.exec(ddl)?.[1];
  if (table) tables[table] = (await ask(`describe ${table}`)).rows;
}
const queries = [];
for (const { name, sql } of JSON.parse(readFileSync(queriesFile, 'utf8'))) {
  const { rows, error } = await ask(`explain ${sql}`);
  if (error) console.error(`${name}: ${error}`);
  else queries.push({ name, sql, plan: rows[0][1] });
}
const lines = queries.map((query) => JSON.stringify(query)).join(',\n');
writeFileSync(
  outFile,
  `{"setup":${JSON.stringify(setup)},\n"tables":${JSON.stringify(tables)},\n"queries":[\n${lines}\n]}\n`,
);
engine.kill();
