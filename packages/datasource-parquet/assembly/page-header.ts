/**
 * Page headers: Thrift structs in the compact protocol, of which only integers matter. A first run reads thousands of them,
 * which would be cold JavaScript. Whatever is damaged is refused, for the reader in TypeScript to say what is wrong.
 */

const MISSING: i32 = i32.MIN_VALUE;
const MOST_NESTING: i32 = 64;
/** Largest unsigned form of an integer of 53 bits. */
const LARGEST: u64 = 0x3ffffffffffffe;

/** Where the next byte is read; 0 once anything was refused. */
let at: usize = 0;
let end: usize = 0;

/**
 * Reads the header at `from`; what it says goes to `out`: kind (0 data, 2 dictionary, 3 data of version 2, else other),
 * uncompressed and compressed size, values, encoding, encodings of definition and repetition levels, their bytes, 1 when the
 * values are compressed. `out` has 640 bytes, the rest is scratch. Gives the address behind the header, 0 for damage.
 */
export function pageHeader(from: usize, to: usize, out: usize): usize {
  at = from;
  end = to;
  const table = out + 64;
  for (let i: usize = 0; i < 9 * 16; i++) store<i32>(table + (i << 2), MISSING);
  integers(table, 0);
  if (at == 0) return 0;
  const kind = field(table, 1, 1);
  const inner: usize = kind == 0 ? 5 * 16 : kind == 2 ? 7 * 16 : kind == 3 ? 8 * 16 : 0;
  store<i32>(out, inner == 0 ? 1 : kind);
  store<i32>(out, field(table, 2, -1), 4);
  store<i32>(out, field(table, 3, -1), 8);
  store<i32>(out, inner == 0 ? 0 : field(table, inner + 1, 0), 12);
  store<i32>(out, inner == 0 ? 0 : field(table, inner + (kind == 3 ? 4 : 2), 0), 16);
  store<i32>(out, kind == 0 ? field(table, inner + 3, 3) : 3, 20);
  store<i32>(out, kind == 0 ? field(table, inner + 4, 3) : 3, 24);
  store<i32>(out, kind == 3 ? field(table, inner + 5, 0) : 0, 28);
  store<i32>(out, kind == 3 ? field(table, inner + 6, 0) : 0, 32);
  store<i32>(out, kind == 3 ? field(table, inner + 7, 1) : 1, 36);
  return at;
}

/** Bytes of a header among those that `pageHeaders` finds, and where behind `out` they lie. */
const HEADER_BYTES: usize = 48;
const FOUND: usize = 640;

/**
 * Reads the headers of the pages that follow one another from `from` on, `most` of them or up to the one with which `slots`
 * values are there. Stops before what is damaged. Each is written behind the 640 bytes of `out` that are scratch, 48 bytes
 * apart: what `pageHeader` writes, then the address of the page's bytes. Gives how many there are.
 */
export function pageHeaders(from: usize, to: usize, slots: i32, out: usize, most: i32): i32 {
  let next = from;
  let left = slots;
  let count = 0;
  for (let found = out + FOUND; count < most && left > 0 && next < to; found += HEADER_BYTES) {
    const body = pageHeader(next, to, out);
    if (body == 0) break;
    const kind = load<i32>(out);
    const compressed = load<i32>(out, 8);
    const values = load<i32>(out, 12);
    if (compressed < 0 || <usize>compressed > to - body || values < 0 || load<i32>(out, 4) < 0) break;
    if (load<i32>(out, 28) < 0 || load<i32>(out, 32) < 0) break;
    if (kind == 0 || kind == 3) {
      if (values > left) break;
      left -= values;
    }
    memory.copy(found, out, 40);
    store<u32>(found, <u32>body, 40);
    next = body + <usize>compressed;
    count++;
  }
  return count;
}

// @ts-ignore: decorator
@inline function field(table: usize, index: usize, otherwise: i32): i32 {
  const value = load<i32>(table + (index << 2));
  return value == MISSING ? otherwise : value;
}

