import type { DataType, Field, Schema } from '@datafusion-ts/common';
import {
  Batch,
  bitmapBytes,
  childTypesOf,
  flatten,
  flatVector,
  INLINE_BYTES,
  mem,
  physicalTypeOf,
  viewBytes,
  viewLength,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ByteReader } from './bytes.js';
import { ByteWriter } from './bytes.js';

/**
 * Batches as bytes, for spill files that only this process reads: columns one after the other, each its null count,
 * validity, values and children. Long text goes behind its views, which then hold offsets instead of addresses.
 */
export function encodeBatch(batch: Batch, scratch: Arena, writer: ByteWriter): void {
  writer.u32(batch.rowCount);
  batch.columns.forEach((_, i) => encodeColumn(batch.column(i, scratch), scratch, writer));
}

/** Reads a batch into memory of `arena`. */
export function decodeBatch(schema: Schema, reader: ByteReader, arena: Arena): Batch {
  const rowCount = reader.u32();
  const columns = schema.fields.map((field: Field) => decodeColumn(field.dataType, reader, arena));
  return new Batch(schema, columns, rowCount);
}

function encodeColumn(column: ColumnVector, scratch: Arena, writer: ByteWriter): void {
  const flat = flatten(column, scratch);
  writer.u32(flat.length);
  writer.u32(flat.nullCount);
  writer.u32(flat.width);
  writer.u32(flat.aux === 0 ? 0 : 1);
  if (flat.nullCount > 0) writer.memory(flat.validity, bitmapBytes(flat.length));
  if (physicalTypeOf(flat.type) === 'view') encodeViews(flat, writer);
  else writer.memory(flat.values, valueBytes(flat));
  if (flat.aux !== 0) writer.memory(flat.aux, flat.length * 4);
  for (const child of flat.children) encodeColumn(child, scratch, writer);
}

function decodeColumn(type: DataType, reader: ByteReader, arena: Arena): FlatVector {
  const length = reader.u32();
  const nullCount = reader.u32();
  const width = reader.u32();
  const hasAux = reader.u32() === 1;
  const validity = nullCount > 0 ? reader.memory(bitmapBytes(length), arena) : 0;
  const head = flatVector(type, length, { width, nullCount, validity });
  const isView = physicalTypeOf(type) === 'view';
  const values = isView ? decodeViews(length, reader, arena) : reader.memory(valueBytes(head), arena);
  const aux = hasAux ? reader.memory(length * 4, arena) : 0;
  const children = childTypesOf(type).map((child) => decodeColumn(child, reader, arena));
  return { ...head, values, aux, children };
}

/** Bytes of the value buffer of a column without text. */
function valueBytes(flat: FlatVector): number {
  switch (physicalTypeOf(flat.type)) {
    case 'null':
    case 'struct':
    case 'fixedList':
      return 0;
    case 'boolean':
      return bitmapBytes(flat.length);
    case 'list':
      return (flat.length + 1) * 4;
    default:
      return flat.width * flat.length;
  }
}

function encodeViews(flat: FlatVector, writer: ByteWriter): void {
  const views = writer.reserve(flat.length * 16);
  const target = new Uint32Array(flat.length * 4);
  let offset = 0;
  target.set(mem.u32.subarray(flat.values >>> 2, (flat.values >>> 2) + flat.length * 4));
  const total = new ByteWriter();
  for (let row = 0; row < flat.length; row++) {
    const view = flat.values + row * 16;
    const length = viewLength(view);
    if (length <= INLINE_BYTES) continue;
    total.memory(viewBytes(view), length);
    target[row * 4 + 2] = offset;
    offset += length;
  }
  writer.patch(views, new Uint8Array(target.buffer));
  writer.u32(offset);
  writer.bytes(total.finish());
}

function decodeViews(length: number, reader: ByteReader, arena: Arena): number {
  const views = reader.memory(length * 16, arena);
  const text = reader.memory(reader.u32(), arena);
  const { u32 } = mem;
  for (let row = 0; row < length; row++) {
    const at = (views >>> 2) + row * 4;
    if (u32[at]! > INLINE_BYTES) u32[at + 2] = u32[at + 2]! + text;
  }
  return views;
}
