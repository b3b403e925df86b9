/**
 * Finds names and types of columns by looking at the first records.
 *
 * Every value gets the narrowest of: Boolean, Int64, Float64, Date32, Timestamp (s, ms, us, ns), text. A column of
 * integers and floats is Float64, one of dates and timestamps the finest timestamp; any other mixture is text. Empty
 * values say nothing; a column without any value is Null.
 */
import { ArrowError, DataFusionError, DataTypes, field, Schema, type DataType } from '@datafusion-ts/common';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { CsvReadOptions } from './csv-read-options.js';
import { readChunks } from '@datafusion-ts/datasource';
import { splitLooseRecords } from './split-loose-records.js';

const BOOLEAN = 1;
const INT = 2;
const FLOAT = 4;
const DATE = 8;
const SECONDS = 16;
const MILLIS = 32;
const MICROS = 64;
const NANOS = 128;
const TEXT = 256;

const PATTERNS: readonly (readonly [RegExp, number])[] = [
  [/^(true|false)$/i, BOOLEAN],
  [/^-?(\d+)$/, INT],
  [/^-?((\d*\.\d+|\d+\.\d*)([eE][-+]?\d+)?|\d+([eE][-+]?\d+))$/, FLOAT],
  [/^(NaN|nan|-?inf)$/, FLOAT],
  [/^\d{4}-\d\d-\d\d$/, DATE],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[^\d.].*)?$/, SECONDS],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{1,3}(?:[^\d].*)?$/, MILLIS],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{1,6}(?:[^\d].*)?$/, MICROS],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{1,9}(?:[^\d].*)?$/, NANOS],
];

/** How everything begins that one of the patterns matches. */
const TYPED = /^[-.\dtTfFnNi]/;

function kindOf(text: string): number {
  if (!TYPED.test(text)) return TEXT;
  for (const [pattern, kind] of PATTERNS) {
    if (!pattern.test(text)) continue;
    return kind === INT && text.length >= 19 && BigInt(text) !== BigInt.asIntN(64, BigInt(text)) ? TEXT : kind;
  }
  return TEXT;
}

function typeOf(kinds: number): DataType {
  if (kinds === 0) return DataTypes.Null;
  if (kinds === BOOLEAN) return DataTypes.Boolean;
  if (kinds === INT) return DataTypes.Int64;
  if (kinds === FLOAT || kinds === (INT | FLOAT)) return DataTypes.Float64;
  if (kinds === DATE) return DataTypes.Date32;
  if ((kinds & ~(DATE | SECONDS | MILLIS | MICROS | NANOS)) === 0) {
    if (kinds & NANOS) return DataTypes.timestamp('Nanosecond');
    if (kinds & MICROS) return DataTypes.timestamp('Microsecond');
    return DataTypes.timestamp(kinds & MILLIS ? 'Millisecond' : 'Second');
  }
  return DataTypes.Utf8;
}

/** Names and kinds found so far, over all files of a table. */
interface Findings {
  names: readonly string[] | undefined;
  kinds: number[];
  records: number;
}

/** The schema of files of one table; the names are those of the first file. */
export async function inferCsvSchema(
  store: ObjectStore,
  objects: readonly ObjectMeta[],
  options: CsvReadOptions,
): Promise<Schema> {
  const findings: Findings = { names: undefined, kinds: [], records: 0 };
  for (const object of objects) {
    if (findings.records >= options.schemaInferMaxRecords && findings.names !== undefined) break;
    try {
      await inspect(store, object, options, findings);
    } catch (error) {
      throw error instanceof DataFusionError
        ? error.context(`Error when processing CSV file ${object.location}`)
        : error;
    }
  }
  return new Schema((findings.names ?? []).map((name, i) => field(name, typeOf(findings.kinds[i] ?? 0))));
}

async function inspect(
  store: ObjectStore,
  object: ObjectMeta,
  options: CsvReadOptions,
  findings: Findings,
): Promise<void> {
  let line = 0;
  let header = options.hasHeader;
  for await (const record of splitLooseRecords(
    readChunks(store, object, undefined, options.compression),
    options.dialect,
  )) {
    line++;
    if (findings.names === undefined) {
      findings.names = header ? record : record.map((_, i) => `column_${i + 1}`);
      findings.kinds = record.map(() => 0);
    }
    if (header) {
      header = false;
      continue;
    }
    if (findings.records++ >= options.schemaInferMaxRecords) return;
    checkLength(record, findings, options, line);
    record.forEach((text, i) => {
      if (i < findings.kinds.length && !isNullText(text, options)) findings.kinds[i]! |= kindOf(text);
    });
  }
}

const isNullText = (text: string, { nullRegex }: CsvReadOptions): boolean =>
  nullRegex === undefined ? text === '' : nullRegex.test(text);

function checkLength(record: readonly string[], findings: Findings, options: CsvReadOptions, line: number): void {
  const expected = findings.kinds.length;
  if (record.length === expected || (options.dialect.truncatedRows && record.length < expected)) return;
  throw new ArrowError(
    'Csv error',
    `Encountered unequal lengths between records on CSV file. Expected ${expected} records, found ${record.length} records at line ${line}`,
  );
}
