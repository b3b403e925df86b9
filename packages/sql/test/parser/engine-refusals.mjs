/**
 * Asks the real engine which statements of a corpus its parser refuses: reads a JSON list of `{file, line, sql, dialect}` from
 * standard input and writes those refused, with the parser's text. Each statement has a session of its own; files it
 * writes go to a folder that is removed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const folder = mkdtempSync(join(tmpdir(), 'engine-refusals-'));
const oracle = spawn(resolve(import.meta.dirname, '../../../../../shared/tools/oracle'), ['serve'], {
  cwd: folder,
  stdio: ['pipe', 'pipe', 'ignore'],
});
const replies = createInterface({ input: oracle.stdout })[Symbol.asyncIterator]();

async function ask(request) {
  oracle.stdin.write(`${JSON.stringify({ id: 0, ...request })}\n`);
  return JSON.parse((await replies.next()).value);
}

const refused = [];
let session = 0;
for (const { file, line, sql, dialect } of JSON.parse(readFileSync(0, 'utf8'))) {
  const name = String(session++);
  const settings = { 'datafusion.sql_parser.dialect': dialect };
  const { error } = await ask({ sql, session: name, settings, discard: true });
  await ask({ op: 'close', session: name });
  const text = /^SQL error: (ParserError\(.*\)|TokenizerError\(.*\))$/s.exec(error ?? '')?.[1];
  if (text !== undefined) refused.push({ file, line, error: text });
}
oracle.stdin.end();
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(refused));
