/**
 * Window functions that need no more than some rows around the current one. Input order says how partitions are found:
 *
 * - `Sorted`: by partition keys, then by the ordering keys; a partition ends where the keys change;
 * - `PartiallySorted`: by some partition keys; rows of the others are told apart by hashing among rows equal in these;
 * - `Linear`: by the ordering keys only; all partition keys are hashed.
 *
 * Rows go on in the order they came in, with a column an expression behind the input's, as soon as their frames are
 * complete; rows no later frame needs are let go (`bounded-stream.ts`).
 *
 * Example: `BoundedWindowAggExec: wdw=[sum(t.a) …: Field { … }, frame: …], mode=[Sorted]`
 */
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import { formatInputOrderMode, type InputOrderMode } from '../aggregates/aggregate-mode.js';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { givesAlike } from '../plan-defaults.js';
import { lazily } from '../plan-properties.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { boundedWindowStream } from './bounded-stream.js';
import { SortExec } from '../sorts/sort.js';
import { rankLimit } from './rank-limit.js';
import { RankPruner } from './rank-pruner.js';
import { WindowExec } from './window-exec.js';
import { orderedPartitionIndices } from './window-requirements.js';
import { boundedWindowText } from './window-text.js';
import { executeShared, isShared } from '../operators/shared/share-sub-plans.js';

/** The window operator for frames of bounded memory. */
export class BoundedWindowAggExec extends WindowExec {
  readonly name = 'BoundedWindowAggExec';
  readonly inputOrderMode: InputOrderMode;
  readonly #orderedIndices: () => readonly number[];

  /** `kept`: the same over an input whose columns and properties are the same. */
  constructor(
    exprs: readonly WindowExpr[],
    input: ExecutionPlan,
    inputOrderMode: InputOrderMode | 'Sorted' | 'Linear',
    canRepartition: boolean,
    kept?: BoundedWindowAggExec,
  ) {
    super(exprs, input, canRepartition, {}, kept);
    const mode = typeof inputOrderMode === 'string' ? { kind: inputOrderMode } : inputOrderMode;
    this.inputOrderMode = mode;
    this.#orderedIndices =
      kept === undefined ? lazily(() => orderedIndices(mode, exprs[0]!.partitionBy, input)) : kept.#orderedIndices;
  }

  withNewChildren(children: readonly ExecutionPlan[]): BoundedWindowAggExec {
    const input = children[0]!;
    const kept = givesAlike(input, this.input) ? this : undefined;
    return new BoundedWindowAggExec(this.windowExprs, input, this.inputOrderMode, this.canRepartition, kept);
  }

  protected override orderedKeys(): readonly PhysicalExpr[] {
    const { partitionBy } = this.windowExprs[0]!;
    return this.#orderedIndices().map((i) => partitionBy[i]!);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#execute(partition, own, undefined));
  }

  /** A filter that wants the first rows of each partition only: the others need not be sorted. */
  executeFor(partition: number, context: TaskContext, predicate: PhysicalExpr): BatchStream | undefined {
    const { input, windowExprs, inputOrderMode } = this;
    if (isShared(this, context) || isShared(input, context)) return undefined;
    if (!(input instanceof SortExec) || inputOrderMode.kind !== 'Sorted') return undefined;
    const limit = rankLimit(predicate, windowExprs, input.schema.fields.length);
    if (limit === undefined) return undefined;
    const rows = (): BatchStream => {
      const pruner = new RankPruner(windowExprs[0]!, limit, input.schema, partition, context);
      return input.executePruned(partition, context, pruner);
    };
    return this.#execute(partition, context, rows);
  }

  #execute(partition: number, context: TaskContext, rows: (() => BatchStream) | undefined): BatchStream {
    const { input, schema, windowExprs } = this;
    const isSorted = this.inputOrderMode.kind === 'Sorted';
    const plan = {
      name: 'BoundedWindowAggStream',
      input,
      schema,
      windowExprs,
      orderedKeys: this.orderedKeys(),
      isSorted,
      ...(rows === undefined ? {} : { rows }),
    };
    return boundedWindowStream(plan, partition, context, new BaselineMetrics(this.metrics(), partition));
  }

  fmtAs(format: DisplayFormat): string {
    const mode = formatInputOrderMode(this.inputOrderMode);
    if (format === 'tree') return `mode=${mode}\n${this.selectList()}`;
    return `BoundedWindowAggExec: wdw=[${this.windowExprs.map(boundedWindowText).join(', ')}], mode=[${mode}]`;
  }
}

/** Positions of the partition keys by which the input is ordered, in the input's order. */
function orderedIndices(
  mode: InputOrderMode,
  partitionBy: readonly PhysicalExpr[],
  input: ExecutionPlan,
): readonly number[] {
  switch (mode.kind) {
    case 'Linear':
      return [];
    case 'PartiallySorted':
      return mode.indices;
    case 'Sorted': {
      const indices = orderedPartitionIndices(partitionBy, input);
      return indices.length === partitionBy.length ? indices : partitionBy.map((_, i) => i);
    }
  }
}
