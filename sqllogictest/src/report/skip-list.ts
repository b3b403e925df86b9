/**
 * The list of records that are known to fail, with reasons. It can only shrink: a listed record that passes is a
 * failure, so the entry must be taken out.
 *
 * ```json
 * { "entries": [
 *   { "path": "joins.slt", "lines": [120, 133], "reason": "ASOF joins" },
 *   { "path": "spark/", "count": 812, "reason": "the Spark pack is a later issue" }
 * ] }
 * ```
 * An entry with `lines` names records by the line of their directive; one with `count` says how many records of the file
 * or folder fail.
 */
import { fileResult, type FileResult, type RecordResult } from '../run/result.js';

/** One entry. `path` is below `test_files`; with `/` at its end it is a folder. */
export interface SkipEntry {
  readonly path: string;
  readonly reason: string;
  readonly lines?: readonly number[];
  readonly count?: number;
}

/** A file's results with its path below `test_files`. */
export interface SuiteResult {
  readonly relativePath: string;
  readonly result: FileResult;
}

/** Reads the list. @throws Error for an entry without path, reason, or exactly one of lines and count */
export function parseSkipList(json: string): readonly SkipEntry[] {
  const { entries } = JSON.parse(json) as { entries?: readonly SkipEntry[] };
  if (!Array.isArray(entries)) throw new Error('a skip list is an object with entries');
  for (const entry of entries as readonly SkipEntry[]) {
    const limits = Number(Array.isArray(entry.lines)) + Number(typeof entry.count === 'number');
    if (!entry.path || !entry.reason || limits !== 1) {
      throw new Error(`a skip entry has path, reason and either lines or count: ${JSON.stringify(entry)}`);
    }
  }
  return entries as readonly SkipEntry[];
}

const covers = (entry: SkipEntry, path: string): boolean =>
  entry.path.endsWith('/') ? path.startsWith(entry.path) : path === entry.path;

const stale = (record: RecordResult, entry: SkipEntry): RecordResult => ({
  ...record,
  status: 'failed',
  message: `passes, but is on the skip list (${entry.reason}): take it out`,
});

const excused = (record: RecordResult, entry: SkipEntry): RecordResult => ({
  ...record,
  status: 'skipped',
  message: `${entry.reason}: ${record.message}`,
});

function applyLines(record: RecordResult, path: string, entries: readonly SkipEntry[]): RecordResult {
  const entry = entries.find((candidate) => covers(candidate, path) && candidate.lines?.includes(record.line));
  if (!entry || record.status === 'skipped') return record;
  return record.status === 'passed' ? stale(record, entry) : excused(record, entry);
}

const mapRecords = (suite: SuiteResult, change: (record: RecordResult) => RecordResult): SuiteResult => {
  const { path, seconds, records } = suite.result;
  return { ...suite, result: fileResult(path, seconds, records.map(change)) };
};

/** An entry with a count that is not what was found. */
export interface CountMismatch {
  readonly entry: SkipEntry;
  readonly failing: number;
}

/**
 * Applies the list. Failures that a count covers are skipped only while there are no more of them than it says; entries
 * whose count is not exact are returned, and make a run fail.
 */
export function applySkipList(
  files: readonly SuiteResult[],
  entries: readonly SkipEntry[],
): { readonly files: readonly SuiteResult[]; readonly mismatches: readonly CountMismatch[] } {
  let out = files.map((file) => mapRecords(file, (record) => applyLines(record, file.relativePath, entries)));
  const mismatches: CountMismatch[] = [];
  for (const entry of entries.filter((candidate) => candidate.count !== undefined)) {
    const covered = out.filter((file) => covers(entry, file.relativePath));
    if (covered.length === 0) continue;
    const failing = covered.reduce((total, file) => total + file.result.failed, 0);
    if (failing !== entry.count) mismatches.push({ entry, failing });
    if (failing > (entry.count ?? 0)) continue;
    out = out.map((file) =>
      covered.includes(file)
        ? mapRecords(file, (record) => (record.status === 'failed' ? excused(record, entry) : record))
        : file,
    );
  }
  return { files: out, mismatches };
}
