/** Opens data pages: levels, then values. */
import { mem, type Arena } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError, parquetNotImplemented } from '../parquet-error.js';
import type { ChunkSource } from './chunk-source.js';
import { denseValues, type DenseContext } from './dense-values.js';
import type { LeafStore } from './leaf-store.js';
import { contentOf, inflate, pageBytes, type Bytes } from './page-bytes.js';
import { Encoding, type PageHeader } from './page-header.js';
import { checkSpace } from './plain-values.js';

/** A decoded page of a column in lists or structs: values for the slots of the highest level only. */
export interface OpenPage {
  readonly arena: Arena;
  /** Values, nulls and empty lists. */
  readonly slots: number;
  readonly kind: 'Codes' | 'Values';
  readonly address: number;
  /** A byte a slot, 0 when all are at the highest level. */
  readonly definitions: number;
  readonly repetitions: number;
}

/** Where parts of a page lie after decompression. */
export interface Sections {
  readonly repetitions: Section | undefined;
  readonly definitions: Section | undefined;
  readonly values: Section;
}

export interface Section {
  readonly address: number;
  readonly end: number;
}

/** Finds the parts of a page; `ready` is the body of a v1 page if it is decompressed already. */
export function sectionsOf(
  source: ChunkSource,
  header: PageHeader,
  store: LeafStore,
  arena: Arena,
  ready?: Bytes,
): Sections {
  return header.kind === 'DataV2'
    ? sectionsV2(source, header, store, arena)
    : sectionsV1(source, header, store, arena, ready);
}

function sectionsV1(
  source: ChunkSource,
  header: PageHeader,
  store: LeafStore,
  arena: Arena,
  ready: Bytes | undefined,
): Sections {
  const { definition, repetition } = store.node.levels;
  const body = ready ?? pageBytes(source, header, arena, contentOf(store, header));
  if (definition === 0 && repetition === 0) return { repetitions: undefined, definitions: undefined, values: body };
  const { address, end } = body;
  let at = address;
  const levels = (highest: number, encoding: number): Section | undefined => {
    if (highest === 0) return undefined;
    if (encoding !== Encoding.Rle) throw parquetNotImplemented(`levels of encoding ${encoding}`);
    checkSpace(4, at, end);
    const { u8 } = mem;
    const length = (u8[at]! | (u8[at + 1]! << 8) | (u8[at + 2]! << 16) | (u8[at + 3]! << 24)) >>> 0;
    checkSpace(length, at + 4, end);
    const section = { address: at + 4, end: at + 4 + length };
    at = section.end;
    return section;
  };
  const repetitions = levels(repetition, header.repetitionEncoding);
  const definitions = levels(definition, header.definitionEncoding);
  return { repetitions, definitions, values: { address: at, end } };
}

function sectionsV2(source: ChunkSource, header: PageHeader, store: LeafStore, arena: Arena): Sections {
  const { body, compressedSize, uncompressedSize, repetitionBytes, definitionBytes } = header;
  const levelBytes = repetitionBytes + definitionBytes;
  if (levelBytes > compressedSize || levelBytes > uncompressedSize)
    throw parquetError('Invalid page header: levels are larger than the page');
  const { definition, repetition } = store.node.levels;
  const packed = compressedSize - levelBytes;
  const size = uncompressedSize - levelBytes;
  const start = body + levelBytes;
  const isPlain = !header.isCompressed || packed === 0;
  if (isPlain && header.isCompressed && size > 0) throw parquetError('Invalid page header: values are missing');
  const values = isPlain
    ? { address: start, end: start + packed }
    : inflate(source, start, packed, size, arena, contentOf(store, header));
  return {
    repetitions: repetition === 0 ? undefined : { address: body, end: body + repetitionBytes },
    definitions: definition === 0 ? undefined : { address: body + repetitionBytes, end: start },
    values,
  };
}

/** Leaves room for nulls; they are zero. */
export function spread(
  from: number,
  isBits: boolean,
  width: number,
  validity: number,
  slots: number,
  arena: Arena,
): number {
  if (isBits) {
    const bitmap = arena.allocZeroed(Math.ceil(slots / 8));
    kernels().spreadBits(from, validity, slots, bitmap);
    return bitmap;
  }
  const to = arena.alloc(slots * width);
  spreadTo(from, width, validity, slots, to);
  return to;
}

/** Values of `width` bytes over `slots`, zero at those that are null. */
export function spreadTo(from: number, width: number, validity: number, slots: number, to: number): void {
  const k = kernels();
  switch (width) {
    case 0:
      break;
    case 1:
      k.spread1(from, validity, slots, to);
      break;
    case 2:
      k.spread2(from, validity, slots, to);
      break;
    case 4:
      k.spread4(from, validity, slots, to);
      break;
    case 8:
      k.spread8(from, validity, slots, to);
      break;
    case 16:
      k.spread16(from, validity, slots, to);
      break;
    default:
      k.spreadBytes(from, width, validity, slots, to);
  }
}

/** Decodes a data page of a column in lists or structs. */
export function openPage(source: ChunkSource, header: PageHeader, context: DenseContext, ready?: Bytes): OpenPage {
  const { arena, store } = context;
  const { repetitions, definitions, values } = sectionsOf(source, header, store, arena, ready);
  const { definition, repetition } = store.node.levels;
  const slots = header.valueCount;
  const defs = readLevels(definitions, definition, slots, arena);
  const reps = readLevels(repetitions, repetition, slots, arena);
  let present = slots;
  if (defs !== 0) {
    present = 0;
    const { u8 } = mem;
    for (let i = 0; i < slots; i++) if (u8[defs + i] === definition) present++;
  }
  const dense = denseValues(context, header.encoding, values.address, values.end, present);
  return {
    arena,
    slots,
    kind: dense.kind,
    address: dense.address,
    definitions: defs,
    repetitions: reps,
  };
}

function readLevels(section: Section | undefined, highest: number, slots: number, arena: Arena): number {
  if (section === undefined) return 0;
  const to = arena.alloc(slots);
  const width = 32 - Math.clz32(highest);
  if (kernels().levels(section.address, section.end, width, slots, to) < 0)
    throw parquetError('EOF: invalid or truncated levels');
  const { u8 } = mem;
  for (let i = 0; i < slots; i++)
    if (u8[to + i]! > highest) throw parquetError('Level is higher than the schema allows');
  return to;
}
