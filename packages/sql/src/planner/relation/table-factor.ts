import { DataFusionError, DFSchema, NotImplementedError, PlanError, TableReference } from '@datafusion-ts/common';
import {
  allOuterReferences,
  type Expr,
  type LogicalPlan,
  LogicalPlanBuilder,
  subqueryAlias,
  unnestExpr,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { spanOf } from '../../ast/positions.js';
import { argsToExprs } from '../expr/function-args.js';
import { checkUnnestArg } from '../expr/function.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { projectUnnesting } from '../select/unnest.js';
import { relationDebug } from '../support/relation-debug.js';
import { identToSql } from '../support/identifiers.js';
import { functionArgToSql } from '../support/sql-text.js';
import { applyTableAlias } from './alias.js';
import { dropInvisibleSorts } from './subquery-sort.js';

/** The relations of FROM: tables, CTEs, table functions, derived tables, UNNEST and parenthesised joins. */

/** True for relations that may use columns of the items to their left. */
export function isLateral(relation: ast.TableFactor): boolean {
  switch (relation.kind) {
    case 'Derived':
    case 'FunctionTable':
      return relation.lateral;
    case 'Unnest':
      return true;
    default:
      return false;
  }
}

/** A relation with its alias. Orders that nothing above can see are dropped. */
export function planRelation(planner: Planner, relation: ast.TableFactor, context: PlannerContext): LogicalPlan {
  const { plan, alias } = offeredToPlanners(planner, relation, context) ?? planFactor(planner, relation, context);
  const sorted = planner.options.enableSubquerySortElimination ? dropInvisibleSorts(plan) : plan;
  return alias === undefined ? sorted : applyTableAlias(planner, sorted, alias);
}

/**
 * A relation that sees the columns to its left as those of an enclosing query. When it uses some of them it becomes a
 * Subquery node, below its alias.
 */
export function planLateral(planner: Planner, relation: ast.TableFactor, context: PlannerContext): LogicalPlan {
  const left = context.outerFromSchema ?? DFSchema.empty;
  const plan = context.keepingOuterFrom(() => {
    context.outerFromSchema = undefined;
    return context.withOuterQuery(left, () => planRelation(planner, relation, context));
  });
  const outerRefColumns = allOuterReferences(plan);
  if (outerRefColumns.length === 0) return plan;
  if (plan.kind === 'SubqueryAlias') {
    return subqueryAlias({ kind: 'Subquery', subquery: plan.input, outerRefColumns }, plan.alias);
  }
  return { kind: 'Subquery', subquery: plan, outerRefColumns };
}

interface PlannedFactor {
  readonly plan: LogicalPlan;
  readonly alias?: ast.TableAlias;
}

function offeredToPlanners(
  planner: Planner,
  relation: ast.TableFactor,
  context: PlannerContext,
): PlannedFactor | undefined {
  for (const hook of planner.context.getRelationPlanners?.() ?? []) {
    const answer = hook.planRelation(relation, {
      plan: (inner) => planRelation(planner, inner, context),
      sqlToExpr: (expr, schema) => planner.sqlToExpr(expr, schema, context),
      normalizeIdent: (name, quoted) => planner.normalize(quoted ? { value: name, quoteStyle: '"' } : { value: name }),
    });
    if (answer !== undefined) {
      return answer.alias === undefined
        ? { plan: answer.plan }
        : { plan: answer.plan, alias: { explicit: true, name: { value: answer.alias, quoteStyle: '"' }, columns: [] } };
    }
  }
  return undefined;
}

function planFactor(planner: Planner, relation: ast.TableFactor, context: PlannerContext): PlannedFactor {
  switch (relation.kind) {
    case 'Table':
      return withAlias(planTable(planner, relation, context), relation.alias);
    case 'Derived':
      return withAlias(planner.queryToPlan(relation.subquery, context), relation.alias);
    case 'NestedJoin':
      return withAlias(planner.tableWithJoins(relation.tableWithJoins, context), relation.alias);
    case 'Unnest':
      return withAlias(planUnnest(planner, relation, context), relation.alias);
    case 'FunctionTable':
      return withAlias(planTableFunction(planner, relation.name, relation.args, context, ''), relation.alias);
    default:
      throw new NotImplementedError(`Unsupported ast node ${relationDebug(relation)} in create_relation`);
  }
}

const withAlias = (plan: LogicalPlan, alias: ast.TableAlias | undefined): PlannedFactor =>
  alias === undefined ? { plan } : { plan, alias };

function planTable(planner: Planner, relation: ast.TableRelation, context: PlannerContext): LogicalPlan {
  if (relation.args !== undefined) return planTableFunction(planner, relation.name, relation.args, context, '()');
  const reference = planner.tableReference(relation.name);
  const cte = context.cte(reference.toString());
  if (cte !== undefined) return cte;
  const source = atPlaceOf(relation.name, () => planner.context.getTableSource(reference));
  return LogicalPlanBuilder.scan(reference, source).build();
}

/** What `find` gives; should it fail, the error says where the name is written. */
function atPlaceOf<T>(name: ast.ObjectName, find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw error instanceof DataFusionError ? error.at(spanOf(name)) : error;
  }
}

/** A table function; its scan is called by the function's name, followed by `()` unless written after LATERAL. */
function planTableFunction(
  planner: Planner,
  name: ast.ObjectName,
  args: readonly ast.FunctionArg[],
  context: PlannerContext,
  suffix: '' | '()',
): LogicalPlan {
  const text = identToSql(name[0]!);
  for (const arg of args) {
    if (arg.kind !== 'Unnamed' || arg.arg.kind === 'ArgWildcard' || arg.arg.kind === 'ArgQualifiedWildcard') {
      throw new PlanError(`Unsupported function argument type: ${functionArgToSql(arg)}`);
    }
  }
  const exprs = argsToExprs(planner, args, DFSchema.empty, context);
  const source = atPlaceOf(name, () => planner.context.getTableFunctionSource(text, exprs));
  return LogicalPlanBuilder.scan(TableReference.bare(text + suffix), source).build();
}

function planUnnest(planner: Planner, relation: ast.UnnestTable, context: PlannerContext): LogicalPlan {
  if (relation.withOffset || relation.withOffsetAlias !== undefined) {
    throw new NotImplementedError('UNNEST table factor with offset is not supported yet');
  }
  if (relation.withOrdinality) throw new NotImplementedError('UNNEST with ordinality is not supported yet');
  const exprs = relation.arrayExprs.map((sql): Expr => {
    const expr = planner.logicalExpr(sql, DFSchema.empty, context);
    checkUnnestArg(expr, DFSchema.empty);
    return unnestExpr(expr);
  });
  if (exprs.length === 0) throw new PlanError('UNNEST must have at least one argument');
  return projectUnnesting(LogicalPlanBuilder.empty(true).build(), exprs);
}
