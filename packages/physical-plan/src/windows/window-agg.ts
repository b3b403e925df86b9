/**
 * Window functions over whole partitions: all rows of a partition are read before any of them goes on. For frames that
 * reach to the end of the partition and functions that need all of it; others stream (`BoundedWindowAggExec`).
 *
 * Input: ordered by partition keys, then by the ordering keys. Output: the input's columns and a column an expression.
 *
 * Example: `WindowAggExec: wdw=[ntile(Int64(2)) ORDER BY …: Ok(Field { … }), frame: WindowFrame { … }]`
 */
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { givesAlike } from '../plan-defaults.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { WindowExec } from './window-exec.js';
import { orderedPartitionIndices } from './window-requirements.js';
import { windowStream } from './window-stream.js';
import { windowText } from './window-text.js';
import { executeShared } from '../operators/shared/share-sub-plans.js';

/** The window operator for whole partitions. */
export class WindowAggExec extends WindowExec {
  readonly name = 'WindowAggExec';

  /** `kept`: the same over an input whose columns and properties are the same. */
  constructor(exprs: readonly WindowExpr[], input: ExecutionPlan, canRepartition: boolean, kept?: WindowAggExec) {
    const isUnbounded = input.properties.boundedness.kind === 'Unbounded';
    super(exprs, input, canRepartition, { emissionType: isUnbounded ? 'Final' : 'Both' }, kept);
  }

  withNewChildren(children: readonly ExecutionPlan[]): WindowAggExec {
    const input = children[0]!;
    const kept = givesAlike(input, this.input) ? this : undefined;
    return new WindowAggExec(this.windowExprs, input, this.canRepartition, kept);
  }

  /** In the input's order when it is ordered by all of them. */
  protected override orderedKeys(): readonly PhysicalExpr[] {
    const { partitionBy } = this.windowExprs[0]!;
    const indices = orderedPartitionIndices(partitionBy, this.input);
    return indices.length < partitionBy.length ? partitionBy : indices.map((i) => partitionBy[i]!);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#start(partition, own));
  }

  #start(partition: number, context: TaskContext): BatchStream {
    const { input, schema, windowExprs } = this;
    const orderedKeys = windowExprs[0]!.partitionBy;
    const plan = { name: 'WindowAggStream', input, schema, windowExprs, orderedKeys, isSorted: true };
    return windowStream(plan, partition, context, new BaselineMetrics(this.metrics(), partition));
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return this.selectList();
    return `WindowAggExec: wdw=[${this.windowExprs.map(windowText).join(', ')}]`;
  }
}
