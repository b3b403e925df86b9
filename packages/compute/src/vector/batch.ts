import type { Schema } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from './column-vector.js';
import { takeAscending } from '../structural/take.js';

/** The rows of a batch that count: ascending u32 row numbers at `rows`. */
export interface Selection {
  readonly rows: number;
  readonly count: number;
  /** Where it is known, a byte for each row of the columns: 0 for those that do not count. */
  readonly mask?: number;
}

/** Selections of at least this share of the rows leave out few. */
const MOST_ROWS_SHARE = 0.8;

/** A column without the selection, good for as long as its arena keeps it. */
interface Gathered {
  readonly vector: ColumnVector;
  readonly arena: Arena;
  readonly generation: number;
}

/**
 * Rows between operators. Valid until the consumer asks for the next batch.
 *
 * With a selection, `columns` hold more rows than `rowCount`, and only the selected ones count. Expressions never see
 * that: `column(i, arena)` gives exactly `rowCount` values, gathering once per batch and arena.
 */
export class Batch {
  readonly schema: Schema;
  readonly columns: readonly ColumnVector[];
  /** Rows that count: `selection.count`, or the length of every column. */
  readonly rowCount: number;
  /** Never without columns, which alone tell how many rows were selected from. */
  readonly selection: Selection | undefined;
  #gathered: (Gathered | undefined)[] | undefined;

  constructor(schema: Schema, columns: readonly ColumnVector[], rowCount: number, selection?: Selection) {
    this.schema = schema;
    this.columns = columns;
    this.rowCount = selection === undefined ? rowCount : selection.count;
    this.selection = columns.length === 0 ? undefined : selection;
  }

  /** Column `index` with exactly `rowCount` values; gathered into `arena` when there is a selection. */
  column(index: number, arena: Arena): ColumnVector {
    const column = this.columns[index];
    if (column === undefined) throw new RangeError(`column ${index} of ${this.columns.length}`);
    if (this.selection === undefined) return column;
    const cache = (this.#gathered ??= new Array<Gathered | undefined>(this.columns.length));
    const known = cache[index];
    if (known !== undefined && known.arena === arena && known.generation === arena.generation) return known.vector;
    const vector = takeAscending(column, this.selection.rows, this.selection.count, arena);
    cache[index] = { vector, arena, generation: arena.generation };
    return vector;
  }

  /**
   * All rows, where few are left out by the selection: then computing with these, too, takes less than leaving them out.
   * Undefined where there is no selection or it leaves out many.
   */
  whole(): Batch | undefined {
    const length = this.columns[0]?.length ?? 0;
    if (this.selection === undefined || this.selection.count < length * MOST_ROWS_SHARE) return undefined;
    return new Batch(this.schema, this.columns, length);
  }

  /** The same rows without a selection. */
  compact(arena: Arena): Batch {
    if (this.selection === undefined) return this;
    return new Batch(
      this.schema,
      this.columns.map((_, i) => this.column(i, arena)),
      this.rowCount,
    );
  }
}
