/**
 * Group state that does not fit in memory: written to disk as states sorted by the group keys, and merged at the end.
 * In the merged stream rows of a group are neighbours, so that each group is given out as soon as the next one begins
 * and no more than a batch of groups is in memory.
 */
import { Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';
import type { BatchStream } from '../execution-plan.js';
import { mergeSortedStreams } from '../sorts/merge.js';
import { sortBatches, takeSorted } from '../sorts/sort-batches.js';
import { SpillFile } from '../spill/spill-file.js';
import type { AggregateExec } from './aggregate-exec.js';
import type { GroupMetrics } from './group-metrics.js';
import type { SpillableGroups } from './group-state.js';

/** The runs of one partition. */
export class GroupSpills {
  readonly #schema: Schema;
  readonly #ordering: LexOrdering;
  readonly #context: TaskContext;
  readonly #metrics: GroupMetrics;
  readonly #runs: SpillFile[] = [];

  constructor(exec: AggregateExec, context: TaskContext, metrics: GroupMetrics) {
    const keys = exec.schema.fields.slice(0, exec.groupBy.outputCount);
    this.#schema = new Schema([...keys, ...exec.aggregates.flatMap((call) => call.stateFields())]);
    this.#ordering = keys.map(({ name }, i) => ({
      expr: new Column(name, i),
      options: { descending: false, nullsFirst: true },
    }));
    this.#context = context;
    this.#metrics = metrics;
  }

  get hasRuns(): boolean {
    return this.#runs.length > 0;
  }

  /** Writes all groups to disk and forgets them. */
  async write(groups: SpillableGroups): Promise<void> {
    const arena = new Arena();
    const output = new Arena();
    try {
      const batches = groups.takeAll(arena).map(({ columns, count }) => new Batch(this.#schema, columns, count));
      if (batches.length === 0) return;
      const run = await SpillFile.create(this.#schema, this.#context.runtime.diskManager, 'HashAggSpill');
      this.#runs.push(run);
      const sorted = sortBatches(this.#schema, batches, this.#ordering, undefined, arena);
      run.writeAll(takeSorted(sorted, this.#context.config.execution.batchSize, output), this.#metrics.spill);
      groups.releaseKeys();
    } finally {
      arena.release();
      output.release();
    }
  }

  /** States of all runs, sorted by the group keys. */
  merged(): BatchStream {
    return mergeSortedStreams({
      schema: this.#schema,
      streams: this.#runs.map((run) => run.read()),
      ordering: this.#ordering,
      batchSize: this.#context.config.execution.batchSize,
      context: this.#context,
      elapsed: this.#metrics.baseline.elapsedCompute,
    });
  }

  release(): void {
    for (const run of this.#runs) run.release();
    this.#runs.length = 0;
  }
}
