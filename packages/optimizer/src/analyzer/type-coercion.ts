/**
 * Gives every operator and function arguments of the types it takes, by putting casts around them.
 *
 * Before: `t.a + Int64(1)` with an Int32 `a`. After: `CAST(t.a AS Int64) + Int64(1)`. Columns keep their names: an
 * expression whose name would change is aliased where names matter. Inputs come first, so that casts below are known above.
 */
import {
  DataTypes,
  DFSchema,
  displayType,
  PlanError,
  rewritten,
  sameType,
  unchanged,
  type DataType,
  type Transformed,
} from '@datafusion-ts/common';
import {
  alias,
  castTo,
  coercePlanForSchema,
  dataTypeOf,
  expressionsOf,
  inputsOf,
  projectionWithSchema,
  recomputeSchema,
  restoreName,
  saveName,
  schemaOf,
  toField,
  transformPlanUp,
  withNewExpressions,
  type Expr,
  type Join,
  type Limit,
  type LogicalPlan,
  type Union,
} from '@datafusion-ts/expr';
import { getInputTypes, typeUnionCoercion } from '@datafusion-ts/expr-common';

import type { AnalyzerRule } from './analyzer.js';
import { coerceExprTypes } from './coerce-expr.js';

export const typeCoercion: AnalyzerRule = {
  name: 'type_coercion',
  analyze: (plan, { config }) => coercePlan(plan, DFSchema.empty, config.optimizer.expandViewsAtOutput),
};

/** Coerces a plan; `outer` are the columns of enclosing queries. */
export function coercePlan(plan: LogicalPlan, outer: DFSchema, expandViews = false): Transformed<LogicalPlan> {
  const result = transformPlanUp(plan, (node) => {
    const coerced = coerceNode(node, outer);
    return coerced === node ? unchanged(node) : rewritten(coerced);
  });
  if (!expandViews) return result;
  const expanded = expandViewTypes(result.node);
  return expanded === result.node ? result : rewritten(expanded);
}

function coerceNode(plan: LogicalPlan, outer: DFSchema): LogicalPlan {
  const own = expressionsOf(plan);
  if (own.length === 0 && inputsOf(plan).length === 0) return plan;
  const schema = inputSchema(plan, outer);
  const exprs = own.map((expr) => {
    if (expr.kind === 'Column') return expr;
    const saved = saveName(expr, plan);
    return restoreName(coerceExprTypes(expr, schema, coercePlan), saved);
  });
  const rebuilt = recompute(plan, withNewExpressions(plan, exprs));
  switch (rebuilt.kind) {
    case 'Join':
      return coerceJoin(rebuilt);
    case 'Union':
      return coerceUnion(rebuilt);
    case 'Filter':
      return coerceFilter(rebuilt, schema);
    case 'Limit':
      return coerceLimit(rebuilt);
    default:
      return rebuilt;
  }
}

/** Inputs may have got other types even where this node's expressions stay. */
function recompute(before: LogicalPlan, after: LogicalPlan): LogicalPlan {
  if (after !== before || inputsOf(before).length === 0 || forwardsTypes(after)) return after;
  const fresh = recomputeSchema(after);
  const [a, b] = [schemaOf(after), schemaOf(fresh)];
  const same =
    a.length === b.length &&
    a.fields.every((f, i) => sameType(f.dataType, b.field(i).dataType) && f.nullable === b.field(i).nullable);
  return same ? after : fresh;
}

/** True for nodes that give the very fields their inputs give now. */
function forwardsTypes(plan: LogicalPlan): boolean {
  switch (plan.kind) {
    case 'SubqueryAlias':
      return plan.schema.inner === schemaOf(plan.input).inner;
    case 'Sort':
    case 'Limit':
      return true;
    case 'Projection': {
      const { fields } = plan.schema;
      const input = schemaOf(plan.input);
      return plan.exprs.every((expr, i) => {
        if (expr.kind === 'Wildcard') return false;
        const { dataType, nullable } = toField(expr, input);
        return sameType(dataType, fields[i]!.dataType) && nullable === fields[i]!.nullable;
      });
    }
    default:
      return false;
  }
}

/** The columns a node's expressions may name: those of its inputs (of the table, for scans) and of enclosing queries. */
function inputSchema(plan: LogicalPlan, outer: DFSchema): DFSchema {
  const own =
    plan.kind === 'TableScan'
      ? DFSchema.fromQualifiedSchema(plan.tableName, plan.source.schema)
      : inputsOf(plan)
          .map(schemaOf)
          .reduce((merged, schema) => merged.merge(schema), DFSchema.empty);
  return outer.length === 0 ? own : own.merge(outer);
}

function coerceFilter(plan: Extract<LogicalPlan, { readonly kind: 'Filter' }>, schema: DFSchema): LogicalPlan {
  const type = dataTypeOf(plan.predicate, schema);
  return type.kind === 'Null' ? { ...plan, predicate: castTo(plan.predicate, DataTypes.Boolean, schema) } : plan;
}

