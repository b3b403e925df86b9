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
