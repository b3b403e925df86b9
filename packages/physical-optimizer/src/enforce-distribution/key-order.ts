/**
 * Puts keys of joins and aggregations in the order their surroundings have them, so that hashing by `(b, a)` above and
 * `(a, b)` below becomes one hashing. Top down: parents tell children what they want; or bottom up: joins take the order
 * their inputs are hashed by already.
 */
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, equalExprs } from '@datafusion-ts/physical-expr';
import type { HashJoinExec, SortMergeJoinExec } from '@datafusion-ts/physical-plan';
import {
  AggregateExec,
  CoalescePartitionsExec,
  CrossJoinExec,
  PhysicalGroupBy,
  ProjectionExec,
  RepartitionExec,
  type ExecutionPlan,
  type JoinOn,
} from '@datafusion-ts/physical-plan';
import { isHashJoin, isPartitionedHashJoin, isSortMergeJoin } from '../support/join-kinds.js';
import { PlanContext, transformContextDown } from '../support/plan-context.js';
import { hasNode, transformPlanUp } from '../support/transform-plan.js';
import { isWindow } from '../support/window-fit.js';
import { withJoinKeys } from './join-keys.js';
import { expectedPositions, reorderJoinKeys, type ReorderedKeys } from './key-positions.js';

/** `data`: the keys, in order, that the parent would like rows to be hashed by. */
type KeyContext = PlanContext<readonly PhysicalExpr[]>;

/** The plan with keys in the order that saves exchanges. */
export function adjustKeyOrder(plan: ExecutionPlan, topDown: boolean): ExecutionPlan {
  if (!hasNode(plan, isKeyed)) return plan;
  if (!topDown) return transformPlanUp(plan, followInputs);
  return transformContextDown(
    PlanContext.of<readonly PhysicalExpr[]>(plan, () => []),
    pushDownKeys,
  ).plan;
}

/** Operators whose input is spread by keys. */
const isKeyed = (plan: ExecutionPlan): boolean =>
  isPartitionedHashJoin(plan) ||
  isSortMergeJoin(plan) ||
  (plan instanceof AggregateExec && plan.mode === 'FinalPartitioned');

function pushDownKeys(context: KeyContext): KeyContext {
  const { plan, data } = context;
  if (isHashJoin(plan)) return pushIntoHashJoin(context, plan);
  if (isSortMergeJoin(plan)) return pushIntoKeyedJoin(context, plan);
  if (plan instanceof CrossJoinExec) {
    context.children[1]!.data = shiftRight(data, plan.left.schema.fields.length) ?? [];
    return context;
  }
  if (plan instanceof AggregateExec) {
    return data.length > 0 && plan.mode === 'FinalPartitioned' ? reorderGroupKeys(context, plan) : context;
  }
  if (plan instanceof ProjectionExec) {
    const mapped = beforeProjection(data, plan);
    if (mapped.length === data.length) context.onlyChild.data = mapped;
    return context;
  }
  if (plan instanceof RepartitionExec || plan instanceof CoalescePartitionsExec || isWindow(plan)) return context;
  for (const child of context.children) child.data = data;
  return context;
}

function pushIntoHashJoin(context: KeyContext, join: HashJoinExec): KeyContext {
  if (join.mode === 'Partitioned') return pushIntoKeyedJoin(context, join);
  if (join.mode === 'CollectLeft') context.children[1]!.data = probeSideKeys(context.data, join);
  return context;
}

/** What the right input of a join that only streams it is asked for. */
function probeSideKeys(wanted: readonly PhysicalExpr[], join: HashJoinExec): readonly PhysicalExpr[] {
  switch (join.joinType) {
    case 'Inner':
    case 'Right':
      return shiftRight(wanted, join.left.schema.fields.length) ?? [];
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return wanted;
    default:
      return [];
  }
}

