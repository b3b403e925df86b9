import { DataFusionError, type DFSchema, rewritten, type Transformed, unchanged } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { placeholder } from '../expr/expr-fn.js';
import { makeExpr } from '../expr/make-expr.js';
import { transformExpr } from '../expr/expr-tree.js';
import { schemaOf } from '../plan/schema-of.js';
import { toField } from '../schema/expr-schema.js';

/**
 * Gives placeholders the type of what they are compared or combined with: `a > $1` makes `$1` what `a` is. Types said
 * explicitly stay.
 */
export function inferPlaceholderTypes(
  expr: Expr,
  schema: DFSchema,
): { readonly expr: Expr; readonly hasPlaceholder: boolean } {
  let hasPlaceholder = false;
  const inferred = transformExpr(expr, (node): Transformed<Expr> => {
    if (node.kind === 'Placeholder') hasPlaceholder = true;
    const typed = withTypedOperands(node, schema);
    return typed === node ? unchanged(node) : rewritten(typed);
  }).node;
  return { expr: inferred, hasPlaceholder };
}

function withTypedOperands(expr: Expr, schema: DFSchema): Expr {
  const like = (operand: Expr, other: Expr): Expr => typedLike(operand, other, schema);
  switch (expr.kind) {
    case 'BinaryExpr': {
      const left = like(expr.left, expr.right);
      const right = like(expr.right, left);
      return left === expr.left && right === expr.right ? expr : makeExpr({ ...expr, left, right });
    }
    case 'Between': {
      const [low, high] = [like(expr.low, expr.expr), like(expr.high, expr.expr)];
      return low === expr.low && high === expr.high ? expr : makeExpr({ ...expr, low, high });
    }
    case 'InList': {
      const list = expr.list.map((item) => like(item, expr.expr));
      return list.every((item, i) => item === expr.list[i]) ? expr : makeExpr({ ...expr, list });
    }
    case 'InSubquery': {
      if (!isUntyped(expr.expr)) return expr;
      const field = { ...schemaOf(expr.subquery.subquery).field(0), nullable: true };
      return makeExpr({ ...expr, expr: placeholder(expr.expr.id, field) });
    }
    case 'Like':
    case 'SimilarTo': {
      const pattern = like(expr.pattern, expr.expr);
      return pattern === expr.pattern ? expr : makeExpr({ ...expr, pattern });
    }
    default:
      return expr;
  }
}

const isUntyped = (expr: Expr): expr is Extract<Expr, { kind: 'Placeholder' }> =>
  expr.kind === 'Placeholder' && expr.field === undefined;

function typedLike(expr: Expr, other: Expr, schema: DFSchema): Expr {
  if (!isUntyped(expr)) return expr;
  try {
    return placeholder(expr.id, { ...toField(other, schema), nullable: true });
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    throw error.context(`Can not find type of ${other.toString()} needed to infer type of ${expr.toString()}`);
  }
}
