/**
 * Sub-plans that occur more than once in a plan (a view or common table expression used twice, a subquery over the same
 * join) are computed once an execution. The plan stays as it is, and so does what EXPLAIN shows: when an execution begins,
 * `shareSubPlans` (begin-sharing.ts) notes on its context which nodes are equal, and operators ask here, by
 * `executeShared`, before they run.
 *
 * Each output partition is shared by itself. The rows are produced on demand: whoever needs a batch first pulls it, so
 * that no reader ever waits for another one to read.
 */
import type { Batch } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import type { BatchStream, ExecutionPlan } from '../../execution-plan.js';
import { deriveContext, onExecutionEnd } from '../../stream/per-execution.js';
import { SharedRows, type SharedReader } from './shared-rows.js';

/** Starts an operator under a context. */
type Start = (context: TaskContext) => BatchStream;

/** Equal sub-plans of one execution. */
export interface SharedSubPlanParts {
  readonly source: ExecutionPlan;
  readonly members: readonly ExecutionPlan[];
  readonly capacity: number;
  /** What runs in place of leaves of the source. */
  readonly leaves: ReadonlyMap<ExecutionPlan, ExecutionPlan>;
}

/** What is known of an execution that shares. */
interface Sharing {
  readonly subPlans: ReadonlyMap<ExecutionPlan, SharedSubPlan>;
  readonly leaves: ReadonlyMap<ExecutionPlan, ExecutionPlan>;
}

const sharings = new WeakMap<TaskContext, Sharing>();

/** Has groups of equal sub-plans computed once by the execution of `context`. */
export function shareGroups(groups: readonly SharedSubPlanParts[], context: TaskContext): void {
  if (groups.length === 0) return;
  const subPlans = new Map<ExecutionPlan, SharedSubPlan>();
  for (const group of groups) {
    const subPlan = new SharedSubPlan(group, context);
    for (const member of group.members) subPlans.set(member, subPlan);
    onExecutionEnd(context, () => subPlan.close());
  }
  sharings.set(context, { subPlans, leaves: new Map(groups.flatMap((group) => [...group.leaves])) });
}

/**
 * The rows of a partition of `plan`: read along with its twins when the execution shares them, else by `start`. Operators
 * that can be shared call it from `execute`.
 */
export function executeShared(plan: ExecutionPlan, partition: number, context: TaskContext, start: Start): BatchStream {
  const shared = sharings.get(context)?.subPlans.get(plan);
  return shared === undefined ? start(context) : shared.execute(plan, partition, start);
}

/** True when others read the rows of `plan` along in the execution of `context`, so that it must give out all of them. */
export const isShared = (plan: ExecutionPlan, context: TaskContext): boolean =>
  sharings.get(context)?.subPlans.has(plan) === true;

/** What runs for a leaf: itself, or the leaf without dynamic filters that other readers of its rows do not have. */
export const leafToRun = (leaf: ExecutionPlan, context: TaskContext): ExecutionPlan =>
  sharings.get(context)?.leaves.get(leaf) ?? leaf;

/** One group during an execution. */
class SharedSubPlan {
  readonly #parts: SharedSubPlanParts;
  readonly #context: TaskContext;
  readonly #partitions = new Map<number, SharedRows>();
  /** True while the source is started as such, and not as one of the readers. */
  #starting = false;

  constructor(parts: SharedSubPlanParts, context: TaskContext) {
    this.#parts = parts;
    this.#context = context;
  }

  execute(plan: ExecutionPlan, partition: number, start: Start): BatchStream {
    if (this.#starting) return start(this.#context);
    const reader = this.#rowsOf(partition).readerOf(plan);
    // Alone under a context of its own: the source's state under this one may be in use.
    const alone = (): BatchStream => start(deriveContext(this.#context));
    return { schema: plan.schema, [Symbol.asyncIterator]: () => beginReading(reader, alone) };
  }

  #rowsOf(partition: number): SharedRows {
    let rows = this.#partitions.get(partition);
    if (rows === undefined) {
      const { source, members, capacity } = this.#parts;
      const produce = (): BatchStream => this.#startSource(partition);
      rows = new SharedRows({ source, members, capacity, partition, produce, context: this.#context });
      this.#partitions.set(partition, rows);
    }
    return rows;
  }

  #startSource(partition: number): BatchStream {
    this.#starting = true;
    try {
      return this.#parts.source.execute(partition, this.#context);
    } finally {
      this.#starting = false;
    }
  }

  async close(): Promise<void> {
    for (const rows of this.#partitions.values()) await rows.close();
  }
}

/** Reads along; a node that is run once more, or that was left to itself, runs alone. */
function beginReading(reader: SharedReader, alone: () => BatchStream): AsyncIterator<Batch> {
  return reader.begin() ? reader : alone()[Symbol.asyncIterator]();
}
