import type { Arena, ColumnVector } from '@datafusion-ts/compute';

/**
 * What the scan wants of a column of a row group, whatever its shape. Rows are numbered from the reader's position, which
 * only `advance` moves. A column inside lists or structs can be asked for ascending rows only, each once.
 */
export interface ColumnReader {
  /** Rows `[from, from + count)`; valid as long as `arena` keeps what it holds and the reader stays where it is. */
  slice(from: number, count: number, arena: Arena): ColumnVector;
  /** The rows at `count` ascending u32 numbers, likewise. Pages without any of them are not decompressed. */
  gather(rows: number, count: number, arena: Arena): ColumnVector;
  /** Passes rows; pages that were never asked for are not decompressed. */
  advance(count: number): void;
  release(): void;
}
