import type { WindowRows } from '@datafusion-ts/expr';

/** A run of peers: rows `start` to `end` of the partition that begins at `partition` and ends at `partitionEnd`. */
export type OnPeers = (start: number, end: number, partition: number, partitionEnd: number, index: number) => void;

/** Calls back for every run of peers; `index` counts them from 0 in each partition. */
export function eachPeers({ partitions, peers }: WindowRows, onPeers: OnPeers): void {
  let g = 0;
  for (let p = 0; p + 1 < partitions.length; p++) {
    const [from, to] = [partitions[p]!, partitions[p + 1]!];
    for (let index = 0; g + 1 < peers.length && peers[g]! < to; g++, index++)
      onPeers(peers[g]!, peers[g + 1]!, from, to, index);
  }
}

/**
 * A run of peers: the rows `start` to `end`, its number in the partition and the number of its first row there, both
 * from 0 and counting rows that are gone.
 */
export type OnRankedPeers = (start: number, end: number, index: number, first: number) => void;

/** As {@link eachPeers}, for partitions that may be computed in pieces. */
export function eachRankedPeers(rows: WindowRows, onPeers: OnRankedPeers): void {
  const { earlier, partitions } = rows;
  let p = 0;
  eachPeers(rows, (start, end, partition, _partitionEnd, index) => {
    if (earlier === undefined) return onPeers(start, end, index, start - partition);
    while (partitions[p]! < partition || partitions[p + 1]! <= partition) p++;
    const first = index === 0 ? earlier.peerStarts[p]! : start - partition + earlier.rows[p]!;
    onPeers(start, end, index + earlier.peers[p]!, first);
  });
}
