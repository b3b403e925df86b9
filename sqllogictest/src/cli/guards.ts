/** The checks of a run against files kept in the repository: skip list and record counts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { countDrops, countRise, countsOf, mergedCountsText, type RecordCounts } from '../report/record-counts.js';
import { applySkipList, parseSkipList, type SuiteResult } from '../report/skip-list.js';
import type { CliOptions } from './options.js';

/** What the guards say: results with the skip list applied, lines to print, and whether they are satisfied. */
export interface GuardReport {
  readonly files: readonly SuiteResult[];
  readonly lines: readonly string[];
  readonly satisfied: boolean;
}

function readCounts(path: string): RecordCounts {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RecordCounts) : {};
}

function skipListGuard(files: readonly SuiteResult[], path: string): GuardReport {
  const { files: applied, mismatches } = applySkipList(files, parseSkipList(readFileSync(path, 'utf8')));
  const lines = mismatches.map(
    ({ entry, failing }) => `${entry.path}: the skip list counts ${entry.count ?? 0} failing records, ${failing} fail`,
  );
  return { files: applied, lines, satisfied: mismatches.length === 0 };
}

function dropLines(files: readonly SuiteResult[], recorded: RecordCounts): readonly string[] {
  return countDrops(recorded, countsOf(files)).map(
    ({ path, recorded: before, passed }) => `${path}: ${passed} records pass, ${before} did`,
  );
}

function checkCounts(files: readonly SuiteResult[], path: string): GuardReport {
  const recorded = readCounts(path);
  const lines = dropLines(files, recorded);
  const rise = countRise(recorded, countsOf(files));
  const note = rise > 0 ? [`${rise} more records pass than recorded: update ${path} with --record-counts`] : [];
  return { files, lines: [...lines, ...note], satisfied: lines.length === 0 };
}

function recordCounts(files: readonly SuiteResult[], path: string): GuardReport {
  const recorded = readCounts(path);
  const lines = dropLines(files, recorded);
  if (lines.length > 0) return { files, lines: [...lines, `${path} is left as it was`], satisfied: false };
  writeFileSync(path, mergedCountsText(recorded, countsOf(files)));
  return { files, lines: [], satisfied: true };
}

/** Applies the guards that the command line asks for, in the order skip list, check, record. */
export function applyGuards(
  files: readonly SuiteResult[],
  options: Pick<CliOptions, 'skipList' | 'checkCounts' | 'recordCounts'>,
): GuardReport {
  const steps = [
    options.skipList === undefined ? undefined : skipListGuard.bind(undefined),
    options.checkCounts === undefined ? undefined : checkCounts,
    options.recordCounts === undefined ? undefined : recordCounts,
  ] as const;
  const paths = [options.skipList, options.checkCounts, options.recordCounts];
  let report: GuardReport = { files, lines: [], satisfied: true };
  for (const [index, step] of steps.entries()) {
    if (!step) continue;
    const next = step(report.files, paths[index] as string);
    report = {
      files: next.files,
      lines: [...report.lines, ...next.lines],
      satisfied: report.satisfied && next.satisfied,
    };
  }
  return report;
}
