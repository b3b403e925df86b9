/** Columns as plain values, row by row and whole, and columns made of plain values. */
import type { DataType } from '@datafusion-ts/common';
import {
  codeAt,
  getBit,
  getScalar,
  isNull,
  isText,
  makeBuilder,
  numberReader,
  physicalTypeOf,
  readWide,
  stringReader,
  type Arena,
  type ColumnVector,
  type DictionaryVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { scalarFromPlain } from './from-plain.js';
import type { PlainValue } from './plain-type.js';
import { plainOf } from './to-plain.js';

/** Reads a row; null is NULL. */
export type PlainReader = (row: number) => PlainValue;

/** A reader of a column. Constants are converted once, entries of dictionaries once each and only when a row uses them. */
export function plainReader(vector: ColumnVector): PlainReader {
  switch (vector.encoding) {
    case 'constant': {
      const value = plainOf(vector.value);
      return () => value;
    }
    case 'dictionary':
      return byCode(vector, plainReader(vector.values.column));
    case 'flat':
      return flatReader(vector);
  }
}

/** `read` of entries, kept, as a reader of rows; NULL entries are read each time, which costs nothing. */
export function byCode(vector: DictionaryVector, read: PlainReader): PlainReader {
  const kept = new Array<PlainValue | undefined>(vector.values.column.length);
  return (row) => {
    if (vector.validity !== 0 && isNull(vector, row)) return null;
    const code = codeAt(vector.codes, vector.width, row);
    return (kept[code] ??= read(code));
  };
}

// The buffers behind `mem` are replaced when memory grows, so that they are looked up for each row.
function flatReader(flat: FlatVector): PlainReader {
  const read = rawReader(flat);
  if (read === undefined) return (row) => plainOf(getScalar(flat, row));
  return flat.validity === 0 ? read : (row) => (isNull(flat, row) ? null : read(row));
}

function rawReader(flat: FlatVector): PlainReader | undefined {
  const { values, width } = flat;
  switch (physicalTypeOf(flat.type)) {
    case 'boolean':
      return (row) => getBit(values, row);
    case 'decimal':
      return (row) => readWide(values + row * width, width);
    case 'view':
      return isText(flat.type) ? stringReader(flat) : undefined;
    default:
      return numberReader(flat);
  }
}

/** All values of a column. */
export function plainColumn(vector: ColumnVector): PlainValue[] {
  const read = plainReader(vector);
  return Array.from({ length: vector.length }, (_value, row) => read(row));
}

/** A column of what `value` gives for each row, checked against the type. */
export function vectorFromPlain(
  type: DataType,
  rowCount: number,
  value: (row: number) => unknown,
  arena: Arena,
): FlatVector {
  const builder = makeBuilder(type, rowCount, arena);
  for (let row = 0; row < rowCount; row++) builder.append(scalarFromPlain(type, value(row)));
  return builder.finish();
}
