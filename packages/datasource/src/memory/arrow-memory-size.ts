/**
 * Bytes that a column takes in the real engine's memory: what its statistics of in-memory tables say, and so which side of
 * a join it builds. An array has a header, and buffers that grow by powers of two (values) or in blocks (text, bits).
 *
 * | array | bytes |
 * |---|---|
 * | fixed width | 96 + capacity x width |
 * | fixed-size binary | 112 + rows x width |
 * | views | 112 + capacity x 16 + blocks of text |
 * | booleans | 88 + bits in steps of 64 bytes |
 * | with nulls | 64 for every 512 rows more |
 */
import { fixedWidthOf } from '@datafusion-ts/common';
import { INLINE_BYTES, type HostColumn } from '@datafusion-ts/compute';

const BITS_A_STEP = 512;
const FIRST_TEXT_BLOCK = 16_384;
const LAST_TEXT_BLOCK = 2_097_152;
const VIEW_BYTES = 16;

/** Estimated bytes of a column as Arrow arrays hold it. */
export function arrowMemorySize(column: HostColumn): number {
  return bodySize(column) + (column.nullCount === 0 ? 0 : bitmapSize(column.length));
}

function bodySize(column: HostColumn): number {
  const { type, length, children } = column;
  switch (type.kind) {
    case 'Null':
      return 16;
    case 'Boolean':
      return 88 + bitmapSize(length);
    case 'Utf8View':
    case 'BinaryView':
      return 112 + capacityFor(length) * 16 + textBlocks(column);
    case 'Utf8':
    case 'Binary':
    case 'LargeUtf8':
    case 'LargeBinary':
      return 136 + Math.max(1024, powerOfTwo(textBytes(column)));
    case 'FixedSizeBinary':
      return 112 + length * type.byteWidth;
    case 'Struct':
      return children.reduce((sum, child) => sum + arrowMemorySize(child), 96);
    default: {
      const width = fixedWidthOf(type);
      if (width !== undefined) return 96 + capacityFor(length) * width;
      return children.reduce((sum, child) => sum + arrowMemorySize(child), 120);
    }
  }
}

const bitmapSize = (length: number): number => Math.ceil(length / BITS_A_STEP) * 64;

const powerOfTwo = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, count)));

/** Room for values: at least four, doubled as they come. */
const capacityFor = (length: number): number => Math.max(4, powerOfTwo(length));

const textBytes = ({ text }: HostColumn): number => text.reduce((sum, bytes) => sum + bytes.byteLength, 0);

/** Blocks double in size up to a limit. */
function textBlocks(column: HostColumn): number {
  let total = 0;
  let block = FIRST_TEXT_BLOCK;
  for (const bytes = blockBytes(column); total < bytes; block = Math.min(block * 2, LAST_TEXT_BLOCK)) total += block;
  return total;
}

const blockSizes = new WeakMap<HostColumn, number>();

/** Bytes of the values that do not lie in their views. */
function blockBytes(column: HostColumn): number {
  let total = blockSizes.get(column);
  if (total === undefined) {
    const lengthAt = textLength(column);
    total = 0;
    for (let row = 0; row < column.length; row++) {
      const bytes = lengthAt(row);
      if (bytes > INLINE_BYTES) total += bytes;
    }
    blockSizes.set(column, total);
  }
  return total;
}

/** Bytes of the value in a row, from its view or between offsets. */
function textLength({ values, offsets }: HostColumn): (row: number) => number {
  if (offsets !== undefined) return (row) => Number(offsets[row + 1]!) - Number(offsets[row]!);
  if (values === undefined) return () => 0;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (row) => view.getUint32(row * VIEW_BYTES, true);
}
