import type { DataType } from '@datafusion-ts/common';
import { flatVector, INLINE_BYTES, mem, writeView, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import { bytesAt } from '../scan/print-tape.js';
import { ESCAPED, STRING } from '../scan/tape.js';
import { decodeText, unescapeText } from '../scan/unescape.js';
import { isMissing, Nulls, wrongShape, type Rows } from './rows.js';

const encoder = new TextEncoder();

/** A column of text: only strings count, numbers and the rest are errors. */
export function decodeStrings(rows: Rows, type: DataType, arena: Arena): ColumnVector {
  const { at } = rows;
  const count = at.length;
  const values = arena.alloc(count * 16);
  let text = arena.alloc(textBytes(rows) + INLINE_BYTES);
  const nulls = new Nulls(arena, count);
  for (let row = 0; row < count; row++) {
    const index = at[row]!;
    const view = values + row * 16;
    if (isMissing(rows, row)) {
      nulls.add(row);
      mem.u32.fill(0, view >>> 2, (view >>> 2) + 4);
      continue;
    }
    const bytes = stringBytes(rows, index);
    mem.u8.set(bytes, text);
    writeView(view, text, bytes.length);
    if (bytes.length > INLINE_BYTES) text += bytes.length;
  }
  return flatVector(type, count, { validity: nulls.validity, nullCount: nulls.nullCount, values, width: 16 });
}

/** Bytes all strings take at most: escapes are never shorter than what they mean. */
function textBytes({ tape, at }: Rows): number {
  let total = 0;
  for (const index of at) {
    if (index >= 0 && (tape.kind(index) === STRING || tape.kind(index) === ESCAPED))
      total += tape.last(index) - tape.first(index);
  }
  return total;
}

function stringBytes({ tape }: Rows, index: number): Uint8Array {
  const kind = tape.kind(index);
  if (kind === ESCAPED) return encoder.encode(unescapeText(bytesAt(tape, index)));
  if (kind !== STRING) throw wrongShape(tape, index, 'string');
  const bytes = bytesAt(tape, index);
  if (!isAscii(bytes)) decodeText(bytes);
  return bytes;
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 127) return false;
  return true;
}
