/**
 * The parser accepts what the engine's own parser accepts of its test suite, and refuses the rest with the engine's text.
 * `engine-refusals.json` is the engine's word; `COLLECT_REFUSALS=1` asks it again (a minute) and rewrites the file.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSql } from '../../src/index.js';
import { loadCorpus, suiteIsPresent } from './corpus.js';

interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly error: string;
}

/** Refused by the engine's planner, in its parser's words. */
const PLANNER_REFUSES = 'ParserError("Multiple objects not supported")';

const path = join(__dirname, 'engine-refusals.json');

function engineRefusals(): readonly Refusal[] {
  if (process.env['COLLECT_REFUSALS'] !== undefined) {
    const input = JSON.stringify(loadCorpus());
    const output = execFileSync(process.execPath, [join(__dirname, 'engine-refusals.mjs')], { input, maxBuffer: 1e9 });
    writeFileSync(path, `${JSON.stringify(JSON.parse(output.toString('utf8')), undefined, 2)}\n`);
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Refusal[];
}

function ourRefusals(): readonly Refusal[] {
  return loadCorpus().flatMap(({ file, line, sql, dialect }) => {
    try {
      parseSql(sql, { dialect });
      return [];
    } catch (error) {
      return [{ file, line, error: error instanceof Error ? error.message : String(error) }];
    }
  });
}

const whenPresent = suiteIsPresent() ? it : it.skip;

whenPresent(
  'refuses the statements of the suite that the engine refuses, with its text, and no other',
  () => {
    expect(ourRefusals()).toEqual(engineRefusals().filter(({ error }) => error !== PLANNER_REFUSES));
  },
  600_000,
);
