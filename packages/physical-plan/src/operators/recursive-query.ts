import type { Schema } from '@datafusion-ts/common';
import { Arena, copyBatch, GroupTable, mem, selectRows, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import {
  EquivalenceProperties,
  singlePartition,
  unknownPartitioning,
  type Distribution,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { withNewChildrenIfNecessary } from '../plan-defaults.js';
import { planProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { deriveContext } from '../stream/per-execution.js';
import { projectBatch } from './project-batch.js';
import { WorkTable, WorkTableExec } from './work-table.js';

/**
 * WITH RECURSIVE: gives out the rows of the static term, then runs the recursive term over the rows of the round before,
 * again and again, until a round gives none. With `isDistinct` (UNION) a row that was there before does not count.
 *
 * Example: `RecursiveQueryExec: name=c, is_distinct=false`.
 */
export class RecursiveQueryExec implements ExecutionPlan {
  readonly name = 'RecursiveQueryExec';
  readonly queryName: string;
  readonly workTable: WorkTable;
  readonly staticTerm: ExecutionPlan;
  readonly recursiveTerm: ExecutionPlan;
  readonly isDistinct: boolean;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();

  constructor(queryName: string, staticTerm: ExecutionPlan, recursiveTerm: ExecutionPlan, isDistinct: boolean) {
    this.queryName = queryName;
    this.workTable = new WorkTable(queryName);
    this.staticTerm = staticTerm;
    this.recursiveTerm = assignWorkTable(recursiveTerm, this.workTable);
    this.isDistinct = isDistinct;
    this.schema = staticTerm.schema;
    this.properties = planProperties({
      equivalence: new EquivalenceProperties(this.schema),
      partitioning: unknownPartitioning(1),
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.staticTerm, this.recursiveTerm];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new RecursiveQueryExec(this.queryName, children[0]!, children[1]!, this.isDistinct);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [singlePartition, singlePartition];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false, false];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    return meteredStream(this.schema, baseline, () => this.#rounds(context));
  }

  async *#rounds(context: TaskContext): AsyncGenerator<Batch, void, undefined> {
    const reservation = new MemoryConsumer('RecursiveQuery').register(context.runtime.memoryPool);
    const rounds = [new Arena(reservation), new Arena(reservation)] as const;
    const scratch = new Arena();
    const seen = this.isDistinct ? new DistinctRows(this.schema, reservation) : undefined;
    try {
      let term = this.staticTerm.execute(0, context);
      for (let round = 0; ; round++) {
        const arena = rounds[(round & 1) as 0 | 1];
        arena.reset();
        const rows: Batch[] = [];
        for await (const batch of term) {
          checkCancelled(context);
          scratch.reset();
          const fresh = seen === undefined ? batch : seen.filter(batch, scratch);
          if (fresh.rowCount === 0) continue;
          const kept = copyBatch(projectBatch(fresh, this.schema, undefined), arena);
          rows.push(kept);
          yield kept;
        }
        if (rows.length === 0) return;
        const next = deriveContext(context);
        this.workTable.fill(next, rows);
        term = this.recursiveTerm.execute(0, next);
      }
    } finally {
      seen?.release();
      for (const arena of rounds) arena.release();
      scratch.release();
      reservation.release();
    }
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : `RecursiveQueryExec: name=${this.queryName}, is_distinct=${this.isDistinct}`;
  }
}

/** Connects the scans of a recursive query's own name. Scans of queries further out are connected already. */
function assignWorkTable(plan: ExecutionPlan, table: WorkTable): ExecutionPlan {
  if (plan instanceof WorkTableExec) return plan.tableName === table.name ? plan.withTable(table) : plan;
  return withNewChildrenIfNecessary(
    plan,
    plan.children().map((child) => assignWorkTable(child, table)),
  );
}

/** Remembers rows to give each only once. */
class DistinctRows {
  readonly #table: GroupTable;

  constructor(schema: Schema, charge: MemoryReservation) {
    this.#table = new GroupTable(
      schema.fields.map((field) => field.dataType),
      charge,
    );
  }

  /** The rows of a batch that were not seen before. */
  filter(batch: Batch, arena: Arena): Batch {
    const columns = batch.columns.map((_, i) => batch.column(i, arena));
    let next = this.#table.groupCount;
    const groups = this.#table.insert(columns, batch.rowCount, arena);
    const rows = arena.alloc(batch.rowCount * 4);
    let count = 0;
    for (let row = 0; row < batch.rowCount; row++) {
      if (mem.u32[(groups >>> 2) + row] !== next) continue;
      mem.u32[(rows >>> 2) + count++] = row;
      next++;
    }
    return count === batch.rowCount ? batch : selectRows(batch, { rows, count }, arena);
  }

  release(): void {
    this.#table.release();
  }
}
