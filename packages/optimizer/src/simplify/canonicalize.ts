/**
 * One order for operands that may change places: literals go right, and of two columns the greater name goes left, so that
 * `5 < a` and `a > 5`, `a = b` and `b = a` are the same expression.
 */
import { rewritten, unchanged, type Column, type TableReference } from '@datafusion-ts/common';
import { binaryExpr, transformExpr, type Expr } from '@datafusion-ts/expr';
import { swapOperator, type Operator } from '@datafusion-ts/expr-common';

/** The expression with operands in canonical order. */
export function canonicalize(expr: Expr): Expr {
  return transformExpr(expr, (node) => {
    if (node.kind !== 'BinaryExpr') return unchanged(node);
    const { left, op, right } = node;
    const swapped = swappedComparison(op);
    if (swapped === undefined) return unchanged(node);
    const columnsOutOfOrder =
      left.kind === 'Column' && right.kind === 'Column' && compareColumns(right.column, left.column) > 0;
    const literalFirst = left.kind === 'Literal' && right.kind === 'Column';
    return columnsOutOfOrder || literalFirst ? rewritten(binaryExpr(right, swapped, left)) : unchanged(node);
  }).node;
}

/** The comparison with its operands in each other's place; arithmetic keeps its order, though addition need not. */
export function swappedComparison(op: Operator): Operator | undefined {
  if (op === 'IsDistinctFrom' || op === 'IsNotDistinctFrom') return op;
  return op === 'Plus' || op === 'Multiply' ? undefined : swapOperator(op);
}

function compareColumns(a: Column, b: Column): number {
  return compareRelations(a.relation, b.relation) || compareText(a.name, b.name);
}

/** No relation before any; fewer parts before more. */
function compareRelations(a: TableReference | undefined, b: TableReference | undefined): number {
  const left = a === undefined ? [] : [...a.toParts()];
  const right = b === undefined ? [] : [...b.toParts()];
  if (left.length !== right.length) return left.length - right.length;
  for (const [i, part] of left.entries()) {
    const order = compareText(part, right[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