/** The integers of a struct by field number, those of structs in it at 16 times the field. */
function integers(table: usize, base: i64): void {
  let id: i64 = 0;
  for (;;) {
    const head = byte();
    if (at == 0 || head == 0) return;
    const type = head & 15;
    id = head > 15 ? id + <i64>(head >>> 4) : fieldNumber();
    if (at == 0) return;
    const isKept = id > 0 && id < 16 && base + id < 9 * 16;
    if (isKept && type >= 4 && type <= 6) {
      const value = unsigned();
      if (value > <u64>u32.MAX_VALUE) at = 0;
      if (at == 0) return;
      store<i32>(table + (<usize>(base + id) << 2), <i32>((<u32>value >>> 1) ^ -(<u32>value & 1)));
    } else if (isKept && (type == 1 || type == 2)) store<i32>(table + (<usize>(base + id) << 2), <i32>(type & 1));
    else if (isKept && type == 12 && base == 0) integers(table, id * 16);
    else if (type == 0 || type > 12) at = 0;
    else skip(type, 0);
    if (at == 0) return;
  }
}

function byte(): u32 {
  if (at == 0 || at >= end) {
    at = 0;
    return 0;
  }
  return <u32>load<u8>(at++);
}

/** A varint of at most ten bytes; the largest number for what has more than 64 bits. */
function unsigned(): u64 {
  let value: u64 = 0;
  for (let shift: u64 = 0; shift < 70; shift += 7) {
    const next = byte();
    if (at == 0) return 0;
    if (shift == 63 && (next & 127) > 1) value = u64.MAX_VALUE;
    else value |= <u64>(next & 127) << shift;
    if (next < 128) return value;
  }
  at = 0;
  return 0;
}

function fieldNumber(): i64 {
  const value = unsigned();
  if (value > LARGEST) at = 0;
  return <i64>(value >>> 1) ^ -<i64>(value & 1);
}

/** Passes bytes, or refuses what has fewer. */
function pass(count: u64): void {
  if (at == 0) return;
  if (count > <u64>(end - at)) at = 0;
  else at += <usize>count;
}

function skip(type: u32, depth: i32): void {
  switch (type) {
    case 1:
    case 2:
      return;
    case 3:
      return pass(1);
    case 4:
    case 5:
    case 6: {
      unsigned();
      return;
    }
    case 7:
      return pass(8);
    case 8:
      return pass(unsigned());
    case 9:
    case 10:
      return skipList(depth);
    case 11:
      return skipMap(depth);
    default:
      skipStruct(depth);
  }
}

function skipStruct(depth: i32): void {
  if (depth >= MOST_NESTING) at = 0;
  while (at != 0) {
    const head = byte();
    if (at == 0 || head == 0) return;
    const type = head & 15;
    if (type == 0 || type > 12) at = 0;
    else {
      if (head < 16) fieldNumber();
      if (at != 0) skip(type, depth + 1);
    }
  }
}

function skipList(depth: i32): void {
  const head = byte();
  let count = <u64>(head >>> 4);
  if (count == 15) count = unsigned();
  if (at == 0 || count > <u64>(end - at)) at = 0;
  for (; at != 0 && count > 0; count--) skipElement(head & 15, depth);
}

function skipMap(depth: i32): void {
  let count = unsigned();
  if (count == 0) return;
  if (at == 0 || count > <u64>(end - at)) at = 0;
  const types = byte();
  for (; at != 0 && count > 0; count--) {
    skipElement(types >>> 4, depth);
    if (at != 0) skipElement(types & 15, depth);
  }
}

/** Booleans in lists and maps take a byte each. */
function skipElement(type: u32, depth: i32): void {
  if (depth >= MOST_NESTING) at = 0;
  else if (type <= 2) byte();
  else skip(type, depth + 1);
}
