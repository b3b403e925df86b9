/**
 * Leaves out row groups whose Bloom filters say that none of the values a predicate needs occurs. Filters are split into
 * blocks of 256 bits; a value's xxHash64 chooses a block by its upper half and one bit in each of the block's eight words
 * by its lower half.
 */
import type { DataType, ScalarValue } from '@datafusion-ts/common';
import { valueTypeOf } from '@datafusion-ts/compute';
import type { PruningPredicate } from '@datafusion-ts/pruning';
import { PhysicalKind, type RowGroup } from '../metadata/file-metadata.js';
import type { FileColumns } from '../schema/build-columns.js';
import type { LeafNode } from '../schema/column-node.js';
import { CompactReader } from '../thrift/compact-reader.js';
import type { OpenFile } from './row-group-reader.js';
import { xxHash64 } from './xx-hash.js';

/** The row groups that may hold rows of the predicate. */
export async function pruneByBloomFilters(
  file: OpenFile,
  groups: readonly RowGroup[],
  predicate: PruningPredicate,
  { schema, nodes }: FileColumns,
): Promise<readonly RowGroup[]> {
  const columns = predicate.literalGuarantees.filter(({ guarantee }) => guarantee === 'In').map(({ column }) => column);
  const leaves = columns.flatMap((column) => {
    const node = nodes[schema.indexOf(column.name)];
    return node?.kind === 'Leaf' && node.levels.repetition === 0 ? [node] : [];
  });
  if (
    leaves.every(({ leafIndex }) => groups.every((group) => group.columns[leafIndex]!.bloomFilterOffset === undefined))
  )
    return groups;
  const kept: RowGroup[] = [];
  for (const group of groups) {
    const filters = new Map<string, { readonly node: LeafNode; readonly words: Uint32Array }>();
    for (const node of leaves) {
      const words = await readFilter(file, group, node);
      if (words !== undefined) filters.set(node.field.name, { node, words });
    }
    if (mayMatch(predicate, filters)) kept.push(group);
  }
  return kept;
}

function mayMatch(
  predicate: PruningPredicate,
  filters: ReadonlyMap<string, { readonly node: LeafNode; readonly words: Uint32Array }>,
): boolean {
  return predicate.literalGuarantees.every(({ column, guarantee, literals }) => {
    const filter = filters.get(column.name);
    if (guarantee === 'NotIn' || filter === undefined) return true;
    return literals.some((value) => {
      const bytes = plainBytes(value, filter.node);
      return bytes === undefined || contains(filter.words, xxHash64(bytes));
    });
  });
}

const WORDS_PER_BLOCK = 8;
const LARGEST_HEADER = 64;

/** The filter's words; undefined when there is none that can be read. */
async function readFilter(file: OpenFile, group: RowGroup, node: LeafNode): Promise<Uint32Array | undefined> {
  const { bloomFilterOffset: start, bloomFilterLength } = group.columns[node.leafIndex]!;
  if (start === undefined || start < 0 || start >= file.size) return undefined;
  const firstEnd = Math.min(file.size, start + (bloomFilterLength ?? LARGEST_HEADER));
  const head = await file.store.getRange(file.location, { start, end: firstEnd });
  const reader = new CompactReader(head);
  let byteCount = -1;
  reader.struct((id) => {
    if (id !== 1) return false;
    byteCount = reader.integer();
    return true;
  });
  const from = start + reader.position;
  if (byteCount <= 0 || byteCount % 32 !== 0 || byteCount > file.size - from) return undefined;
  const bytes =
    head.length >= reader.position + byteCount
      ? head.slice(reader.position, reader.position + byteCount)
      : (await file.store.getRange(file.location, { start: from, end: from + byteCount })).slice();
  return new Uint32Array(bytes.buffer, 0, byteCount / 4);
}

const SALTS = [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];

function contains(words: Uint32Array, hash: bigint): boolean {
  const blocks = BigInt(words.length / WORDS_PER_BLOCK);
  const block = Number(((hash >> 32n) * blocks) >> 32n) * WORDS_PER_BLOCK;
  const low = Number(hash & 0xffff_ffffn);
  return SALTS.every((salt, i) => ((words[block + i]! >>> (Math.imul(low, salt) >>> 27)) & 1) === 1);
}

/** A literal as the column stores it; undefined when it is not known how. */
function plainBytes(value: ScalarValue, node: LeafNode): Uint8Array | undefined {
  const data = value.value;
  const type = valueTypeOf(node.type);
  if (!sameFamily(valueTypeOf(value.dataType), type)) return undefined;
  if (typeof data === 'string')
    return node.physical === PhysicalKind.ByteArray ? new TextEncoder().encode(data) : undefined;
  if (data instanceof Uint8Array) return data;
  const view = new DataView(new ArrayBuffer(8));
  switch (node.physical) {
    case PhysicalKind.Int32:
      if (typeof data !== 'number' && typeof data !== 'bigint') return undefined;
      view.setInt32(0, Number(data), true);
      return new Uint8Array(view.buffer, 0, 4);
    case PhysicalKind.Int64:
      if (typeof data !== 'bigint') return undefined;
      view.setBigInt64(0, data, true);
      return new Uint8Array(view.buffer);
    case PhysicalKind.Float:
      if (typeof data !== 'number') return undefined;
      view.setFloat32(0, data, true);
      return new Uint8Array(view.buffer, 0, 4);
    case PhysicalKind.Double:
      if (typeof data !== 'number') return undefined;
      view.setFloat64(0, data, true);
      return new Uint8Array(view.buffer);
    default:
      return undefined;
  }
}

/** Values of other types than the column's are not looked up: their bytes differ. */
function sameFamily(a: DataType, b: DataType): boolean {
  const text = ['Utf8', 'LargeUtf8', 'Utf8View'];
  if (text.includes(a.kind) && text.includes(b.kind)) return true;
  if (a.kind !== b.kind) return false;
  return !('scale' in a) || !('scale' in b) || a.scale === b.scale;
}
