/** What a filter needs to know of rows that lie in columns: pages of a file, or a table held in memory. */
import type { DataType } from '@datafusion-ts/common';
import type { Arena, Batch, ColumnVector, Selection, Values } from '@datafusion-ts/compute';
import type { FilterPart } from './row-filter.js';

/** Wanted rows, ascending, and the number of the first row of the page they lie in. */
export interface PageRows {
  /** Address of u32 row numbers. */
  readonly rows: number;
  readonly count: number;
  readonly first: number;
}

/** Rows that lie together, as codes or as values. */
export interface CodedPage {
  readonly isCoded: boolean;
  readonly nullCount: number;
  /** Address of the validity bitmap; 0 when nothing is null. */
  readonly validity: number;
  /** Address of the codes, when there are. */
  codes(): number;
  /** Writes the wanted rows whose code a table of 0 and 255 an entry lets pass, nulls as said; gives how many. `arena` is for steps between. */
  narrow(table: number, nullPasses: boolean, rows: PageRows, to: number, arena: Arena): number;
}

/** Rows `[from, from + count)` of a page, which are `at` and following of what is asked for. */
export interface CodedPart {
  readonly page: CodedPage;
  readonly from: number;
  readonly count: number;
  readonly at: number;
}

/** A column whose rows may be codes of one dictionary. */
export interface CodedColumn {
  readonly type: DataType;
  /** False where no row can be null. */
  readonly isNullable: boolean;
  /** The entries and the bytes of a code, where there are few enough entries for testing them instead of rows. */
  entries(): { readonly values: Values; readonly codeWidth: 1 | 2 | 4 } | undefined;
  /** Whether rows `[start, start + count)` are all codes, found without opening their pages. */
  areCodes(start: number, count: number): boolean;
  /** The pages that hold rows `[start, start + count)`. */
  parts(start: number, count: number): readonly CodedPart[];
}

/** Columns of a segment; rows are counted from where the reader stands. */
export interface SegmentReader {
  slice(index: number, from: number, count: number, arena: Arena): ColumnVector;
  /** The rows of column `index` at ascending row numbers. */
  gather(index: number, rows: number, count: number, arena: Arena): ColumnVector;
  /** The codes of column `index`; undefined where it can have none. */
  flat(index: number): CodedColumn | undefined;
}

/** Some columns of a table, out of those that are read. */
export interface ReadColumns {
  /** Positions among the columns that are read. */
  readonly readers: readonly number[];
  /** The table's columns out of those of `readers`, in that order. */
  batch(vectors: readonly ColumnVector[], count: number, selection: Selection | undefined, arena: Arena): Batch;
}

/** Which columns a filter reads. */
export interface FilterColumns {
  /** Whether conditions on one column let null pass, as far as they were asked. */
  readonly nullPasses: Map<FilterPart, boolean>;
  /** Some of the table's columns that are read; made once for an array. */
  columns(tableColumns: readonly number[]): ReadColumns;
}
