import type { Constraints } from '@datafusion-ts/common';
import type { Expr, SortExpr } from '../expr/expr.js';
import type { DdlNode, LogicalPlan, StatementNode } from '../plan/logical-plan.js';
import { objectId } from './object-id.js';
import { fieldKey, schemaKey } from './schema-key.js';

/** What a node says besides its expressions and inputs, as text; `exprKey` gives the keys of expressions inside. */
export function planDetailKey(plan: LogicalPlan, exprKey: (expr: Expr) => string): string {
  const sortKeys = (sorts: readonly SortExpr[] | undefined): string =>
    sorts?.map((s) => `${exprKey(s.expr)}${s.asc}${s.nullsFirst}`).join(',') ?? '';
  switch (plan.kind) {
    case 'Aggregate':
      return String(plan.groupExprs.length);
    case 'Sort':
      return `${sortKeys(plan.exprs)}/${plan.fetch}`;
    case 'Join':
      return `${plan.joinType}/${plan.joinConstraint}/${plan.nullEquality}/${plan.nullAware}/${plan.on.length}/${plan.filter !== undefined}`;
    case 'Repartition':
      return `${plan.partitioning.kind}/${plan.partitioning.kind === 'DistributeBy' ? '' : plan.partitioning.count}`;
    case 'Union':
    case 'Projection':
    case 'Window':
      return schemaKey(plan.schema);
    case 'TableScan':
      return `${plan.tableName.toQuotedString()}/${objectId(plan.source)}/${plan.projection?.join(',')}/${plan.fetch}`;
    case 'EmptyRelation':
      return `${plan.produceOneRow}/${schemaKey(plan.schema)}`;
    case 'Subquery':
      return plan.outerRefColumns.map(exprKey).join(',');
    case 'SubqueryAlias':
      return plan.alias.toQuotedString();
    case 'Limit':
      return `${plan.skip !== undefined}/${plan.fetch !== undefined}`;
    case 'Values':
      return `${schemaKey(plan.schema)}/${plan.rows.length}`;
    case 'Explain':
      return `${plan.verbose}/${plan.format}`;
    case 'Analyze':
      return `${plan.verbose}/${plan.format}`;
    case 'Extension':
      return `${plan.node.name}/${plan.node.equals === undefined ? objectId(plan.node) : plan.node.explain()}`;
    case 'Distinct':
      return plan.on === undefined
        ? ''
        : `${plan.on.onExprs.length}/${plan.on.selectExprs.length}/${sortKeys(plan.on.sortExprs)}`;
    case 'Dml':
      return `${plan.tableName.toQuotedString()}/${objectId(plan.target)}/${JSON.stringify(plan.op)}`;
    case 'Copy':
      return JSON.stringify([plan.outputUrl, plan.fileType, plan.partitionBy, [...plan.options]]);
    case 'Unnest':
      return `${JSON.stringify([plan.listTypeColumns.map((l) => [l.index, l.outputColumn.key, l.depth]), plan.structTypeColumns, plan.options.preserveNulls])}/${schemaKey(plan.schema)}`;
    case 'RecursiveQuery':
      return `${plan.name}/${plan.isDistinct}`;
    case 'DescribeTable':
      return plan.schema.fields.map(fieldKey).join(',');
    case 'Ddl':
      return ddlKey(plan.ddl);
    case 'Statement':
      return statementKey(plan.statement);
    case 'Filter':
      return '';
  }
}

/** Everything of a DDL node except its input; expressions and references become keys. */
function ddlKey(ddl: DdlNode): string {
  return `${ddl.kind}/${Object.entries(ddl)
    .filter(([name]) => name !== 'input' && name !== 'schema' && name !== 'kind')
    .map(([name, value]) => `${name}=${memberKey(value)}`)
    .join('/')}`;
}

function statementKey(statement: StatementNode): string {
  return Object.entries(statement)
    .filter(([name]) => name !== 'input' && name !== 'parameters' && name !== 'fields')
    .map(([name, value]) => `${name}=${memberKey(value)}`)
    .join('/');
}

function memberKey(value: unknown): string {
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${memberKey(k)}:${memberKey(v)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(memberKey).join(',')}]`;
  if (isConstraints(value)) return JSON.stringify(value.items);
  return typeof value === 'object' && value !== null ? String(value) : JSON.stringify(value);
}

const isConstraints = (value: unknown): value is Constraints =>
  typeof value === 'object' && value !== null && 'items' in value;
