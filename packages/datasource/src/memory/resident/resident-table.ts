/**
 * The engine's own form of a table that lives in garbage-collected memory: columns of segments, made when a scan first wants
 * them, kept for the scans that follow. Texts are views, decimals as narrow as their values, columns of few distinct
 * values codes into entries that the whole table shares.
 *
 * The rows as they were given stay where they are: what is kept here may go at any time (`residentMemory`), and goes with
 * the table.
 */
import type { Schema } from '@datafusion-ts/common';
import {
  Arena,
  columnFromHost,
  concatVectors,
  copyBytesTo,
  copyVector,
  flatten,
  HostDictionaries,
  kernels,
  type ColumnVector,
  type FlatVector,
  type HostBatch,
} from '@datafusion-ts/compute';
import { hasDictionary, isTextual } from './column-shape.js';
import { encodeColumn, mostEntries, type EncodedColumn } from './encode-column.js';
import { ResidentColumn, ResidentDictionary } from './resident-column.js';
import { residentMemory } from './resident-memory.js';
import { segmentsOf, type Place, type Segment } from './segment.js';

/** What is known of a column. */
interface ColumnState {
  dictionary: ResidentDictionary | undefined;
  /** Rows the table had when there were too many distinct values. */
  flatAt: number;
}

/** A column of too many distinct values is looked at again when the table has so many times the rows. */
const GROWTH = 4;

/** Gives memory back when the table that held it is gone. */
const abandoned =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<Set<ResidentColumn>>((columns) => evictAll(columns));

const evictAll = (columns: Iterable<ResidentColumn>): void => {
  for (const column of [...columns]) column.evict();
};

/** The segments of one table and what is kept of their columns. */
export class ResidentTable {
  readonly schema: Schema;
  readonly #held = new Set<ResidentColumn>();
  readonly #states: ColumnState[];
  /** Columns that are copied in at each scan: those with dictionaries of their own. */
  readonly #isForeign: readonly boolean[];
  #places = new Map<HostBatch, readonly Place[]>();
  #rowCount = 0;

  constructor(schema: Schema) {
    this.schema = schema;
    this.#states = schema.fields.map(() => ({ dictionary: undefined, flatAt: 0 }));
    this.#isForeign = schema.fields.map(({ dataType }) => dataType.kind === 'Null' || hasDictionary(dataType));
    abandoned?.register(this, this.#held);
  }

  /**
   * Batches cut to places that follow each other in a segment. Batches that are not the table's, or not any more, have
   * segments of which nothing is kept.
   */
  *stretches(batches: readonly HostBatch[]): Generator<readonly Place[], void, undefined> {
    let stretch: Place[] = [];
    for (const batch of batches) {
      for (const place of this.#placesOf(batch)) {
        const last = stretch.at(-1);
        if (last !== undefined && (last.segment !== place.segment || last.at + last.rowCount !== place.at)) {
          yield stretch;
          stretch = [];
        }
        stretch.push(place);
      }
    }
    if (stretch.length > 0) yield stretch;
  }

  #placesOf(batch: HostBatch): readonly Place[] {
    if (batch.rowCount === 0) return [];
    return this.#places.get(batch) ?? segmentsOf([batch], { isKept: false }).flatMap((segment) => segment.places());
  }

