import { mem } from '@datafusion-ts/compute';
import { CompactReader, HEADER_INTEGERS } from '../thrift/compact-reader.js';

const MISSING = -0x8000_0000;

/** Where the fields of the header of a page's kind lie: `data_page_header`, `dictionary_page_header`, `data_page_header_v2`. */
const INNER: Readonly<Record<number, number>> = { 0: 5 * 16, 2: 7 * 16, 3: 8 * 16 };

/**
 * Reads the page header at an address; what it says goes to `out`: kind (0 data, 2 dictionary, 3 data of version 2, else
 * other), uncompressed and compressed size, values, encoding, encodings of definition and repetition levels, their bytes,
 * 1 when the values are compressed. `out` has 640 bytes, the rest is scratch. Gives the address behind it, 0 for damage.
 */
export function pageHeader(address: number, end: number, out: number): number {
  const reader = new CompactReader(mem.u8, address, end);
  const fields = new Int32Array(HEADER_INTEGERS).fill(MISSING);
  const field = (index: number, otherwise: number): number => {
    const value = fields[index]!;
    return value === MISSING ? otherwise : value;
  };
  try {
    reader.integersOf(fields);
  } catch {
    return 0;
  }
  const kind = field(1, 1);
  const inner = INNER[kind] ?? 0;
  const [isV1, isV2] = [kind === 0, kind === 3];
  mem.i32.set(
    [
      inner === 0 ? 1 : kind,
      field(2, -1),
      field(3, -1),
      inner === 0 ? 0 : field(inner + 1, 0),
      inner === 0 ? 0 : field(inner + (isV2 ? 4 : 2), 0),
      isV1 ? field(inner + 3, 3) : 3,
      isV1 ? field(inner + 4, 3) : 3,
      isV2 ? field(inner + 5, 0) : 0,
      isV2 ? field(inner + 6, 0) : 0,
      isV2 ? field(inner + 7, 1) : 1,
    ],
    out >>> 2,
  );
  return reader.position;
}

/** Integers of a header among those that `pageHeaders` finds, and bytes behind `out` where they lie. */
const HEADER_INTEGERS_FOUND = 12;
const FOUND = 640;

/**
 * Reads the headers of the pages that follow one another from an address on, `most` of them or up to the one with which
 * `slots` values are there. Stops before what is damaged. Each is written behind the 640 bytes of `out` that are scratch, 48
 * bytes apart: what `pageHeader` writes, then the address of the page's bytes. Gives how many there are.
 */
export function pageHeaders(address: number, end: number, slots: number, out: number, most: number): number {
  const { i32, u32 } = mem;
  const header = out >>> 2;
  let next = address;
  let left = slots;
  let count = 0;
  while (count < most && left > 0 && next < end) {
    const body = pageHeader(next, end, out);
    if (body === 0) break;
    const [kind, uncompressed, compressed, values] = [
      i32[header]!,
      i32[header + 1]!,
      i32[header + 2]!,
      i32[header + 3]!,
    ];
    if (compressed < 0 || compressed > end - body || values < 0 || uncompressed < 0) break;
    if (i32[header + 7]! < 0 || i32[header + 8]! < 0) break;
    if (kind === 0 || kind === 3) {
      if (values > left) break;
      left -= values;
    }
    const found = (out + FOUND) / 4 + count * HEADER_INTEGERS_FOUND;
    i32.copyWithin(found, header, header + 10);
    u32[found + 10] = body;
    next = body + compressed;
    count++;
  }
  return count;
}
