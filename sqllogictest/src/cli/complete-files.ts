/** `--complete` over the files of a run: the files and the files they include are rewritten in place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { completeText, type CompletedRecord } from '../complete/complete-file.js';
import { parseSltFile } from '../parser/parse-file.js';
import { isSqlRecord } from '../parser/record.js';
import type { FileRun } from './run-suites.js';

/** Records that were run, by the file they stand in. A part that is included twice keeps its last outcome. */
function completedByFile(runs: readonly FileRun[]): Map<string, Map<number, CompletedRecord>> {
  const byFile = new Map<string, Map<number, CompletedRecord>>();
  for (const { file, result } of runs) {
    for (const [index, record] of parseSltFile(resolve(file.path)).filter(isSqlRecord).entries()) {
      const outcome = result.outcomes[index];
      if (!outcome) continue;
      const records = byFile.get(record.location.file) ?? new Map<number, CompletedRecord>();
      records.set(record.location.line, { record, outcome });
      byFile.set(record.location.file, records);
    }
  }
  return byFile;
}

/** Rewrites the files that need it, and gives their paths. */
export function completeFiles(runs: readonly FileRun[]): readonly string[] {
  const changed: string[] = [];
  for (const [path, records] of completedByFile(runs)) {
    const before = readFileSync(path, 'utf8');
    const after = completeText(before, [...records.values()]);
    if (after === before) continue;
    writeFileSync(path, after);
    changed.push(path);
  }
  return changed;
}
