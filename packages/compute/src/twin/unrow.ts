/** Twins of assembly/unrow.ts: columns back from encoded rows, see rows.ts for the format. */
import { mem } from '../memory/engine-memory.js';
import { writeView } from '../vector/view.js';
import { ROW_FLOAT, ROW_RAW, ROW_UNSIGNED } from './rows.js';

function clearBit(validity: number, row: number): void {
  mem.u8[validity + (row >>> 3)]! &= ~(1 << (row & 7));
}

/** Values of one width; `validity` is all ones before. Moves the cursors behind what was read; returns the nulls. */
export function unrowFixed(
  cursors: number,
  count: number,
  width: number,
  kind: number,
  invert: number,
  values: number,
  validity: number,
): number {
  const { u8, u32 } = mem;
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    const at = u32[(cursors >>> 2) + i]!;
    u32[(cursors >>> 2) + i] = at + 1 + width;
    const to = values + i * width;
    if (u8[at] !== 1) {
      clearBit(validity, i);
      nulls++;
      u8.fill(0, to, to + width);
    } else if (kind === ROW_RAW) {
      for (let j = 0; j < width; j++) u8[to + j] = u8[at + 1 + j]! ^ invert;
    } else {
      readBigEndian(at + 1, to, width, kind, invert);
    }
  }
  return nulls;
}

function readBigEndian(from: number, to: number, width: number, kind: number, invert: number): void {
  const { u8 } = mem;
  const lead = u8[from]! ^ invert;
  const negativeFloat = kind === ROW_FLOAT && (lead & 0x80) === 0;
  const rest = negativeFloat ? 0xff : 0;
  u8[to + width - 1] = lead ^ (kind === ROW_UNSIGNED ? 0 : negativeFloat ? 0xff : 0x80);
  for (let j = 1; j < width; j++) u8[to + width - 1 - j] = u8[from + j]! ^ invert ^ rest;
}

/** Texts written for equality only; the views point into the rows. Otherwise as {@link unrowFixed}. */
export function unrowText(cursors: number, count: number, views: number, validity: number): number {
  const { u8, u32 } = mem;
  let nulls = 0;
  for (let i = 0; i < count; i++) {
    let at = u32[(cursors >>> 2) + i]!;
    const marker = u8[at++]!;
    if (marker === 0) {
      clearBit(validity, i);
      nulls++;
      u8.fill(0, views + i * 16, views + i * 16 + 16);
      u32[(cursors >>> 2) + i] = at;
      continue;
    }
    let length = marker - 1;
    if (marker === 255) {
      length = (u8[at]! | (u8[at + 1]! << 8) | (u8[at + 2]! << 16) | (u8[at + 3]! << 24)) >>> 0;
      at += 4;
    }
    writeView(views + i * 16, at, length);
    u32[(cursors >>> 2) + i] = at + length;
  }
  return nulls;
}