function coerceJoin(plan: Join): LogicalPlan {
  const left = schemaOf(plan.left);
  const right = schemaOf(plan.right);
  const on = plan.on.map(([l, r]): readonly [Expr, Expr] => {
    const [lt, rt] = getInputTypes(dataTypeOf(l, left), 'Eq', dataTypeOf(r, right));
    return [castTo(l, lt, left), castTo(r, rt, right)];
  });
  const schema = left.merge(right);
  const filter = plan.filter === undefined ? undefined : asBoolean(plan.filter, schema);
  const same = filter === plan.filter && on.every(([l, r], i) => l === plan.on[i]![0] && r === plan.on[i]![1]);
  return same ? plan : { ...plan, on, ...(filter === undefined ? {} : { filter }) };
}

function asBoolean(filter: Expr, schema: DFSchema): Expr {
  const type = dataTypeOf(filter, schema);
  if (type.kind === 'Boolean') return filter;
  if (type.kind === 'Null') return castTo(filter, DataTypes.Boolean, schema);
  throw new PlanError(`Join condition must be boolean type, but got ${displayType(type)}`);
}

/** Both counts of LIMIT are 64-bit integers. */
function coerceLimit(plan: Limit): LogicalPlan {
  const skip = countExpr(plan.skip, 'OFFSET');
  const fetch = countExpr(plan.fetch, 'LIMIT');
  if (skip === plan.skip && fetch === plan.fetch) return plan;
  return { ...plan, ...(skip === undefined ? {} : { skip }), ...(fetch === undefined ? {} : { fetch }) };
}

const INTEGERS = ['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64', 'Null'];

function countExpr(expr: Expr | undefined, clause: string): Expr | undefined {
  if (expr === undefined) return undefined;
  const type = dataTypeOf(expr, DFSchema.empty);
  if (!INTEGERS.includes(type.kind)) {
    throw new PlanError(`Expected ${clause} to be an integer or null, but got ${displayType(type)}`);
  }
  return castTo(expr, DataTypes.Int64, DFSchema.empty);
}

/** Every input of a UNION gives the types all of them can be cast to. */
function coerceUnion(plan: Union): LogicalPlan {
  const schemas = plan.inputs.map(schemaOf);
  const [first, ...rest] = schemas;
  if (first === undefined) return plan;
  const fields = first.qualifiedFields().map(({ qualifier, field }, i) => {
    const others = rest.map((schema) => schema.field(i));
    const dataType = others.reduce((common, other) => unionType(common, other.dataType, other.name), field.dataType);
    return {
      qualifier,
      field: { ...field, dataType, nullable: field.nullable || others.some((other) => other.nullable) },
    };
  });
  const target = DFSchema.fromQualifiedFields(fields, first.metadata);
  const schema = DFSchema.fromQualifiedFields(
    fields.map(({ field }, i) => ({ qualifier: undefined, field: { ...field, name: plan.schema.field(i).name } })),
  );
  const inputs = plan.inputs.map((input) => underNames(coercePlanForSchema(input, target), schema));
  const same = schema.equals(plan.schema) && inputs.every((input, i) => input === plan.inputs[i]);
  return same ? plan : { ...plan, inputs, schema };
}

/** A projection that gives the union's columns under their names; other inputs keep theirs, positions being what counts. */
function underNames(input: LogicalPlan, schema: DFSchema): LogicalPlan {
  if (input.kind !== 'Projection') return input;
  const exprs = input.exprs.map((expr, i) => {
    const { name } = schema.field(i);
    if (expr.kind === 'Alias') return expr.name === name ? expr : alias(expr.unalias(), name);
    return expr.kind === 'Column' && expr.column.name === name ? expr : alias(expr, name);
  });
  const same = exprs.every((expr, i) => expr === input.exprs[i]) && input.schema.equals(schema);
  return same ? input : projectionWithSchema(exprs, input.input, schema);
}

function unionType(a: DataType, b: DataType, column: string): DataType {
  if (sameType(a, b)) return a;
  const common = typeUnionCoercion(a, b);
  if (common !== undefined) return common;
  throw new PlanError(
    `Incompatible inputs for Union: Previous inputs were of type ${displayType(a)}, but got incompatible type ${displayType(b)} on column '${column}'`,
  );
}

/** View types as plain ones in the result, for clients that do not know views. */
function expandViewTypes(plan: LogicalPlan): LogicalPlan {
  const schema = schemaOf(plan);
  const fields = schema
    .qualifiedFields()
    .map(({ qualifier, field }) => ({ qualifier, field: { ...field, dataType: plainType(field.dataType) } }));
  if (fields.every(({ field }, i) => field.dataType === schema.field(i).dataType)) return plan;
  return coercePlanForSchema(plan, DFSchema.fromQualifiedFields(fields, schema.metadata));
}

function plainType(type: DataType): DataType {
  if (type.kind === 'Utf8View') return DataTypes.LargeUtf8;
  return type.kind === 'BinaryView' ? DataTypes.LargeBinary : type;
}
