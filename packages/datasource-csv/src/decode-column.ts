/**
 * Turns the text of one field over many records into a column; an error names row and value.
 */
import { ArrowError, displayType, ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import {
  constantVector,
  kernels,
  makeBuilder,
  mem,
  parseDecimalLiteral,
  parseValue,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { decodeSpans, decodesSpans } from '@datafusion-ts/datasource';
import type { RecordSplitter, Records } from './record-splitter.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes the columns of one table of records. */
export class ColumnDecoder {
  readonly #splitter: RecordSplitter;
  readonly #records: Records;
  readonly #nullPattern: RegExp | undefined;
  readonly #arena: Arena;
  #allAscii: boolean | undefined;

  /** Fields that match `nullPattern` are null; without one, empty fields are. Columns lie in `arena` and in the records. */
  constructor(splitter: RecordSplitter, records: Records, nullPattern: RegExp | undefined, arena: Arena) {
    this.#splitter = splitter;
    this.#records = records;
    this.#nullPattern = nullPattern;
    this.#arena = arena;
  }

  /** The column of wanted field `slot`, which is field `column` of the file. */
  decode(slot: number, column: number, type: DataType): ColumnVector {
    const { columnBytes, count } = this.#records;
    const address = this.#records.spans + slot * columnBytes;
    if (this.#nullPattern !== undefined) this.#markNulls(address, column, this.#nullPattern);
    const emptyNull = this.#nullPattern === undefined;
    if (type.kind === 'Null') return constantVector(ScalarValue.null(), count);
    if (!decodesSpans(type)) return this.#generic(address, column, type, emptyNull);
    const exact = (row: number): ScalarData => {
      const span = (address + row * 8) >>> 2;
      const value = parseField(type, this.#decodeText(mem.u32[span]!, mem.u32[span + 1]!, row, column));
      if (value === undefined || typeof value === 'string') throw this.#fail(row, column, type);
      return value;
    };
    const isAscii = (): boolean => this.#isAscii();
    return decodeSpans({ address, stride: 8, count, emptyNull, isAscii }, type, exact, this.#arena)!;
  }

  /** Looked at once for all columns of text. */
  #isAscii(): boolean {
    const { bytes } = this.#records;
    return (this.#allAscii ??= bytes !== undefined && kernels().isAscii(bytes.begin, bytes.end) === 1);
  }

  /** Any type with a text form, value by value. */
  #generic(spans: number, column: number, type: DataType, emptyNull: boolean): ColumnVector {
    const { count } = this.#records;
    const builder = makeBuilder(type, count, this.#arena);
    const valueType = type.kind === 'Dictionary' ? type.valueType : type;
    for (let row = 0; row < count; row++) {
      const span = (spans + row * 8) >>> 2;
      const [start, end] = [mem.u32[span]!, mem.u32[span + 1]!];
      if (start === 0 || (emptyNull && start === end)) {
        builder.appendNull();
        continue;
      }
      const value = parseField(valueType, this.#decodeText(start, end, row, column));
      if (value === undefined) throw this.#fail(row, column, type);
      builder.append(new ScalarValue(type, value));
    }
    return builder.finish();
  }

  /** Makes the spans of fields that match the pattern null. */
  #markNulls(spans: number, column: number, pattern: RegExp): void {
    const { count } = this.#records;
    for (let row = 0; row < count; row++) {
      const span = (spans + row * 8) >>> 2;
      const start = mem.u32[span]!;
      if (start !== 0 && pattern.test(this.#decodeText(start, mem.u32[span + 1]!, row, column))) mem.u32[span] = 0;
    }
  }

  #decodeText(start: number, end: number, row: number, column: number): string {
    try {
      return decoder.decode(mem.u8.slice(start, end));
    } catch (error) {
      const line = this.#records.firstLine + row;
      throw new ArrowError('Csv error', `Encountered invalid UTF-8 data for line ${line} and field ${column + 1}`, {
        cause: error,
      });
    }
  }

  /** The error for a field that is no value of the type. */
  #fail(row: number, column: number, type: DataType): ArrowError {
    const cells = this.#splitter.fieldsOf(this.#records, row);
    const line = this.#records.firstLine + row - 1;
    return new ArrowError(
      'Parser error',
      `Error while parsing value '${cells[column] ?? ''}' as type '${displayType(type)}' for column ${column} at line ${line}. Row data: '[${cells.join(',')}]'`,
    );
  }
}

/** As Arrow's reader does: digits of decimals behind the scale are cut off, and no words but two are booleans. */
function parseField(type: DataType, text: string): ScalarData | undefined {
  if (type.kind === 'Boolean' && !/^(?:true|false)$/i.test(text)) return undefined;
  if (
    type.kind !== 'Decimal32' &&
    type.kind !== 'Decimal64' &&
    type.kind !== 'Decimal128' &&
    type.kind !== 'Decimal256'
  )
    return parseValue(type, text);
  const value = parseDecimalLiteral(text, type.scale);
  if (value === undefined) throw new ArrowError('Parser error', `can't parse the string value ${text} to decimal`);
  const limit = 10n ** BigInt(type.precision);
  if (value >= limit || value <= -limit) throw new ArrowError('Parser error', `parse decimal overflow (${text})`);
  return value;
}
