import { readFileSync } from 'node:fs';
import { DataFusionError } from '@datafusion-ts/common';
import { displayIndent } from '@datafusion-ts/expr';
import { parseSql, SqlToRel } from '../../src/index.js';
import { FakeContext } from '../support/fake-context.js';
const run = process.env['ADHOC'] === undefined ? it.skip : it;
run('adhoc', () => {
  const c = new FakeContext();
  c.addTable('t', [['a', 'Int32', 'YES'], ['b', 'Utf8View', 'YES'], ['c', 'Float64', 'YES'], ['d', 'Date32', 'YES']]);
  c.addTable('u', [['a', 'Int32', 'YES'], ['b', 'Utf8View', 'YES'], ['x', 'Int64', 'YES']]);
  const out: string[] = [];
  for (const sql of readFileSync(process.env['ADHOC']!, 'utf8').split('\n').filter(Boolean)) {
    try { out.push(`> ${sql}\n${displayIndent(new SqlToRel(c).statementToPlan(parseSql(sql)[0]!))}`); }
    catch (e) { out.push(`> ${sql}\n${e instanceof DataFusionError ? e.toString() : (e as Error).stack}`); }
  }
  process.stdout.write(out.join('\n') + '\n');
});
