/**
 * What a consumer says of the values it does not look at. `max(price)` that has seen 90 needs nothing of a stretch of rows
 * whose dictionary ends at 85: a scan that is told so leaves such values where they are, neither unpacked nor even
 * decompressed, and gives NULL instead. The rows stay, and so do their other columns.
 */
import type { Values } from '@datafusion-ts/compute';

/** Asked by whoever gives the rows, before it makes a batch. */
export interface ColumnNeeds {
  /**
   * Whether values of a column are wanted when all of them are among `entries` or NULL; NULL may be given for values that
   * are not. The answer holds for the next batch.
   */
  needs(column: number, entries: Values): boolean;
}

/** The needs of a stream of which `columns` are handed on, and whose columns `own` are looked at on the way. */
export function needsBefore(
  needs: ColumnNeeds,
  columns: readonly number[] | undefined,
  own: readonly number[],
): ColumnNeeds {
  const looked = new Set(own);
  return {
    needs(column, entries) {
      if (looked.has(column)) return true;
      if (columns === undefined) return needs.needs(column, entries);
      return columns.some((from, to) => from === column && needs.needs(to, entries));
    },
  };
}
