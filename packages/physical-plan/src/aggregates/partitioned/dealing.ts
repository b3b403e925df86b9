/** When the groups of an aggregation are dealt out to partitions: once there are many of few rows each. */
import type { AggregateExec } from '../aggregate-exec.js';
import type { GroupState } from '../group-state.js';
import { canPartition, PartitionedGroups, type PartitionedParts } from './partitioned-groups.js';

/** Groups that one table takes: beyond, it does not fit the second-level cache. */
const MOST_GROUPS = 1 << 16;
/** Rows a group may have on average for rows to be dealt out: with more, they would take much more room than the groups. */
const MOST_ROWS_PER_GROUP = 4;

/** True when groups may come in any order, and all of them at the end. */
const mayPartition = (exec: AggregateExec): boolean =>
  exec.mode !== 'Partial' &&
  exec.mode !== 'PartialReduce' &&
  exec.inputOrderMode.kind === 'Linear' &&
  exec.groupBy.isSingle &&
  exec.limitOptions === undefined;

/** Looks at the groups after each batch. */
export class Dealing {
  /** Undefined when groups stay in one table. */
  #parts: PartitionedParts | undefined;
  /** Groups at which dealing them out is considered. */
  #manyGroups = MOST_GROUPS;
  #rows = 0;

  /** `isOrdered`: groups come out as soon as they are complete, so that they stay together. */
  constructor(parts: PartitionedParts, isOrdered: boolean) {
    this.#parts = mayPartition(parts.exec) && !isOrdered && canPartition(parts) ? parts : undefined;
  }

  /** Takes over the groups of a table after so many more rows; undefined, and no change, when they stay there. */
  after(rowCount: number, state: GroupState): PartitionedGroups | undefined {
    this.#rows += rowCount;
    const { groupCount, table } = state;
    if (this.#parts === undefined || groupCount < this.#manyGroups) return undefined;
    this.#manyGroups = groupCount * 2;
    if (this.#rows > groupCount * MOST_ROWS_PER_GROUP || !table.isPartitionable) return undefined;
    return PartitionedGroups.from(state, this.#parts);
  }

  /** Says that groups stay in one table from now on, as memory is scarce. */
  stop(): void {
    this.#parts = undefined;
  }
}
