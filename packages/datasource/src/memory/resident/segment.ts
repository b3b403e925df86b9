/**
 * Rows of a table that are kept and tested together: consecutive batches of a partition, or a part of a large batch.
 */
import { hostByteLength, type HostBatch } from '@datafusion-ts/compute';
import type { ResidentColumn } from './resident-column.js';

/** Most rows of a segment, as many as a filter tests at once. */
const MOST_ROWS = 128 * 1024;

/** Rows of a batch are parted into no fewer: a scan always copied as many of them. */
const LEAST_ROWS = 8192;

/** Bytes of a segment, roughly, where rows are large. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Rows of one batch in a segment. */
export interface Piece {
  readonly batch: HostBatch;
  /** First row in the batch. */
  readonly offset: number;
  readonly rowCount: number;
}

/** A piece and where it begins in its segment. */
export interface Place extends Piece {
  readonly segment: Segment;
  readonly at: number;
}

/** See the head of the file. */
export class Segment {
  readonly pieces: readonly Piece[];
  readonly rowCount: number;
  /** What is resident of each of the table's columns. */
  readonly columns: (ResidentColumn | undefined)[] = [];

  /** False when nothing is to be kept of its columns. */
  readonly isKept: boolean;

  constructor(pieces: readonly Piece[], isKept: boolean) {
    this.isKept = isKept;
    this.pieces = pieces;
    this.rowCount = pieces.reduce((sum, piece) => sum + piece.rowCount, 0);
  }

  /** The pieces by place. */
  places(): readonly Place[] {
    let at = 0;
    return this.pieces.map((piece) => {
      const place = { ...piece, segment: this, at };
      at += piece.rowCount;
      return place;
    });
  }
}

/** How batches become segments. */
export interface SegmentOptions {
  /** Whether no segment has rows of two batches; default: they may. */
  readonly isAlone?: boolean;
  /** Whether columns of the segments may be kept; default: they may. */
  readonly isKept?: boolean;
}

/** Segments of batches in their order. */
export function segmentsOf(
  batches: readonly HostBatch[],
  { isAlone = false, isKept = true }: SegmentOptions,
): readonly Segment[] {
  const segments: Segment[] = [];
  let pieces: Piece[] = [];
  let room = 1;
  const close = (): void => {
    if (pieces.length > 0) segments.push(new Segment(pieces, isKept));
    [pieces, room] = [[], 1];
  };
  for (const batch of batches) {
    const step = rowsOfSegment(batch);
    if (isAlone || batch.rowCount / step > room) close();
    for (let offset = 0; offset < batch.rowCount; offset += step) {
      const rowCount = Math.min(step, batch.rowCount - offset);
      if (rowCount / step > room) close();
      pieces.push({ batch, offset, rowCount });
      room -= rowCount / step;
    }
  }
  close();
  return segments;
}

/** Most rows like those of a batch in a segment. */
function rowsOfSegment({ columns, rowCount }: HostBatch): number {
  const bytes = columns.reduce((sum, column) => sum + hostByteLength(column), 0);
  const rows = Math.floor((MOST_BYTES * rowCount) / Math.max(1, bytes));
  return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows - (rows % LEAST_ROWS)));
}