  /** Says which rows the table has now. Segments whose batches are still there stay. */
  arrange(partitions: readonly (readonly HostBatch[])[]): void {
    const before = this.#places;
    this.#places = new Map();
    this.#rowCount = 0;
    // A batch that is given several times has one place, which scans read as often.
    const seen = new Set<HostBatch>();
    for (const batches of partitions) {
      const fresh = [...new Set(batches)].filter((batch) => !seen.has(batch));
      for (const batch of fresh) seen.add(batch);
      this.#arrangePartition(fresh, before);
    }
    const kept = new Set([...this.#places.values()].flatMap((places) => places.map(({ segment }) => segment)));
    for (const { segment } of [...before.values()].flat()) if (!kept.has(segment)) evictColumns(segment);
  }

  #arrangePartition(batches: readonly HostBatch[], before: ReadonlyMap<HostBatch, readonly Place[]>): void {
    const segments: Segment[] = [];
    let fresh: HostBatch[] = [];
    const close = (): void => {
      if (fresh.length > 0)
        segments.push(...segmentsOf(this.#withSmaller(segments, fresh), { isAlone: this.#isForeign.some(Boolean) }));
      fresh = [];
    };
    const present = new Set(batches);
    for (const batch of batches) {
      this.#rowCount += batch.rowCount;
      if (batch.rowCount === 0) continue;
      const known = before.get(batch)?.map(({ segment }) => segment);
      if (known?.every(({ pieces }) => pieces.every((piece) => present.has(piece.batch))) !== true) fresh.push(batch);
      else {
        close();
        for (const segment of known) if (segments.at(-1) !== segment) segments.push(segment);
      }
    }
    close();
    for (const segment of segments) this.#place(segment);
  }

  /** New batches, and before them those of the last segments that are no larger: so many small inserts make few segments. */
  #withSmaller(segments: Segment[], fresh: readonly HostBatch[]): readonly HostBatch[] {
    let rows = fresh.reduce((sum, batch) => sum + batch.rowCount, 0);
    const all = [...fresh];
    for (let last = segments.at(-1); last !== undefined && last.rowCount <= rows; last = segments.at(-1)) {
      const { pieces } = last;
      if (pieces.some(({ batch, rowCount }) => batch.rowCount !== rowCount)) break;
      segments.pop();
      all.unshift(...pieces.map(({ batch }) => batch));
      rows += last.rowCount;
    }
    return all;
  }

  #place(segment: Segment): void {
    for (const place of segment.places()) {
      this.#places.set(place.batch, [...(this.#places.get(place.batch) ?? []), place]);
    }
  }

  /** A column of a segment, made when it is not there; undefined when it cannot be kept: then it is to be read at each scan. */
  column(segment: Segment, index: number): ResidentColumn | undefined {
    const known = segment.columns[index];
    if (known?.isAlive === true) return known;
    if (this.#isForeign[index] === true || !segment.isKept || residentMemory.limit === 0) return undefined;
    const scratch = new Arena();
    try {
      return (segment.columns[index] = this.#make(readSegment(segment, index, scratch), index, scratch));
    } finally {
      scratch.release();
    }
  }

  /** Gives all memory back, or lets it go with the scans that still read; nothing is kept until {@link arrange}. */
  release(): void {
    this.#places = new Map();
    evictAll(this.#held);
  }

  #make(vector: ColumnVector, index: number, scratch: Arena): ResidentColumn | undefined {
    const flat = flatten(vector, scratch);
    if (!residentMemory.makeRoom(byteLength(flat))) return undefined;
    const state = this.#states[index]!;
    if (state.dictionary?.isAlive !== true) state.dictionary = undefined;
    const { dictionary } = state;
    dictionary?.retain(); // its entries must not go when memory is short
    try {
      return this.#keep(flat, state, scratch);
    } finally {
      dictionary?.release();
    }
  }

  #keep(flat: FlatVector, state: ColumnState, scratch: Arena): ResidentColumn {
    const mayHaveFew = this.#rowCount >= state.flatAt * GROWTH;
    const encoded = mayHaveFew ? this.#encode(flat, state, scratch) : undefined;
    if (mayHaveFew && encoded === undefined && flat.nullCount < flat.length) state.flatAt = this.#rowCount;
    return encoded === undefined ? this.#keepFlat(flat) : this.#keepCodes(flat, encoded, state);
  }

  #encode(flat: FlatVector, { dictionary }: ColumnState, scratch: Arena): EncodedColumn | undefined {
    return encodeColumn(flat, dictionary?.values.column, mostEntries(flat.type, this.#rowCount), scratch);
  }

  #keepFlat(flat: FlatVector): ResidentColumn {
    const arena = new Arena(undefined, 'lasting');
    try {
      return new ResidentColumn(flatten(copyVector(flat, arena), arena), arena, this.#held, 0);
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  #keepCodes(flat: FlatVector, { codes, width, grown }: EncodedColumn, state: ColumnState): ResidentColumn {
    const { type, length, nullCount, validity } = flat;
    const dictionary = entriesAfter(state, grown);
    const arena = new Arena(undefined, 'lasting');
    dictionary.retain();
    try {
      const own = arena.alloc(length * width);
      copyBytesTo(own, codes, length * width);
      const bits = validity === 0 ? 0 : arena.alloc((length + 7) >>> 3);
      if (bits !== 0) copyBytesTo(bits, validity, (length + 7) >>> 3);
      const stored = {
        encoding: 'codes',
        type,
        length,
        nullCount,
        validity: bits,
        codes: own,
        width,
        dictionary,
      } as const;
      return new ResidentColumn(stored, arena, this.#held, grown?.byteLength ?? 0);
    } catch (error) {
      arena.release();
      throw error;
    } finally {
      dictionary.release();
    }
  }
}

/** The table's entries with those that a segment added. */
function entriesAfter(state: ColumnState, grown: EncodedColumn['grown']): ResidentDictionary {
  if (state.dictionary === undefined) return (state.dictionary = new ResidentDictionary(grown!.values));
  if (grown !== undefined) state.dictionary.extend(grown.values);
  return state.dictionary;
}

function evictColumns(segment: Segment): void {
  for (const column of segment.columns) column?.evict();
}

/** All rows of a column of a segment, copied into an arena; entries of dictionaries live as long. */
export function readSegment(
  { pieces }: Segment,
  index: number,
  arena: Arena,
  dictionaries: HostDictionaries = keptDictionaries(arena),
): ColumnVector {
  const parts = pieces.map(({ batch, offset, rowCount }) =>
    columnFromHost(batch.columns[index]!, offset, rowCount, arena, dictionaries),
  );
  return concatVectors(parts, parts[0]!.type, arena);
}

function keptDictionaries(arena: Arena): HostDictionaries {
  const own = new HostDictionaries();
  arena.keep(own);
  return own;
}

/** Bytes of a column, without what nested ones have inside of texts. */
function byteLength(flat: FlatVector): number {
  const text = isTextual(flat.type) ? kernels().longTextBytes(flat.values, flat.length) : 0;
  const children = flat.children.reduce((sum, child) => sum + (child.encoding === 'flat' ? byteLength(child) : 0), 0);
  return flat.length * flat.width + text + children + (flat.length >>> 3);
}
