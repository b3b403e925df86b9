/**
 * Partitions that are computed in pieces.
 *
 * A piece has rows of each partition that are not done yet, and before them those done rows that later ones still look
 * at. What a frame without a beginning has seen besides is in the partition's carry. Rows are numbered in two ways: within
 * the piece (*here*), and within the whole partition (*overall*), which stays the same from piece to piece.
 */
import type { ScalarValue } from '@datafusion-ts/common';
import type { Accumulator } from '@datafusion-ts/expr-common';

/** What one window expression knows of the rows of a partition that were done. */
export interface Carry {
  /** The state is of the rows from `first` to (not including) `end`, overall. */
  first: number;
  end: number;
  /** Values among these rows. */
  count: number;
  /** Their sum, by its bits. */
  sum: bigint;
  /** The best of them. */
  best: ScalarValue | undefined;
  /** The value of all further rows, once it is settled. */
  settled: ScalarValue | undefined;
  accumulator: Accumulator | undefined;
}

/** A carry before the first row. */
const newCarry = (): Carry => ({
  first: 0,
  end: 0,
  count: 0,
  sum: 0n,
  best: undefined,
  settled: undefined,
  accumulator: undefined,
});

/** The rows to compute of every partition of a piece. */
export interface Piece {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** True when the partitions go on in a further piece. */
  readonly isOpen: boolean;
}

/** How far the partitions of a piece have got, and how far they go now, for one window expression. */
export class Progress {
  /** First row to compute of every partition, and the row behind the last; rows outside may get any value. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** First row of every partition here, and how many rows of it are gone. */
  readonly #partitions: Uint32Array;
  readonly #gone: (partition: number) => number;
  readonly #carries: (Carry | undefined)[];
  /** True when further pieces follow. */
  readonly #isOpen: boolean;

  constructor(
    partitions: Uint32Array,
    piece: Piece,
    gone: (partition: number) => number,
    carries: (Carry | undefined)[],
  ) {
    this.#partitions = partitions;
    this.from = piece.from;
    this.to = piece.to;
    this.#isOpen = piece.isOpen;
    this.#gone = gone;
    this.#carries = carries;
  }

  /** All rows of partitions that begin and end here. */
  static whole(partitions: Uint32Array): Progress {
    const piece = { from: partitions.subarray(0, -1), to: partitions.subarray(1), isOpen: false };
    return new Progress(partitions, piece, () => 0, []);
  }

  /** True when partitions go on in a further piece: then their carries have to be kept up to date. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** True when some partition began in an earlier piece. */
  get hasEarlier(): boolean {
    return this.#carries.length > 0;
  }

  /** What earlier pieces left of a partition. */
  known(partition: number): Carry | undefined {
    return this.#carries[partition];
  }

  /** What is known of a partition; what is changed in it is there for the next piece. */
  carry(partition: number): Carry {
    const known = this.#carries[partition];
    if (known !== undefined) return known;
    const carry = newCarry();
    if (this.#isOpen) this.#carries[partition] = carry;
    return carry;
  }

  /** Says that the state is of the rows from `first` to (not including) `end` here. */
  advance(partition: number, first: number, end: number): void {
    const carry = this.carry(partition);
    carry.first = this.overall(partition, first);
    carry.end = this.overall(partition, end);
  }

  /** The row here of an overall row; rows that are gone become the partition's first. */
  here(partition: number, overall: number): number {
    return this.#partitions[partition]! + Math.max(0, overall - this.#gone(partition));
  }

  /** The overall row of a row here. */
  overall(partition: number, here: number): number {
    return here - this.#partitions[partition]! + this.#gone(partition);
  }
}
