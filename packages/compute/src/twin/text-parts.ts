/** Twins of assembly/text-parts.ts: lengths, places and parts of texts given as views. */
import { compareBytes, compareViews } from '../compare/bytes.js';
import { mem } from '../memory/engine-memory.js';
import { viewBytes, viewLength, writeView } from '../vector/view.js';

const isHead = (at: number): boolean => (mem.u8[at]! & 0xc0) !== 0x80;

function charsIn(start: number, length: number): number {
  let chars = 0;
  for (let i = 0; i < length; i++) if (isHead(start + i)) chars++;
  return chars;
}

/** Address behind so many characters, at most `end`. */
function skipChars(start: number, end: number, chars: number): number {
  let left = chars;
  for (let at = start; at < end; at++) if (isHead(at) && left-- === 0) return at;
  return end;
}

function find(text: number, length: number, from: number, needle: number, size: number): number {
  for (let i = from; i <= length - size; i++) if (compareBytes(text + i, size, needle, size) === 0) return i;
  return -1;
}

function storeCount(to: number, row: number, wide: number, value: number): void {
  const at = to >>> 2;
  if (wide === 0) {
    mem.u32[at + row] = value;
    return;
  }
  mem.u32[at + row * 2] = value;
  mem.u32[at + row * 2 + 1] = 0;
}

/** Calls `each` with the number, address and length of every text. */
function eachText(views: number, count: number, each: (row: number, start: number, length: number) => void): void {
  for (let row = 0; row < count; row++) {
    const view = views + row * 16;
    each(row, viewBytes(view), viewLength(view));
  }
}

/** Bytes (times 2^shift) of each text, as i32 or (`wide`) i64. */
export function byteCounts(views: number, count: number, shift: number, wide: number, to: number): void {
  eachText(views, count, (row, _start, length) => storeCount(to, row, wide, length << shift));
}

/** Characters of each text, as i32 or (`wide`) i64. */
export function charCounts(views: number, count: number, wide: number, to: number): void {
  eachText(views, count, (row, start, length) => storeCount(to, row, wide, charsIn(start, length)));
}

/** Views of at most `take` characters (-1: all) behind the first `skip`. */
export function sliceChars(views: number, count: number, skip: number, take: number, to: number): void {
  eachText(views, count, (row, start, length) => {
    const end = start + length;
    const from = skipChars(start, end, skip);
    writeView(to + row * 16, from, (take === -1 ? end : skipChars(from, end, take)) - from);
  });
}

/** Views of the last `chars` characters (`tail` 1), or of all but these. */
export function sliceFromEnd(views: number, count: number, chars: number, tail: number, to: number): void {
  eachText(views, count, (row, start, length) => {
    let at = start + length;
    for (let left = chars; left > 0 && at > start;) if (isHead(--at)) left--;
    if (tail === 0) writeView(to + row * 16, start, at - start);
    else writeView(to + row * 16, at, start + length - at);
  });
}

/** Place (from 1, in characters) of the first occurrence of some bytes in each text, 0 when there is none. */
export function findChars(views: number, count: number, needle: number, size: number, wide: number, to: number): void {
  eachText(views, count, (row, start, length) => {
    const at = find(start, length, 0, needle, size);
    storeCount(to, row, wide, at < 0 ? 0 : charsIn(start, at) + 1);
  });
}

/** Views without the bytes marked in a table of 256 at the start (`sides` 1), the end (2) or both (3). */
export function trimViews(views: number, count: number, table: number, sides: number, to: number): void {
  const { u8 } = mem;
  const marked = (at: number): boolean => u8[table + u8[at]!] !== 0;
  eachText(views, count, (row, bytes, length) => {
    let start = bytes;
    let end = bytes + length;
    if ((sides & 1) !== 0) while (start < end && marked(start)) start++;
    if ((sides & 2) !== 0) while (end > start && marked(end - 1)) end--;
    writeView(to + row * 16, start, end - start);
  });
}

/** Where the delimiter lies in a text, from the left and without overlap. */
function placesOf(start: number, length: number, delimiter: number, size: number): number[] {
  const places: number[] = [];
  for (let at = find(start, length, 0, delimiter, size); at >= 0;) {
    places.push(at);
    at = find(start, length, at + size, delimiter, size);
  }
  return places;
}

