/** Turns the values of a column on a tape into a vector. */
import { ArrowError, displayType, NotImplementedError, type DataType, type Field } from '@datafusion-ts/common';
import {
  allocBitmap,
  constantVector,
  flatVector,
  mem,
  setBit,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { ScalarValue } from '@datafusion-ts/common';
import { FALSE, LIST, OBJECT, TRUE } from '../scan/tape.js';
import { decodeFloat64, decodeInt64, decodeSmallInts } from './decode-numbers.js';
import { decodeParsed } from './decode-parsed.js';
import { decodeStrings } from './decode-strings.js';
import { fieldRows } from './field-rows.js';
import { isMissing, Nulls, wrongShape, type Rows } from './rows.js';

/** The column of a field; errors say which field they are about. */
export function decodeField(rows: Rows, field: Field, arena: Arena): ColumnVector {
  let vector: ColumnVector;
  try {
    vector = decodeColumn(rows, field.dataType, arena);
  } catch (error) {
    if (!(error instanceof ArrowError) || error.kind !== 'Json error') throw error;
    throw new ArrowError(
      'Json error',
      `whilst decoding field '${field.name}': ${error.message.slice('Json error: '.length)}`,
    );
  }
  if (!field.nullable) checkNoNulls(rows, field);
  return vector;
}

function checkNoNulls(rows: Rows, field: Field): void {
  for (let row = 0; row < rows.at.length; row++) {
    if (!isMissing(rows, row)) continue;
    throw new ArrowError(
      'Json error',
      `Encountered unmasked nulls in non-nullable StructArray child: Field { "${field.name}": ${displayType(field.dataType)} }`,
    );
  }
}

function decodeColumn(rows: Rows, type: DataType, arena: Arena): ColumnVector {
  switch (type.kind) {
    case 'Null':
      return decodeNulls(rows);
    case 'Boolean':
      return decodeBooleans(rows, type, arena);
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return decodeStrings(rows, type, arena);
    case 'Int8':
    case 'Int16':
    case 'Int32':
      return decodeSmallInts(rows, type, type.kind, arena);
    case 'Int64':
      return decodeInt64(rows, arena);
    case 'Float64':
      return decodeFloat64(rows, type, arena);
    case 'Struct':
      return decodeStruct(rows, type, type.fields, arena);
    case 'List':
    case 'LargeList':
      return decodeList(rows, type, type.field, arena);
    case 'Map':
      return decodeMap(rows, type, type.entries, arena);
    case 'Interval':
    case 'Dictionary':
    case 'Union':
    case 'RunEndEncoded':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
      throw new ArrowError('Not yet implemented', `Support for ${displayType(type)} in JSON reader`);
    default:
      return decodeParsed(rows, type, arena);
  }
}

function decodeNulls(rows: Rows): ColumnVector {
  for (let row = 0; row < rows.at.length; row++) {
    if (!isMissing(rows, row)) throw wrongShape(rows.tape, rows.at[row]!, 'null');
  }
  return constantVector(ScalarValue.null(), rows.at.length);
}

function decodeBooleans(rows: Rows, type: DataType, arena: Arena): ColumnVector {
  const { tape, at } = rows;
  const count = at.length;
  const values = allocBitmap(count, false, arena);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    if (isMissing(rows, row)) {
      nulls.add(row);
      continue;
    }
    const kind = tape.kind(at[row]!);
    if (kind === TRUE) setBit(values, row);
    else if (kind !== FALSE) throw wrongShape(tape, at[row]!, 'boolean');
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values });
}

function decodeStruct(rows: Rows, type: DataType, fields: readonly Field[], arena: Arena): ColumnVector {
  const { tape, at } = rows;
  const nulls = new Nulls(arena, at.length);
  for (let row = 0; row < at.length; row++) {
    if (isMissing(rows, row)) nulls.add(row);
    else if (tape.kind(at[row]!) !== OBJECT) throw wrongShape(tape, at[row]!, '{');
  }
  const children = fieldRows(
    rows,
    fields.map(({ name }) => name),
  ).map((child, i) => decodeField(child, fields[i]!, arena));
  return flatVector(type, at.length, { validity: nulls.validity, nullCount: nulls.nullCount, children });
}

/** Elements of all lists one after the other, and where each list begins and ends. */
function decodeList(rows: Rows, type: DataType, element: Field, arena: Arena): ColumnVector {
  const { tape, at } = rows;
  const count = at.length;
  const offsets = arena.alloc((count + 1) * 4);
  const nulls = new Nulls(arena, count);
  const elements: number[] = [];
  mem.i32[offsets >>> 2] = 0;
  for (let row = 0; row < count; row++) {
    const index = at[row]!;
    if (isMissing(rows, row)) nulls.add(row);
    else {
      if (tape.kind(index) !== LIST) throw wrongShape(tape, index, '[');
      for (let child = index + 1; child < tape.first(index); child = tape.after(child)) elements.push(child);
    }
    mem.i32[(offsets >>> 2) + row + 1] = elements.length;
  }
  const child = decodeColumn({ tape, at: Int32Array.from(elements) }, element.dataType, arena);
  return flatVector(type, count, {
    validity: nulls.validity,
    nullCount: nulls.nullCount,
    values: offsets,
    width: 4,
    children: [child],
  });
}

/** Maps are objects: keys and values in turn. */
function decodeMap(rows: Rows, type: DataType, entries: Field, arena: Arena): ColumnVector {
  if (entries.dataType.kind !== 'Struct')
    throw new NotImplementedError(`Maps with entries of type ${displayType(entries.dataType)} in JSON files`);
  const [keyField, valueField] = entries.dataType.fields;
  const { tape, at } = rows;
  const count = at.length;
  const offsets = arena.alloc((count + 1) * 4);
  const nulls = new Nulls(arena, count);
  const keys: number[] = [];
  const values: number[] = [];
  mem.i32[offsets >>> 2] = 0;
  for (let row = 0; row < count; row++) {
    const index = at[row]!;
    if (isMissing(rows, row)) nulls.add(row);
    else {
      if (tape.kind(index) !== OBJECT) throw wrongShape(tape, index, '{');
      for (let key = index + 1; key < tape.first(index); key = tape.after(key + 1)) {
        keys.push(key);
        values.push(key + 1);
      }
    }
    mem.i32[(offsets >>> 2) + row + 1] = keys.length;
  }
  const children = [
    decodeColumn({ tape, at: Int32Array.from(keys) }, keyField!.dataType, arena),
    decodeColumn({ tape, at: Int32Array.from(values) }, valueField!.dataType, arena),
  ];
  const entryVector = flatVector(entries.dataType, keys.length, { children });
  return flatVector(type, count, {
    validity: nulls.validity,
    nullCount: nulls.nullCount,
    values: offsets,
    width: 4,
    children: [entryVector],
  });
}
