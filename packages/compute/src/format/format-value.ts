import type { Batch } from '../vector/batch.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { mem } from '../memory/engine-memory.js';
import { getBit } from '../vector/bitmap.js';
import { getScalar, isNull } from '../vector/scalar-access.js';
import { codeAt, readString, stringReader } from '../vector/view.js';
import { formatFloat64 } from './format-number.js';
import { defaultFormatOptions, type FormatOptions } from './format-options.js';
import { dataFormatter, formatScalar, guarded } from './format-scalar.js';

/** Text of a row of one vector. */
export type RowFormatter = (row: number) => string;

/** A formatter of the rows of a vector: type and encoding are looked at once, dictionary entries are printed once. */
export function makeFormatter(vector: ColumnVector, options: FormatOptions = defaultFormatOptions): RowFormatter {
  switch (vector.encoding) {
    case 'constant': {
      const text = formatScalar(vector.value, options);
      return () => text;
    }
    case 'dictionary': {
      const entry = makeFormatter(vector.values.column, options);
      const cache = new Array<string | undefined>(vector.values.column.length);
      return (row) => {
        if (vector.validity !== 0 && !getBit(vector.validity, row)) return options.null;
        const code = codeAt(vector.codes, vector.width, row);
        return (cache[code] ??= entry(code));
      };
    }
    case 'flat': {
      const format = fastFormatter(vector) ?? slowFormatter(vector, options);
      if (vector.validity === 0) return format;
      return (row) => (getBit(vector.validity, row) ? format(row) : options.null);
    }
  }
}

type Flat = Extract<ColumnVector, { readonly encoding: 'flat' }>;

/** Types whose text needs no intermediate scalar. */
function fastFormatter(vector: Flat): RowFormatter | undefined {
  const { values } = vector;
  switch (vector.type.kind) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return (row) => readString(vector, row);
    case 'Boolean':
      return (row) => (getBit(values, row) ? 'true' : 'false');
    case 'Int32':
      return (row) => String(mem.i32[(values >>> 2) + row]);
    case 'Int64':
      return (row) => String(mem.i64[(values >>> 3) + row]);
    case 'Float64':
      return (row) => formatFloat64(mem.f64[(values >>> 3) + row]!);
    default:
      return undefined;
  }
}

function slowFormatter(vector: Flat, options: FormatOptions): RowFormatter {
  const format = guarded(dataFormatter(vector.type, options), options);
  return (row) => format(getScalar(vector, row).value);
}

/** Text of one value as Arrow displays it. */
export function formatValue(vector: ColumnVector, row: number, options: FormatOptions = defaultFormatOptions): string {
  if (vector.type.kind !== 'Union' && isNull(vector, row)) return options.null;
  return makeFormatter(vector, options)(row);
}

/** Cells of all (selected) rows of a batch, row by row. */
export function formatBatch(batch: Batch, options: FormatOptions = defaultFormatOptions): string[][] {
  const rows: string[][] = Array.from({ length: batch.rowCount }, () => []);
  for (const column of batch.columns) {
    const format = makeFormatter(column, options);
    for (let i = 0; i < batch.rowCount; i++) {
      rows[i]!.push(format(batch.selection === undefined ? i : mem.u32[(batch.selection.rows >>> 2) + i]!));
    }
  }
  return rows;
}

/** Reads any column as text, null for null: strings as they are, other types by their display. */
export function textReader(
  vector: ColumnVector,
  options: FormatOptions = defaultFormatOptions,
): (row: number) => string | null {
  const kind = vector.type.kind;
  if (kind === 'Utf8' || kind === 'LargeUtf8' || kind === 'Utf8View') return stringReader(vector);
  const format = makeFormatter(vector, options);
  return (row) => (isNull(vector, row) ? null : format(row));
}
