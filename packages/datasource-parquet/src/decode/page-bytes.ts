import { copyBytes, type Arena } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import { Content } from './codec.js';
import type { LeafStore } from './leaf-store.js';
import { Encoding, type PageHeader } from './page-header.js';

/** A range of engine memory. */
export interface Bytes {
  readonly address: number;
  readonly end: number;
}

/** What a page of a column holds. */
export function contentOf({ isText }: LeafStore, { kind, encoding }: PageHeader): Content {
  const isCoded = kind !== 'Dictionary' && encoding !== Encoding.Plain;
  return isText || isCoded ? Content.Text : Content.Integers;
}

/** The whole uncompressed body of a page: in place when it is stored as it is. */
export function pageBytes(source: ChunkSource, header: PageHeader, arena: Arena, content: Content): Bytes {
  return inflate(source, header.body, header.compressedSize, header.uncompressedSize, arena, content);
}

/** Uncompresses `length` bytes at `body` to `size` bytes. */
export function inflate(
  source: ChunkSource,
  body: number,
  length: number,
  size: number,
  arena: Arena,
  content: Content,
): Bytes {
  const { codec } = source;
  if (codec.name === 'UNCOMPRESSED') {
    if (length !== size) throw parquetError(`Unexpected page size: ${length} bytes stored, ${size} expected`);
    return { address: body, end: body + length };
  }
  if (codec.name === 'SNAPPY') {
    const literal = kernels().snappyLiteral(body, length, size);
    if (literal !== 0) return { address: literal, end: literal + size };
  }
  const address = arena.alloc(size);
  codec.decompress(body, length, address, size, content);
  return { address, end: address + size };
}

/** The same bytes without need for those of the chunk: what lies in these is copied. */
export function ownBytes(bytes: Bytes, source: ChunkSource, arena: Arena): Bytes {
  if (bytes.address < source.address || bytes.end > source.end) return bytes;
  const length = bytes.end - bytes.address;
  const address = copyBytes(bytes.address, length, arena);
  return { address, end: address + length };
}

/** Pages below this size are not worth pairing. */
const SMALLEST_PAIR = 2048;

/** True when a page's body can be decompressed together with another one's. */
export function isPairable({ codec }: ChunkSource, header: PageHeader): boolean {
  const { kind, body, compressedSize, uncompressedSize } = header;
  if (codec.name !== 'SNAPPY' || kind === 'DataV2' || uncompressedSize < SMALLEST_PAIR) return false;
  return kernels().snappyLiteral(body, compressedSize, uncompressedSize) === 0;
}

/** Decompresses two pairable bodies, each into its arena; undefined when either is damaged. */
export function inflatePair(
  a: PageHeader,
  arenaA: Arena,
  b: PageHeader,
  arenaB: Arena,
  content: Content,
): readonly [Bytes, Bytes] | undefined {
  const [toA, toB] = [arenaA.alloc(a.uncompressedSize), arenaB.alloc(b.uncompressedSize)];
  const inflateTwo = content === Content.Text ? kernels().snappyTwo : kernels().snappyTwoPairs;
  const result = inflateTwo(
    a.body,
    a.compressedSize,
    toA,
    a.uncompressedSize,
    b.body,
    b.compressedSize,
    toB,
    b.uncompressedSize,
  );
  if (result < 0) return undefined;
  return [
    { address: toA, end: toA + a.uncompressedSize },
    { address: toB, end: toB + b.uncompressedSize },
  ];
}
