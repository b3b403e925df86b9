import type { EarlierRows } from '@datafusion-ts/expr';

/** Where a partition stands: rows gone, and the run of peers its first row still there belongs to. */
interface Place {
  gone: number;
  peers: number;
  peerStart: number;
}

/** Where the partitions stand that are computed in pieces, by their number. */
export class PartitionPlaces {
  readonly #places: Place[] = [];

  /** Rows of a partition that are gone. */
  readonly goneOf = (partition: number): number => this.#places[partition]?.gone ?? 0;

  /**
   * Lets the first `rows` rows still there of a partition go. The new first row is `runs` runs of peers further, and its
   * run begins at row `runStart` of those that were there.
   */
  move(partition: number, rows: number, runs: number, runStart: number): void {
    const place = (this.#places[partition] ??= { gone: 0, peers: 0, peerStart: 0 });
    if (runs > 0) {
      place.peers += runs;
      place.peerStart = place.gone + runStart;
    }
    place.gone += rows;
  }

  /** What functions get to know of the first `count` partitions; undefined when nothing is gone. */
  earlierRows(count: number): EarlierRows | undefined {
    if (this.#places.length === 0) return undefined;
    const make = (value: (place: Place) => number): Float64Array =>
      Float64Array.from({ length: count }, (_, p) => {
        const place = this.#places[p];
        return place === undefined ? 0 : value(place);
      });
    return {
      rows: make(({ gone }) => gone),
      peers: make(({ peers }) => peers),
      peerStarts: make(({ peerStart }) => peerStart),
    };
  }

  clear(): void {
    this.#places.length = 0;
  }
}
