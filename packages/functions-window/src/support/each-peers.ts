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
