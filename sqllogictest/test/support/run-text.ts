import { parseSltFile } from '../../src/parser/parse-file.js';
import { runFile, type RunFileOptions } from '../../src/run/run-file.js';
import type { RecordResult } from '../../src/run/result.js';
import { contextOfFile } from '../../src/contexts/context-of-file.js';
import type { FakeFactory } from './fake-engine.js';

/** Runs the text of a test file on a fake engine, and gives the results of its records. */
export async function runText(
  text: string,
  factory: FakeFactory,
  options: Partial<RunFileOptions> = {},
): Promise<RecordResult[]> {
  const results: RecordResult[] = [];
  await runFile(
    parseSltFile('/suite/test.slt', () => text),
    factory,
    {
      setup: { relativePath: 'test.slt', workingDirectory: '/work', context: contextOfFile('test.slt') },
      workspaceRoot: '/tmp/overlay',
      timeLimitMs: 1000,
      graceMs: 30,
      onResult: (result) => results.push(result),
      ...options,
    },
  );
  return results;
}

/** Just `passed`, `failed: first line` or `skipped: reason` of each record. */
export async function statuses(
  text: string,
  factory: FakeFactory,
  options?: Partial<RunFileOptions>,
): Promise<string[]> {
  const results = await runText(text, factory, options);
  return results.map(({ status, message }) => (message ? `${status}: ${message.split('\n')[0]}` : status));
}