/** Views of one of the parts that a delimiter divides each text into, from 1, from the end when negative. */
export function splitParts(
  views: number,
  count: number,
  delimiter: number,
  size: number,
  position: number,
  to: number,
): void {
  eachText(views, count, (row, start, length) => {
    const places = placesOf(start, length, delimiter, size);
    const part = position > 0 ? position - 1 : places.length + 1 + position;
    const none = part < 0 || part > places.length;
    const from = none ? 0 : part === 0 ? 0 : places[part - 1]! + size;
    writeView(to + row * 16, start + from, none ? 0 : (places[part] ?? length) - from);
  });
}

/** Bytes of the texts that have an occurrence, once each is replaced by `otherSize` bytes. */
export function replacedBytes(views: number, count: number, needle: number, size: number, otherSize: number): number {
  let total = 0;
  eachText(views, count, (_row, start, length) => {
    const occurrences = placesOf(start, length, needle, size).length;
    if (occurrences > 0) total += length + occurrences * (otherSize - size);
  });
  return total;
}

/** Views of the texts with every occurrence replaced; changed texts are written to `bytes`, see {@link replacedBytes}. */
export function replaceViews(
  views: number,
  count: number,
  needle: number,
  size: number,
  other: number,
  otherSize: number,
  bytes: number,
  to: number,
): void {
  const { u8 } = mem;
  let next = bytes;
  const copy = (from: number, length: number): void => {
    u8.copyWithin(next, from, from + length);
    next += length;
  };
  eachText(views, count, (row, start, length) => {
    const places = placesOf(start, length, needle, size);
    if (places.length === 0) {
      u8.copyWithin(to + row * 16, views + row * 16, views + row * 16 + 16);
      return;
    }
    const first = next;
    let copied = 0;
    for (const at of places) {
      copy(start + copied, at - copied);
      copy(other, otherSize);
      copied = at + size;
    }
    copy(start + copied, length - copied);
    writeView(to + row * 16, first, next - first);
  });
}

/** Bits of the texts that are one of the members, given as views. */
export function inViews(
  views: number,
  count: number,
  members: number,
  memberCount: number,
  invert: number,
  to: number,
): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i += 8) {
    let bits = 0;
    for (let j = 0; j < Math.min(8, count - i); j++) {
      const view = views + (i + j) * 16;
      for (let m = 0; m < memberCount; m++) {
        if (compareViews(view, members + m * 16) === 0) bits |= 1 << j;
      }
    }
    u8[to + (i >>> 3)] = bits ^ invert;
  }
}

/** Calls `each` with the view of every part of a row that is not null. */
function eachPart(parts: number, partCount: number, row: number, each: (view: number) => void): void {
  const { u8, u32 } = mem;
  for (let part = 0; part < partCount; part++) {
    const at = (parts >>> 2) + part * 3;
    const validity = u32[at + 2]!;
    if (validity !== 0 && ((u8[validity + (row >>> 3)]! >>> (row & 7)) & 1) === 0) continue;
    each(u32[at]! + row * u32[at + 1]!);
  }
}

/** Bytes of the joined texts of all rows; null parts count for nothing. `parts`: address, step in bytes, validity. */
export function joinedBytes(parts: number, partCount: number, count: number): number {
  let total = 0;
  for (let row = 0; row < count; row++) eachPart(parts, partCount, row, (view) => (total += viewLength(view)));
  return total;
}

/** Views of the joined texts, written to `bytes`, which has room for all of them and 32 more. */
export function joinViews(parts: number, partCount: number, count: number, bytes: number, to: number): void {
  const { u8 } = mem;
  let first = bytes;
  for (let row = 0; row < count; row++) {
    let next = first;
    eachPart(parts, partCount, row, (view) => {
      const [from, length] = [viewBytes(view), viewLength(view)];
      u8.copyWithin(next, from, from + length);
      next += length;
    });
    writeView(to + row * 16, first, next - first);
    if (next - first > 12) first = next;
  }
}
