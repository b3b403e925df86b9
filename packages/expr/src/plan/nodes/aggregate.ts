import {
  aggregateFunctionalDependencies,
  type DFSchema,
  FunctionalDependencies,
  PlanError,
  targetFunctionalDependencies,
} from '@datafusion-ts/common';
import { exprlistToFields } from '../../builder/exprlist-to-fields.js';
import { schemaName } from '../../display/schema-name.js';
import type { Expr } from '../../expr/expr.js';
import { qualifiedCol } from '../../expr/expr-fn.js';
import type { Aggregate, LogicalPlan } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { checkedSchema } from './checked-schema.js';
import {
  enumerateGroupingSets,
  groupingIdType,
  groupingSetExprCount,
  groupingSetToExprList,
  INTERNAL_GROUPING_ID,
  maxGroupingSetDuplicateOrdinal,
} from './grouping-sets.js';

/**
 * An aggregation: columns are the grouping expressions (nullable under grouping sets, then followed by the grouping
 * id), then the aggregates. Grouping keys determine all columns.
 */
export function aggregate(input: LogicalPlan, groupExprs: readonly Expr[], aggrExprs: readonly Expr[]): Aggregate {
  const groups = enumerateGroupingSets(groupExprs);
  const isGroupingSet = groups.length === 1 && groups[0]!.kind === 'GroupingSet';
  let fields = exprlistToFields(groupingSetToExprList(groups), input);
  if (isGroupingSet) {
    const dataType = groupingIdType(fields.length, maxGroupingSetDuplicateOrdinal(groups));
    const id = { qualifier: undefined, field: { name: INTERNAL_GROUPING_ID, dataType, nullable: false } };
    fields = [...fields.map(({ qualifier, field }) => ({ qualifier, field: { ...field, nullable: true } })), id];
  }
  const schema = checkedSchema([...fields, ...exprlistToFields(aggrExprs, input)], schemaOf(input).metadata);
  return aggregateWithSchema(input, groups, aggrExprs, schema);
}

/** An aggregation whose columns are known already; only their dependencies are computed. */
export function aggregateWithSchema(
  input: LogicalPlan,
  groupExprs: readonly Expr[],
  aggrExprs: readonly Expr[],
  schema: DFSchema,
): Aggregate {
  if (groupExprs.length === 0 && aggrExprs.length === 0) {
    throw new PlanError(
      'Aggregate requires at least one grouping or aggregate expression. Aggregate without grouping expressions nor aggregate expressions is logically equivalent to, but less efficient than, VALUES producing single row. Please use VALUES instead.',
    );
  }
  const expected = groupingSetExprCount(groupExprs) + aggrExprs.length;
  if (schema.length !== expected) {
    throw new PlanError(`Aggregate schema has wrong number of fields. Expected ${expected} got ${schema.length}`);
  }
  const dependencies = groupDependencies(input, groupExprs, schema);
  return { kind: 'Aggregate', groupExprs, aggrExprs, input, schema: schema.withFunctionalDependencies(dependencies) };
}

/** Under grouping sets a key may appear in several rows: nothing holds. */
function groupDependencies(input: LogicalPlan, groupExprs: readonly Expr[], schema: DFSchema): FunctionalDependencies {
  if (groupExprs.some((e) => e.kind === 'GroupingSet')) return FunctionalDependencies.empty;
  const names = [...new Set(groupExprs.map(schemaName))];
  return aggregateFunctionalDependencies(schemaOf(input), names, schema);
}

/** The grouping expressions of an aggregation as its output columns order them, with the grouping id when there is one. */
export function groupOutputCount(plan: Aggregate): number {
  return groupingSetExprCount(plan.groupExprs);
}

/** The expressions behind the columns of an aggregation, in order (without the grouping id). */
export function aggregateOutputExprs(plan: Aggregate): readonly Expr[] {
  return [...groupingSetToExprList(plan.groupExprs), ...plan.aggrExprs];
}

/** Grouping expressions plus the columns that they determine, so that those may be selected without being grouped by. */
export function addGroupByExprsFromDependencies(groupExprs: readonly Expr[], schema: DFSchema): readonly Expr[] {
  const names = groupExprs.map(schemaName);
  const targets = targetFunctionalDependencies(schema, names);
  if (targets === undefined) return groupExprs;
  const added: Expr[] = [];
  for (const index of targets) {
    const { qualifier, field } = schema.qualifiedField(index);
    const expr = qualifiedCol(qualifier, field.name);
    const name = schemaName(expr);
    if (names.includes(name)) continue;
    names.push(name);
    added.push(expr);
  }
  return [...groupExprs, ...added];
}
