/**
 * `--complete`: rewrites the expectations of test files from what an engine did. Only the header and the expected output
 * of records that do not pass as they are are replaced; comments, SQL and spacing stay as they were. Expectations with
 * `<slt:ignore>` that still match are therefore kept.
 */
import type { LineRange, SqlRecord } from '../parser/record.js';
import { judge } from '../run/judge.js';
import type { RecordOutcome } from '../run/result.js';

/** A replacement of whole lines. */
interface Edit extends LineRange {
  readonly lines: readonly string[];
}

/** A record with what the engine did. */
export interface CompletedRecord {
  readonly record: SqlRecord;
  readonly outcome: RecordOutcome;
}

/** Error texts up to this length and of one line are written as a pattern behind `error`. */
const MAX_INLINE_ERROR = 200;

/** Text as a pattern that only it matches. */
function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function errorLines(keyword: string, text: string): { header: string; output: readonly string[] } {
  const inline = !text.includes('\n') && text.length <= MAX_INLINE_ERROR && !/\s{2,}|^\s|\s$/.test(text);
  if (inline) return { header: `${keyword} error ${escapePattern(text)}`, output: [] };
  return { header: `${keyword} error`, output: ['----', ...text.trim().split('\n'), '', ''] };
}

function rewritten(record: SqlRecord, outcome: RecordOutcome): { header: string; output: readonly string[] } {
  if (outcome.kind === 'error') return errorLines(record.kind, outcome.text);
  if (record.kind === 'statement') {
    const count = record.expected.kind === 'count' && outcome.kind === 'complete';
    return { header: count ? `statement count ${outcome.affected}` : 'statement ok', output: [] };
  }
  if (outcome.kind === 'complete') return { header: 'statement ok', output: [] };
  const sort = record.expected.kind === 'rows' ? record.expected.sortMode : undefined;
  const label = record.expected.kind === 'rows' ? record.expected.label : undefined;
  const header = ['query', outcome.types.join(''), sort, label].filter((word) => word !== undefined).join(' ');
  return { header, output: ['----', ...outcome.lines] };
}

function editsOf({ record, outcome }: CompletedRecord): readonly Edit[] {
  const { header, output } = rewritten(record, outcome);
  // The blank line behind a record belongs to its range and stays, unless the new output brings its own.
  return [
    { start: record.lines.start, end: record.lines.start + 1, lines: [header] },
    { start: record.output.start, end: record.output.end, lines: output.at(-1) === '' ? output : [...output, ''] },
  ];
}

/** The text of a file with the expectations of `completed`, all records of that file, brought up to date. */
export function completeText(text: string, completed: readonly CompletedRecord[]): string {
  const lines = text.split('\n');
  const changed = completed.filter(({ record, outcome }) => judge(record, outcome) !== undefined);
  const edits = changed.flatMap(editsOf).sort((left, right) => right.start - left.start || right.end - left.end);
  for (const edit of edits) lines.splice(edit.start, edit.end - edit.start, ...edit.lines);
  return `${lines.join('\n').trimEnd()}\n`;
}
