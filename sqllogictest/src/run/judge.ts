/**
 * Judges what an engine did with a record against what the record expects. Returns a failure's message, or undefined
 * for a record that passes. The first line of a message names the kind of failure; summaries group by it.
 */
import { diffLines } from '../check/diff.js';
import { describeExpectedError, matchesError } from '../check/error-match.js';
import { sameLines } from '../check/compare-rows.js';
import type { ExpectedError, QueryRecord, SqlRecord, StatementRecord } from '../parser/record.js';
import type { RecordOutcome } from './result.js';

const KNOWN_TYPES = 'BDIPRT';

/** The column types of a `query` line as the engine names them: unknown letters are `?`. */
function expectedTypes(types: string): string {
  return [...types].map((type) => (KNOWN_TYPES.includes(type) ? type : '?')).join('');
}

function judgeError(expected: ExpectedError, text: string): string | undefined {
  if (matchesError(expected, text)) return undefined;
  return `error mismatch: expected ${describeExpectedError(expected)}\ngot: ${text}`;
}

function judgeStatement(record: StatementRecord, outcome: RecordOutcome): string | undefined {
  const { expected } = record;
  if (outcome.kind === 'error') {
    return expected.kind === 'error' ? judgeError(expected.error, outcome.text) : `statement failed: ${outcome.text}`;
  }
  if (expected.kind === 'error') {
    return `statement succeeded, expected ${describeExpectedError(expected.error)}`;
  }
  // A statement that answers with rows (INSERT) has no count of its own to compare: DataFusion's runner passes it.
  if (expected.kind === 'count' && outcome.kind === 'complete' && outcome.affected !== expected.count) {
    return `affected rows mismatch: expected ${expected.count}, got ${outcome.affected}`;
  }
  return undefined;
}

function judgeQuery(record: QueryRecord, outcome: RecordOutcome): string | undefined {
  const { expected } = record;
  if (outcome.kind === 'error') {
    return expected.kind === 'error' ? judgeError(expected.error, outcome.text) : `query failed: ${outcome.text}`;
  }
  if (expected.kind === 'error') return `query succeeded, expected ${describeExpectedError(expected.error)}`;
  if (outcome.kind === 'complete') {
    return expected.lines.length === 0 ? undefined : `result mismatch:\n${diffLines(expected.lines, [])}`;
  }
  const types = outcome.types.join('');
  if (types !== expectedTypes(expected.types)) {
    return `column types mismatch: expected ${expected.types}, got ${types}`;
  }
  if (sameLines(outcome.lines, expected.lines)) return undefined;
  return `result mismatch:\n${diffLines(expected.lines, outcome.lines)}`;
}

/** Why the record fails with this outcome, or undefined. */
export function judge(record: SqlRecord, outcome: RecordOutcome): string | undefined {
  return record.kind === 'statement' ? judgeStatement(record, outcome) : judgeQuery(record, outcome);
}