function pushIntoKeyedJoin(context: KeyContext, join: HashJoinExec | SortMergeJoinExec): KeyContext {
  const reordered = reorderJoinKeys(join.on, context.data, join.properties);
  const on = reordered?.on ?? join.on;
  if (reordered !== undefined && reordered.positions.length > 0) context.plan = withJoinKeys(join, reordered);
  context.children[0]!.data = on.map(([left]) => left);
  context.children[1]!.data = on.map(([, right]) => right);
  return context;
}

/** Requirements on the output of a join as ones on its right input; undefined when the left one is concerned. */
function shiftRight(wanted: readonly PhysicalExpr[], leftColumns: number): readonly PhysicalExpr[] | undefined {
  const shifted = wanted.flatMap((expr) =>
    expr instanceof Column && expr.index >= leftColumns ? [new Column(expr.name, expr.index - leftColumns)] : [],
  );
  return shifted.length === wanted.length ? shifted : undefined;
}

function beforeProjection(wanted: readonly PhysicalExpr[], projection: ProjectionExec): readonly PhysicalExpr[] {
  return wanted.flatMap((expr) => {
    if (!(expr instanceof Column)) return [];
    const source = projection.exprs.find((item) => item.alias === expr.name && item.expr instanceof Column);
    return source === undefined ? [] : [source.expr];
  });
}

/** Both steps of an aggregation with their keys in another order, and a projection that puts columns back. */
function reorderGroupKeys(context: KeyContext, final: AggregateExec): KeyContext {
  const partial = final.input;
  const output = final.groupBy.exprs.map(({ alias }, i) => new Column(alias, i));
  const unsuited =
    context.data.length !== output.length || final.groupBy.nullExprs.length > 0 || equalExprs(output, context.data);
  const positions = unsuited ? undefined : expectedPositions(output, context.data);
  if (positions === undefined || !(partial instanceof AggregateExec) || partial.mode !== 'Partial') return context;
  const { aggregates, filters, inputSchema } = final;
  const newPartial = new AggregateExec({
    mode: 'Partial',
    groupBy: PhysicalGroupBy.single(positions.map((i) => partial.groupBy.exprs[i]!)),
    aggregates: partial.aggregates,
    filters: partial.filters,
    input: partial.input,
    inputSchema: partial.inputSchema,
  });
  const newFinal = new AggregateExec({
    mode: 'FinalPartitioned',
    groupBy: newPartial.groupBy.asFinal(),
    aggregates,
    filters,
    input: newPartial,
    inputSchema,
  });
  const below = new PlanContext<readonly PhysicalExpr[]>(newPartial, [], context.onlyChild.children);
  const moved = new PlanContext<readonly PhysicalExpr[]>(newFinal, [], [below]);
  return new PlanContext<readonly PhysicalExpr[]>(restoreColumns(newFinal, output), [], [moved]);
}

function restoreColumns(aggregate: AggregateExec, keys: readonly Column[]): ProjectionExec {
  const { fields } = aggregate.schema;
  const places = fields.map((_, i) => (i < keys.length ? aggregate.schema.indexOf(keys[i]!.name) : i));
  const exprs = places.map((place) => ({ expr: new Column(fields[place]!.name, place), alias: fields[place]!.name }));
  return new ProjectionExec(exprs, aggregate);
}

/** Bottom up: a join whose input is hashed by its keys in another order takes that order. */
function followInputs(plan: ExecutionPlan): ExecutionPlan {
  if (!isPartitionedHashJoin(plan) && !isSortMergeJoin(plan)) return plan;
  const reordered = reorderByInput(plan.on, plan.left, 0) ?? reorderByInput(plan.on, plan.right, 1);
  return reordered === undefined || reordered.positions.length === 0 ? plan : withJoinKeys(plan, reordered);
}

function reorderByInput(on: JoinOn, input: ExecutionPlan, side: 0 | 1): ReorderedKeys | undefined {
  const { partitioning } = input.properties;
  if (partitioning.kind !== 'Hash') return undefined;
  const keys = on.map((pair) => pair[side]);
  return expectedPositions(keys, partitioning.exprs) === undefined
    ? undefined
    : reorderJoinKeys(on, partitioning.exprs, input.properties);
}
