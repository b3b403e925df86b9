import {
  Column as LogicalColumn,
  DFSchema,
  field,
  InternalError,
  PlanError,
  TableReference,
  type Field,
} from '@datafusion-ts/common';
import { columnExpr, exprChildren, isAsyncUdf, withExprChildren, type Expr, type ExprOf } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import {
  HigherOrderFunctionExpr,
  type HigherOrderArgExpr,
  type LambdaArg,
} from '../expressions/higher-order-function.js';
import { ScalarFunctionExpr } from '../expressions/scalar-function.js';
import { collectColumns } from '../utils/columns.js';
import { exprExists, transformExprUp } from '../utils/transform.js';
import type { ExecutionProps } from './create-physical-expr.js';

type LowerIn = (expr: Expr, schema: DFSchema, props: ExecutionProps) => PhysicalExpr;

/**
 * Lowers a call with lambdas. The body of a lambda sees the input columns followed by its parameters, so that it is an
 * ordinary expression over a wider batch; it is then closed over what it reads of the input.
 */
export function createHigherOrderExpr(
  expr: ExprOf<'HigherOrderFunction'>,
  schema: DFSchema,
  props: ExecutionProps,
  lower: LowerIn,
): PhysicalExpr {
  const values = expr.args.map((arg) => (arg.kind === 'Lambda' ? undefined : lower(arg, schema, props)));
  const valueFields = values.map((value) => value?.returnField(schema.inner));
  const parameters = expr.func.lambdaParameters(valueFields);
  const args = expr.args.map((arg, i): HigherOrderArgExpr => {
    if (arg.kind !== 'Lambda') return { kind: 'Value', expr: values[i]! };
    return lowerLambda(arg, namedParameters(arg.params, parameters[i]), schema, props, lower);
  });
  const argFields = args.map((arg, i) => (arg.kind === 'Value' ? valueFields[i]! : arg.bodyField));
  return new HigherOrderFunctionExpr(expr.func, args, expr.func.returnField(argFields));
}

/** Lowers a body over input and parameters, then closes it over the input columns it reads. */
function lowerLambda(
  lambda: ExprOf<'Lambda'>,
  paramFields: readonly Field[],
  schema: DFSchema,
  props: ExecutionProps,
  lower: LowerIn,
): LambdaArg {
  const relation = `__lambda_${schema.length}`;
  const inner = withParameters(schema, paramFields, relation);
  const open = lower(bindVariables(lambda.body, lambda.params, relation), inner, props);
  if (exprExists(open, (node) => node instanceof ScalarFunctionExpr && isAsyncUdf(node.func))) {
    throw new PlanError(
      "Async functions in lambdas aren't supported, see https://github.com/apache/datafusion/issues/22091",
    );
  }
  const captured = collectColumns(open).filter((column) => column.index < schema.length);
  const body = transformExprUp(open, (node) => {
    if (!(node instanceof Column)) return node;
    const at = captured.findIndex((column) => column.equals(node));
    return new Column(node.name, at === -1 ? captured.length + node.index - schema.length : at);
  });
  return {
    kind: 'Lambda',
    params: lambda.params,
    paramFields,
    captured,
    body,
    bodyField: open.returnField(inner.inner),
    firstParam: schema.length,
  };
}

function namedParameters(names: readonly string[], fields: readonly Field[] | undefined): readonly Field[] {
  return names.map((name, i) => {
    const own = fields?.[i];
    if (own === undefined) throw new InternalError(`Lambda has no parameter ${i} for ${name}`);
    return field(name, own.dataType, own.nullable, own.metadata);
  });
}

function withParameters(schema: DFSchema, fields: readonly Field[], relation: string): DFSchema {
  const qualifier = TableReference.bare(relation);
  return DFSchema.unchecked([...schema.qualifiedFields(), ...fields.map((f) => ({ qualifier, field: f }))]);
}

/** Replaces the variables of a lambda by columns; lambdas inside that reuse a name keep theirs. */
function bindVariables(body: Expr, names: readonly string[], relation: string): Expr {
  if (body.kind === 'LambdaVariable') {
    return names.includes(body.name) ? columnExpr(new LogicalColumn(TableReference.bare(relation), body.name)) : body;
  }
  const visible = body.kind === 'Lambda' ? names.filter((name) => !body.params.includes(name)) : names;
  return withExprChildren(
    body,
    exprChildren(body).map((child) => bindVariables(child, visible, relation)),
  );
}
