/**
 * Computes and carries only columns that somebody reads.
 *
 * Going down with the positions a parent needs: projections and aggregations lose expressions nobody reads, scans read
 * fewer columns, projections over projections become one, and below joins, filters, sorts and aggregations a projection is
 * put where it drops columns. Group keys that other keys determine go, unless they are read.
 *
 * Before: `Projection: t.a` over `Filter: t.b > 1` over `TableScan: t`. After: the scan has `projection=[a, b]`.
 */
import {
  DFSchema,
  InternalError,
  requiredGroupByIndices,
  rewritten,
  unchanged,
  type JoinType,
} from '@datafusion-ts/common';
import {
  aggregate,
  exprListToColumns,
  expressionsOf,
  inputsOf,
  mapPlanSubqueries,
  planEquals,
  projection,
  recomputeSchema,
  schemaName,
  schemaOf,
  subqueryPlansOf,
  tableScan,
  windowNode,
  withPlanInputs,
  type Aggregate,
  type Expr,
  type Extension,
  type Join,
  type LogicalPlan,
  type Projection,
  type RecursiveQuery,
  type TableScan,
  type Unnest,
  type Window,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';
import { mergeProjections } from './optimize-projections/merge-projections.js';
import { RequiredColumns } from './optimize-projections/required-columns.js';

export const optimizeProjections: OptimizerRule = {
  name: 'optimize_projections',
  rewrite(plan) {
    const result = optimize(plan, RequiredColumns.all(schemaOf(plan)));
    return planEquals(result, plan) ? unchanged(plan) : rewritten(result);
  },
};

/** The plan giving at least the required columns, in the same order. */
function optimize(plan: LogicalPlan, required: RequiredColumns): LogicalPlan {
  switch (plan.kind) {
    case 'Projection':
      return optimizeProjection(plan, required);
    case 'Aggregate':
      return optimizeAggregate(withSubqueries(plan), required);
    case 'Window':
      return optimizeWindow(withSubqueries(plan), required);
    case 'TableScan':
      return optimizeScan(plan, required);
    default:
      return optimizeInputs(withSubqueries(plan), required);
  }
}

/** Queries inside expressions give all their columns. Correlated ones are left for when they are joins. */
function withSubqueries<P extends LogicalPlan>(plan: P): P {
  return mapPlanSubqueries(plan, (subquery) => {
    if (subquery.kind === 'Subquery' && subquery.outerRefColumns.length > 0) return unchanged(subquery);
    const result = optimize(subquery, RequiredColumns.all(schemaOf(subquery)));
    return result === subquery ? unchanged(subquery) : rewritten(result);
  }).node as P;
}

function optimizeProjection(plan: Projection, required: RequiredColumns): LogicalPlan {
  const merged = mergeProjections(withSubqueries(plan));
  const exprs = required.pick(merged.exprs);
  const input = optimize(merged.input, new RequiredColumns([]).withExprs(exprs, schemaOf(merged.input)));
  if (onlyForwards(exprs, input)) return input;
  const same = input === merged.input && exprs.length === merged.exprs.length;
  return same ? merged : projection(exprs, input);
}

/** True when the expressions are the plan's columns as they are. */
function onlyForwards(exprs: readonly Expr[], plan: LogicalPlan): boolean {
  const schema = schemaOf(plan);
  if (exprs.length !== schema.length || exprs.some((expr) => expr.kind !== 'Column')) return false;
  const columns = schema.columns();
  return exprs.every((expr, i) => expr.kind === 'Column' && expr.column.equals(columns[i]!));
}

function optimizeAggregate(plan: Aggregate, required: RequiredColumns): LogicalPlan {
  const schema = schemaOf(plan.input);
  const isGroupingSet = plan.groupExprs.some((expr) => expr.kind === 'GroupingSet');
  const groupCount = schemaOf(plan).length - plan.aggrExprs.length;
  const [groupsRead, aggregatesRead] = required.split(groupCount);
  const necessary = isGroupingSet ? undefined : requiredGroupByIndices(schema, plan.groupExprs.map(schemaName));
  const groups = necessary === undefined ? plan.groupExprs : groupsRead.with(necessary).pick(plan.groupExprs);
  const aggregates = aggregatesRead.pick(plan.aggrExprs);
  // Without keys there is one row whatever the input: enough where no column of it is read.
  if (groups.length === 0 && aggregates.length === 0)
    return { kind: 'EmptyRelation', produceOneRow: true, schema: DFSchema.empty };
  const needed = new RequiredColumns([]).withExprs([...groups, ...aggregates], schema);
  const input = projectIfFewer(optimize(plan.input, needed), needed, schema);
  const same =
    input === plan.input && groups.length === plan.groupExprs.length && aggregates.length === plan.aggrExprs.length;
  return same ? plan : aggregate(input, groups, aggregates);
}

function optimizeWindow(plan: Window, required: RequiredColumns): LogicalPlan {
  const schema = schemaOf(plan.input);
  const [inputRead, windowsRead] = required.split(schema.length);
  const windows = windowsRead.pick(plan.windowExprs);
  const needed = inputRead.withExprs(windows, schema);
  const optimized = optimize(plan.input, needed);
  if (windows.length === 0) return optimized;
  const input = projectIfFewer(optimized, needed, schema);
  return input === plan.input && windows.length === plan.windowExprs.length ? plan : windowNode(windows, input);
}

function optimizeScan(plan: TableScan, required: RequiredColumns): LogicalPlan {
  const columns = plan.projection === undefined ? required.indices : required.pick(plan.projection);
  if (
    plan.projection !== undefined &&
    columns.length === plan.projection.length &&
    columns.every((c, i) => c === plan.projection![i])
  )
    return plan;
  return tableScan(plan.tableName, plan.source, { projection: columns, filters: plan.filters, fetch: plan.fetch });
}

/** A projection of the needed ones of the columns it had over a plan, when it drops columns. */
function projectIfFewer(plan: LogicalPlan, needed: RequiredColumns, columns: DFSchema): LogicalPlan {
  return needed.indices.length < schemaOf(plan).length ? projection(needed.columnsOf(columns), plan) : plan;
}

function optimizeInputs(plan: LogicalPlan, required: RequiredColumns): LogicalPlan {
  const needs = requiredOfInputs(plan, required);
  if (needs === undefined) return plan;
  const inputs = inputsOf(plan).map((input, i) => {
    const need = needs[i]!;
    const optimized = optimize(input, need);
    return need.projectionHelps ? projectIfFewer(optimized, need, schemaOf(input)) : optimized;
  });
  const next = withPlanInputs(plan, inputs);
  return next === plan ? plan : recomputeSchema(next);
}

/** What each input must give; undefined when the inputs are to be left alone. */
function requiredOfInputs(plan: LogicalPlan, required: RequiredColumns): readonly RequiredColumns[] | undefined {
  switch (plan.kind) {
    case 'Sort':
    case 'Filter':
    case 'Repartition':
    case 'Union':
    case 'SubqueryAlias':
      return inputsOf(plan).map((input) => required.withProjection().withPlanExprs(plan, schemaOf(input)));
    case 'Limit':
      return [new RequiredColumns(required.indices).withPlanExprs(plan, schemaOf(plan.input))];
    case 'Distinct':
      if (plan.on === undefined) return [RequiredColumns.all(schemaOf(plan.input))];
      return [new RequiredColumns(required.indices, true).withPlanExprs(plan, schemaOf(plan.input))];
    case 'Copy':
    case 'Ddl':
    case 'Dml':
    case 'Explain':
    case 'Analyze':
    case 'Subquery':
    case 'Statement':
      return inputsOf(plan).map((input) => RequiredColumns.all(schemaOf(input)));
    case 'RecursiveQuery':
      return requiredOfRecursion(plan, required);
    case 'Extension':
      return requiredOfExtension(plan, required);
    case 'EmptyRelation':
    case 'Values':
    case 'DescribeTable':
      return undefined;
    case 'Join':
      return requiredOfJoin(plan, required);
    case 'Unnest':
      return [requiredOfUnnest(plan, required)];
    default:
      throw new InternalError(`${plan.kind} has requirements of its own`);
  }
}

function requiredOfExtension(plan: Extension, required: RequiredColumns): readonly RequiredColumns[] | undefined {
  const indices = plan.node.necessaryChildrenExprs?.(required.indices);
  return indices?.map((list, i) => new RequiredColumns(list).withPlanExprs(plan, schemaOf(inputsOf(plan)[i]!)));
}

/**
 * Both terms give the same columns; left alone when other subqueries take part. DataFusion asks for what the outer query
 * reads only, which loses columns the recursion itself depends on.
 */
function requiredOfRecursion(plan: RecursiveQuery, required: RequiredColumns): readonly RequiredColumns[] | undefined {
  if (readsOtherSubqueries(plan.staticTerm, plan.name) || readsOtherSubqueries(plan.recursiveTerm, plan.name))
    return undefined;
  const kept = plan.isDistinct ? undefined : columnsOfRecursion(plan, required);
  if (kept === undefined)
    return [plan.staticTerm, plan.recursiveTerm].map((term) => RequiredColumns.all(schemaOf(term)));
  return [kept.withProjection(), kept.withProjection()];
}

/**
 * The required columns, and those they and the conditions of the recursive term are computed from, told by name;
 * undefined when the term does not end in a projection.
 */
function columnsOfRecursion(
  { staticTerm, recursiveTerm }: RecursiveQuery,
  required: RequiredColumns,
): RequiredColumns | undefined {
  if (recursiveTerm.kind !== 'Projection') return undefined;
  const positions = new Map(schemaOf(staticTerm).fields.map((field, i) => [field.name, i]));
  const readBy = (exprs: readonly Expr[]): number[] =>
    exprListToColumns(exprs).flatMap(({ name }) => positions.get(name) ?? []);
  const pending = [...required.indices, ...readBy(expressionsBelow(recursiveTerm))];
  const kept = new Set<number>();
  for (let position = pending.pop(); position !== undefined; position = pending.pop()) {
    if (kept.has(position)) continue;
    kept.add(position);
    pending.push(...readBy([recursiveTerm.exprs[position]!]));
  }
  return required.with([...kept]);
}

/** The expressions of every node under a plan. */
function expressionsBelow(plan: LogicalPlan): readonly Expr[] {
  return inputsOf(plan).flatMap((input) => [...expressionsOf(input), ...expressionsBelow(input)]);
}

function readsOtherSubqueries(plan: LogicalPlan, name: string): boolean {
  if (plan.kind === 'SubqueryAlias' && plan.alias.table !== name && !readsOnlyTable(plan.input, name)) return true;
  if (subqueryPlansOf(plan).length > 0) return true;
  return inputsOf(plan).some((input) => readsOtherSubqueries(input, name));
}

function readsOnlyTable(plan: LogicalPlan, name: string): boolean {
  if (plan.kind === 'TableScan') return plan.tableName.table === name;
  const inputs = inputsOf(plan);
  return inputs.length === 1 && readsOnlyTable(inputs[0]!, name);
}

function requiredOfJoin(plan: Join, required: RequiredColumns): readonly RequiredColumns[] {
  const [left, right] = [schemaOf(plan.left), schemaOf(plan.right)];
  const [fromLeft, fromRight] = splitOutput(plan.joinType, left.length, required);
  return [fromLeft.withPlanExprs(plan, left).withProjection(), fromRight.withPlanExprs(plan, right).withProjection()];
}

function splitOutput(
  joinType: JoinType,
  leftCount: number,
  required: RequiredColumns,
): readonly [RequiredColumns, RequiredColumns] {
  const none = new RequiredColumns([]);
  switch (joinType) {
    case 'LeftSemi':
    case 'LeftAnti':
      return [required, none];
    case 'RightSemi':
    case 'RightAnti':
      return [none, required];
    default:
      return required.split(leftCount);
  }
}

function requiredOfUnnest(plan: Unnest, required: RequiredColumns): RequiredColumns {
  const own = new RequiredColumns([]).withPlanExprs(plan, schemaOf(plan.input));
  return own.with(required.indices.flatMap((i) => plan.dependencyIndices[i] ?? []));
}
