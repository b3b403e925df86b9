#!/usr/bin/env node
/**
 * Collects expected plans from the real engine: replays files of the suite (or plain .sql files) in `oracle serve` and writes
 * for each statement the initial logical plan or the error, and for each table made its schema.
 *
 *   node packages/sql/test/golden/collect.mjs OUT.json FILE.slt…
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { basename, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../../../../shared');
const SUITE = `${ROOT}/datafusion-suite/datafusion/sqllogictest`;
const [out, ...files] = process.argv.slice(2).map((path) => resolve(path));

const oracle = spawn(`${ROOT}/tools/oracle`, ['serve'], { cwd: SUITE, stdio: ['pipe', 'pipe', 'ignore'] });
const waiting = [];
createInterface({ input: oracle.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
oracle.on('exit', () => waiting.splice(0).forEach((done) => done({ error: 'engine ended' })));
let id = 0;
const ask = (session, sql) =>
  new Promise((done) => {
    waiting.push(done);
    oracle.stdin.write(`${JSON.stringify({ id: ++id, sql, session })}\n`);
  });

const PREFIX = 'EXPLAIN VERBOSE ';

/** Places in the first line as they are without the words put before the statement. */
const withoutPrefix = (error) =>
  error
    .replace(/(Line: 1, Column: )(\d+)/g, (_, text, column) => text + (Number(column) - PREFIX.length))
    .replace(/(Location\(1,)(\d+)/g, (_, text, column) => text + (Number(column) - PREFIX.length));

/** The SQL records of a file of sqllogictests, or the statements of a .sql file. */
function statements(path) {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.sql'))
    return text
      .split(/;\s*(?:\n|$)/)
      .map((s) => s.trim())
      .filter(Boolean)
      .map((sql) => ({ sql }));
  const found = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    if (lines[i].startsWith('halt')) break;
    if (/^onlyif (?!datafusion)|^skipif datafusion/i.test(lines[i])) {
      while (i < lines.length && lines[i].trim() !== '') i++;
      continue;
    }
    if (!/^(statement|query) /.test(lines[i])) continue;
    const sql = [];
    for (i++; i < lines.length && lines[i].trim() !== '' && lines[i] !== '----'; i++) sql.push(lines[i]);
    found.push({ sql: sql.join('\n').replace(/;\s*$/, '') });
    while (i < lines.length && lines[i].trim() !== '') i++;
  }
  return found;
}

const CREATES =
  /^\s*create\s+(?:or\s+replace\s+)?(?:unbounded\s+)?(?:external\s+)?(?:temporary\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?((?:"[^"]+"|[\w.])+)/i;
const PLANNED =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|with|values|from|\(|insert|update|delete|create|drop|set|reset|show|explain|describe|desc|copy|prepare|execute|deallocate|truncate|table)\b|^\s*\(/i;

async function replay(path) {
  const session = basename(path);
  const records = [];
  for (const { sql } of statements(path)) {
    const record = { sql };
    const text = sql.replace(/^\s*explain\s+(?:analyze\s+)?(?:verbose\s+)?(?:format\s+\w+\s+)?/i, '');
    if (PLANNED.test(text)) {
      const reply = await ask(session, PREFIX + text);
      const row = reply.rows?.find((r) => r[0] === 'initial_logical_plan');
      record.sql = text;
      if (row !== undefined) record.plan = row[1];
      else record.error = withoutPrefix(reply.error ?? 'no plan');
    }
    // With these EXPLAIN VERBOSE would not show the initial plan.
    if (/^\s*set\s+datafusion\.explain\./i.test(sql)) continue;
    const queryOnly = /^\s*(?:select|with|values|explain|\()/i.test(sql);
    if (!queryOnly) {
      const reply = await ask(session, sql);
      const table = CREATES.exec(sql)?.[1];
      if (table !== undefined && reply.error === undefined) {
        const described = await ask(session, `DESCRIBE ${table}`);
        record.table = { name: table, columns: described.rows ?? [] };
      }
      if (reply.error !== undefined) record.failed = true;
    }
    records.push(record);
  }
  waiting.push(() => undefined);
  oracle.stdin.write(`${JSON.stringify({ op: 'close', id: ++id, session })}\n`);
  return { file: path.startsWith(SUITE) ? path.slice(SUITE.length + 1) : basename(path), records };
}

const replayed = [];
for (const file of files) {
  replayed.push(await replay(file));
  process.stderr.write('.');
}
writeFileSync(out, JSON.stringify(replayed, undefined, 1));
oracle.stdin.end();
