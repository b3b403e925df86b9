/** Columns of a stretch of a segment as a scan reads them: resident ones where they lie, others copied in. */
import {
  Arena,
  HostDictionaries,
  kernels,
  sliceVector,
  takeVector,
  Values,
  type ColumnVector,
  type DictionaryVector,
} from '@datafusion-ts/compute';
import type { DataType } from '@datafusion-ts/common';
import type { CodedColumn, CodedPage, CodedPart, PageRows, SegmentReader } from '../../filter/segment-reader.js';
import type { ResidentColumn } from './resident-column.js';
import { readSegment, type ResidentTable } from './resident-table.js';
import type { Segment } from './segment.js';

/** Entries are tested instead of rows up to this many a row. */
const MOST_ENTRIES = 0.9;

/** Reads one segment after the other; columns that it reads stay until it moves on. */
export class ResidentReader implements SegmentReader {
  readonly #table: ResidentTable;
  /** Positions in the table of the columns that are read. */
  readonly #columns: readonly number[];
  /** The entries as this scan knows them: what is derived from them goes with the scan. */
  readonly #values = new Map<Values, Values>();
  readonly #dictionaries = new HostDictionaries();
  readonly #codes: (SegmentCodes | undefined)[];
  /** Holds columns that are not resident. */
  readonly #arena = new Arena();
  #segment: Segment | undefined;
  #pinned: ResidentColumn[] = [];
  #vectors: (ColumnVector | undefined)[] = [];
  /** First row of those that are read. */
  #at = 0;

  constructor(table: ResidentTable, columns: readonly number[]) {
    this.#table = table;
    this.#columns = columns;
    this.#codes = columns.map(() => undefined);
  }

  /** Stands at a row of a segment from now on. */
  moveTo(segment: Segment, at: number): void {
    this.#at = at;
    if (segment === this.#segment) return;
    this.#leave();
    this.#segment = segment;
  }

  /** Goes on at another row of the segment. */
  moveWithin(at: number): void {
    this.#at = at;
  }

  /** What makes tables of entries good for one segment and not for another. */
  codesOf(index: number): object | undefined {
    const vector = this.#vector(index);
    return vector.encoding === 'dictionary' && hasFewEntries(vector) ? vector.values : undefined;
  }

  slice(index: number, from: number, count: number, arena: Arena): ColumnVector {
    return sliceVector(this.#vector(index), this.#at + from, count, arena);
  }

  gather(index: number, rows: number, count: number, arena: Arena): ColumnVector {
    if (this.#at === 0) return takeVector(this.#vector(index), rows, count, arena);
    const own = arena.alloc(count * 4);
    kernels().addU32(rows, count, this.#at, own);
    return takeVector(this.#vector(index), own, count, arena);
  }

  flat(index: number): CodedColumn | undefined {
    const vector = this.#vector(index);
    if (vector.encoding !== 'dictionary' || !hasFewEntries(vector)) return undefined;
    return (this.#codes[index] ??= new SegmentCodes(
      this.#table.schema.field(this.#columns[index]!).dataType,
      () => this.#vector(index) as DictionaryVector,
      () => this.#at,
    ));
  }

  release(): void {
    this.#leave();
    for (const values of this.#values.values()) values.release();
    this.#values.clear();
    this.#dictionaries.release();
    this.#arena.release();
  }

  #leave(): void {
    for (const column of this.#pinned) column.unpin();
    this.#pinned = [];
    this.#vectors = [];
    this.#arena.reset();
    this.#segment = undefined;
  }

  /** All rows of the segment. */
  #vector(index: number): ColumnVector {
    return (this.#vectors[index] ??= this.#read(this.#segment!, this.#columns[index]!));
  }

  #read(segment: Segment, column: number): ColumnVector {
    const resident = this.#table.column(segment, column);
    if (resident === undefined) return readSegment(segment, column, this.#arena, this.#dictionaries);
    this.#pinned.push(resident.pin());
    const { stored } = resident;
    if (stored.encoding === 'flat') return stored;
    const { type, length, nullCount, validity, codes, width } = stored;
    const values = this.#own(stored.dictionary.values);
    return { encoding: 'dictionary', type, length, nullCount, validity, codes, width, values };
  }

  #own(shared: Values): Values {
    let values = this.#values.get(shared);
    if (values === undefined) {
      const source = shared.retain();
      values = new Values(source.column, () => source.release());
      this.#values.set(shared, values);
    }
    return values;
  }
}

const hasFewEntries = ({ values, length }: DictionaryVector): boolean => values.column.length <= length * MOST_ENTRIES;

/** The codes of a column in the segment that is read. */
class SegmentCodes implements CodedColumn, CodedPage {
  readonly type: DataType;
  readonly isNullable = true;
  readonly isCoded = true;
  readonly #vector: () => DictionaryVector;
  readonly #at: () => number;

  constructor(type: DataType, vector: () => DictionaryVector, at: () => number) {
    this.type = type;
    this.#vector = vector;
    this.#at = at;
  }

  get nullCount(): number {
    return this.#vector().nullCount;
  }

  get validity(): number {
    return this.#vector().validity;
  }

  entries(): { readonly values: Values; readonly codeWidth: 1 | 2 | 4 } {
    const { values, width } = this.#vector();
    return { values, codeWidth: width };
  }

  areCodes(): boolean {
    return true;
  }

  parts(start: number, count: number): readonly CodedPart[] {
    return [{ page: this, from: this.#at() + start, count, at: 0 }];
  }

  codes(): number {
    return this.#vector().codes;
  }

  narrow(table: number, nullPasses: boolean, { rows, count, first }: PageRows, to: number): number {
    const { codes, width, validity } = this.#vector();
    return kernels().narrowCodes(codes, width, validity, nullPasses ? 255 : 0, rows, count, first, table, to);
  }
}
