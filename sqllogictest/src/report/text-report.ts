/** What a run prints: a line a file, failing records, totals. */
import type { FileResult, RecordResult } from '../run/result.js';
import { totalsOf } from './json-report.js';

/** `12 passed, 1 failed, 0 skipped`. */
export function totalsLine(files: readonly FileResult[]): string {
  const { passed, failed, skipped } = totalsOf(files);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** One line about a file. */
export function fileLine(file: FileResult): string {
  const sign = file.failed > 0 ? 'FAIL' : 'ok  ';
  return `${sign} ${file.path}  ${totalsLine([file])}  ${file.seconds.toFixed(2)} s`;
}

const indent = (text: string): string => text.replace(/^/gm, '    ');

/** A failing record with its SQL and reason. */
export function failureText(path: string, record: RecordResult): string {
  return `${path}:${record.line} ${record.kind}\n${indent(record.sql)}\n${indent(record.message)}\n`;
}

/** The `count` slowest files, slowest first. */
export function slowestFiles(files: readonly FileResult[], count: number): string {
  return [...files]
    .sort((left, right) => right.seconds - left.seconds)
    .slice(0, count)
    .map((file) => `${file.seconds.toFixed(2).padStart(8)} s  ${file.path}`)
    .join('\n');
}
