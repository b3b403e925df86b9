import { assertNever } from '@datafusion-ts/common';
import type { LogicalPlan, TableScan } from '../plan/logical-plan.js';
import { filtersByPushDown } from '../plan/filter-push-down.js';
import { schemaOf } from '../plan/schema-of.js';
import { displayExpr, displayExprs, displaySorts } from './display-expr.js';
import { displayChildren } from './display-indent.js';
import {
  displayDdl,
  displayStatement,
  displayValues,
  joinFilterText,
  joinKeysText,
  unnestColumnTexts,
  writeOpText,
} from './display-plan.js';

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** A plan as the JSON of PostgreSQL's `EXPLAIN (FORMAT JSON)`, with DataFusion's keys in their order. */
export function displayPgJson(plan: LogicalPlan): string {
  return JSON.stringify([{ Plan: planJson(plan) }], undefined, 2);
}

function planJson(plan: LogicalPlan): Json {
  return {
    ...nodeJson(plan),
    Plans: displayChildren(plan).map(planJson),
    Output: schemaOf(plan).fields.map((f) => f.name),
  };
}

function nodeJson(plan: LogicalPlan): { readonly [key: string]: Json } {
  switch (plan.kind) {
    case 'Projection':
      return { 'Node Type': 'Projection', Expressions: plan.exprs.map(displayExpr) };
    case 'Filter':
      return { 'Node Type': 'Filter', Condition: displayExpr(plan.predicate) };
    case 'Window':
      return { 'Node Type': 'WindowAggr', Expressions: displayExprs(plan.windowExprs) };
    case 'Aggregate':
      return {
        'Node Type': 'Aggregate',
        'Group By': displayExprs(plan.groupExprs),
        Aggregates: displayExprs(plan.aggrExprs),
      };
    case 'Sort':
      return {
        'Node Type': 'Sort',
        'Sort Key': displaySorts(plan.exprs),
        ...(plan.fetch === undefined ? {} : { Fetch: plan.fetch }),
      };
    case 'Join':
      return {
        'Node Type': `${plan.joinType} Join`,
        'Join Constraint': plan.joinConstraint,
        'Join Keys': joinKeysText(plan),
        Filter: joinFilterText(plan),
      };
    case 'Repartition':
      return repartitionJson(plan);
    case 'TableScan':
      return tableScanJson(plan);
    case 'SubqueryAlias':
      return { 'Node Type': 'Subquery', Alias: plan.alias.toString() };
    case 'Limit':
      return {
        'Node Type': 'Limit',
        ...(plan.skip === undefined ? {} : { Skip: displayExpr(plan.skip) }),
        ...(plan.fetch === undefined ? {} : { Fetch: displayExpr(plan.fetch) }),
      };
    case 'Values':
      return { 'Node Type': 'Values', Values: displayValues(plan) };
    case 'Union':
    case 'EmptyRelation':
    case 'Subquery':
    case 'Explain':
    case 'Analyze':
    case 'DescribeTable':
      return { 'Node Type': plan.kind };
    case 'Extension':
      return { 'Node Type': plan.node.name, Detail: plan.node.explain() };
    case 'Distinct':
      if (plan.on === undefined) return { 'Node Type': 'DistinctAll' };
      return {
        'Node Type': 'DistinctOn',
        On: displayExprs(plan.on.onExprs),
        Select: displayExprs(plan.on.selectExprs),
        Sort: displaySorts(plan.on.sortExprs ?? []),
      };
    case 'Dml':
      // DataFusion names this node so.
      return { 'Node Type': 'Projection', Operation: writeOpText(plan.op), 'Table Name': plan.tableName.toString() };
    case 'Ddl':
      return { 'Node Type': 'Ddl', Operation: displayDdl(plan.ddl) };
    case 'Copy':
      return {
        'Node Type': 'CopyTo',
        'Output URL': plan.outputUrl,
        'File Type': plan.fileType,
        Options: [...plan.options].map(([k, v]) => `${k}=${v}`).join(', '),
      };
    case 'Unnest': {
      const { lists, structs } = unnestColumnTexts(plan);
      return { 'Node Type': 'Unnest', ListColumn: lists, StructColumn: structs };
    }
    case 'RecursiveQuery':
      return { 'Node Type': 'RecursiveQuery', 'Is Distinct': plan.isDistinct };
    case 'Statement':
      return { 'Node Type': 'Statement', Statement: displayStatement(plan.statement) };
    default:
      return assertNever(plan);
  }
}

function repartitionJson(plan: Extract<LogicalPlan, { kind: 'Repartition' }>): { readonly [key: string]: Json } {
  const { partitioning } = plan;
  switch (partitioning.kind) {
    case 'RoundRobin':
      return {
        'Node Type': 'Repartition',
        'Partitioning Scheme': 'RoundRobinBatch',
        'Partition Count': partitioning.count,
      };
    case 'Hash':
      return {
        'Node Type': 'Repartition',
        'Partitioning Scheme': 'Hash',
        'Partition Count': partitioning.count,
        'Partitioning Key': partitioning.exprs.map(displayExpr),
      };
    default:
      return {
        'Node Type': 'Repartition',
        'Partitioning Scheme': 'DistributeBy',
        'Partitioning Key': partitioning.exprs.map(displayExpr),
      };
  }
}

function tableScanJson(plan: TableScan): { readonly [key: string]: Json } {
  const { full, partial, unsupported } = filtersByPushDown(plan);
  return {
    'Node Type': 'TableScan',
    'Relation Name': plan.tableName.table,
    ...(full.length === 0 ? {} : { 'Full Filters': displayExprs(full) }),
    ...(partial.length === 0 ? {} : { 'Partial Filters': displayExprs(partial) }),
    ...(unsupported.length === 0 ? {} : { 'Unsupported Filters': displayExprs(unsupported) }),
    ...(plan.fetch === undefined ? {} : { Fetch: plan.fetch }),
  };
}
