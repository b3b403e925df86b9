import { debugField, debugScalar, debugString, type Column, type TableReference } from '@datafusion-ts/common';
import type { Case, Expr, ExprNode } from '../expr/expr.js';
import { displayExpr } from './display-expr.js';

/**
 * Expressions spelled out as the values they are, which DataFusion puts into the messages of what its physical planner
 * does not support. Calls of functions, whose text there shows the inside of their implementation, print as in EXPLAIN.
 *
 * Example: `BinaryExpr(BinaryExpr { left: Column(Column { relation: None, name: "a" }), op: Plus, right: Literal(Int64(1), None) })`.
 */
export function debugExpr(expr: ExprNode): string {
  switch (expr.kind) {
    case 'Alias':
      return node('Alias', {
        expr: debugExpr(expr.expr),
        relation: option(expr.relation, relationText),
        name: debugString(expr.name),
        metadata: 'None',
      });
    case 'Column':
      return `Column(${columnText(expr.column)})`;
    case 'OuterReferenceColumn':
      return `OuterReferenceColumn(${debugField(expr.field)}, ${columnText(expr.column)})`;
    case 'Literal':
      return `Literal(${debugScalar(expr.value)}, None)`;
    case 'BinaryExpr':
      return node('BinaryExpr', { left: debugExpr(expr.left), op: expr.op, right: debugExpr(expr.right) });
    case 'Not':
    case 'Negative':
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsNotTrue':
    case 'IsFalse':
    case 'IsNotFalse':
    case 'IsUnknown':
    case 'IsNotUnknown':
      return `${expr.kind}(${debugExpr(expr.expr)})`;
    case 'Like':
    case 'SimilarTo':
      return likeText(expr);
    case 'Between':
      return node('Between', {
        expr: debugExpr(expr.expr),
        negated: String(expr.negated),
        low: debugExpr(expr.low),
        high: debugExpr(expr.high),
      });
    case 'Case':
      return caseText(expr);
    case 'Cast':
    case 'TryCast':
      return node(expr.kind, {
        expr: debugExpr(expr.expr),
        field: debugField(expr.field ?? { name: '', dataType: expr.dataType, nullable: true }),
      });
    case 'InList':
      return node('InList', { expr: debugExpr(expr.expr), list: listText(expr.list), negated: String(expr.negated) });
    case 'Placeholder':
      return node('Placeholder', { id: debugString(expr.id), field: option(expr.field, debugField) });
    default:
      return subqueryText(expr) ?? displayExpr(expr);
  }
}

function subqueryText(expr: ExprNode): string | undefined {
  switch (expr.kind) {
    case 'Exists':
      return node('Exists', { subquery: '<subquery>', negated: String(expr.negated) });
    case 'InSubquery':
      return node('InSubquery', { expr: debugExpr(expr.expr), subquery: '<subquery>', negated: String(expr.negated) });
    case 'SetComparison':
      return node('SetComparison', {
        expr: debugExpr(expr.expr),
        subquery: '<subquery>',
        op: expr.op,
        quantifier: expr.quantifier,
      });
    case 'ScalarSubquery':
      return 'ScalarSubquery(<subquery>)';
    default:
      return undefined;
  }
}

/** `Some(…)` or `None`. */
const option = <T>(value: T | undefined, text: (value: T) => string): string =>
  value === undefined ? 'None' : `Some(${text(value)})`;

const listText = (exprs: readonly Expr[]): string => `[${exprs.map(debugExpr).join(', ')}]`;

/** A variant and the structure of the same name inside it. */
function node(name: string, members: Readonly<Record<string, string>>): string {
  const inside = Object.entries(members).map(([member, text]) => `${member}: ${text}`);
  return `${name}(${name} { ${inside.join(', ')} })`;
}

function likeText(expr: Extract<ExprNode, { kind: 'Like' | 'SimilarTo' }>): string {
  const escape = expr.escapeChar === undefined ? 'None' : `Some('${expr.escapeChar}')`;
  return `${expr.kind}(Like { negated: ${expr.negated}, expr: ${debugExpr(expr.expr)}, pattern: ${debugExpr(expr.pattern)}, escape_char: ${escape}, case_insensitive: ${expr.caseInsensitive} })`;
}

function caseText(expr: Case): string {
  const branches = expr.whenThen.map(({ when, then }) => `(${debugExpr(when)}, ${debugExpr(then)})`);
  return node('Case', {
    expr: option(expr.expr, debugExpr),
    when_then_expr: `[${branches.join(', ')}]`,
    else_expr: option(expr.elseExpr, debugExpr),
  });
}

const columnText = ({ relation, name }: Column): string =>
  `Column { relation: ${option(relation, relationText)}, name: ${debugString(name)} }`;

function relationText({ catalog, schema, table }: TableReference): string {
  const parts = [
    ...(catalog === undefined ? [] : [`catalog: ${debugString(catalog)}`]),
    ...(schema === undefined ? [] : [`schema: ${debugString(schema)}`]),
    `table: ${debugString(table)}`,
  ];
  return `${['Bare', 'Partial', 'Full'][parts.length - 1]!} { ${parts.join(', ')} }`;
}
