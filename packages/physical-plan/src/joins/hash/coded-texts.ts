/**
 * Texts of a small build side become codes into them: a row of the output then holds the number of its build row instead of
 * a view, operators above evaluate functions, comparisons and group keys once per build row, and the next join moves a
 * byte or two. The texts are copied, because codes may outlive the join.
 */
import {
  Batch,
  areShortEnoughToCopy,
  mem,
  copyEntries,
  physicalTypeOf,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';

/** Build sides of more rows are not worth it: most batches would use an entry at most once. */
const MOST_ROWS = 4096;

/** The batch with the texts at `positions` coded, in `arena`; the batch itself when it is too large. */
export function codeTexts(batch: Batch, positions: ReadonlySet<number>, arena: Arena): Batch {
  if (batch.rowCount === 0 || batch.rowCount > MOST_ROWS || batch.selection !== undefined) return batch;
  const columns = batch.columns.map((column, i) =>
    positions.has(i) && isPlainText(column) && areShortEnoughToCopy([column]) ? coded(column, arena) : column,
  );
  return new Batch(batch.schema, columns, batch.rowCount);
}

const isPlainText = (column: ColumnVector): column is FlatVector =>
  column.encoding === 'flat' && column.type.kind !== 'Dictionary' && physicalTypeOf(column.type) === 'view';

/** Row `i` has code `i`; the column itself where no memory is left for a copy of its texts. */
function coded(column: FlatVector, arena: Arena): ColumnVector {
  const values = copyEntries(column, arena);
  if (values === undefined) return column;
  const { length, type, validity, nullCount } = column;
  const width = length <= 256 ? 1 : 2;
  const codes = arena.alloc(length * width);
  if (width === 1) for (let row = 0; row < length; row++) mem.u8[codes + row] = row;
  else for (let row = 0; row < length; row++) mem.u16[(codes >>> 1) + row] = row;
  return { encoding: 'dictionary', type, length, nullCount, validity, codes, width, values };
}
