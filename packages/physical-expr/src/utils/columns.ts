import { InternalError, type Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import { BinaryExpr } from '../expressions/binary.js';
import { splitConjunction } from './conjunction.js';
import { transformExprUp, visitExpr } from './transform.js';

/** Visits every mention of a column in an expression, from left to right. */
export function visitColumns(expr: PhysicalExpr, visit: (column: Column) => void): void {
  if (expr instanceof Column) {
    visit(expr);
    return;
  }
  visitExpr(expr, (node) => {
    if (node instanceof Column) visit(node);
  });
}

/** The distinct columns an expression reads. */
export function collectColumns(expr: PhysicalExpr): readonly Column[] {
  if (expr instanceof Column) return [expr];
  const found: Column[] = [];
  visitColumns(expr, (column) => {
    if (!found.some((other) => other.equals(column))) found.push(column);
  });
  return found;
}

/** Positions of the columns an expression reads, ascending. */
export function columnIndices(expr: PhysicalExpr): readonly number[] {
  return [...new Set(collectColumns(expr).map((column) => column.index))].sort((a, b) => a - b);
}

/**
 * The expression bound to a schema by the names of its columns. A missing column is an error, or left as it is when
 * `ignoreNotFound`.
 */
export function reassignExprColumns(expr: PhysicalExpr, schema: Schema, ignoreNotFound = false): PhysicalExpr {
  return transformExprUp(expr, (node) => {
    if (!(node instanceof Column)) return node;
    const index = schema.indexOf(node.name);
    if (index >= 0) return index === node.index ? node : new Column(node.name, index);
    if (ignoreNotFound) return node;
    throw new InternalError(`Unable to get field named "${node.name}"`);
  });
}

/** The expression with columns moved by a map of positions; undefined when one has no place to go. */
export function remapColumns(
  expr: PhysicalExpr,
  place: (column: Column) => Column | undefined,
): PhysicalExpr | undefined {
  if (expr instanceof Column) return place(expr);
  let lost = false;
  const moved = transformExprUp(expr, (node) => {
    if (!(node instanceof Column)) return node;
    const target = place(node);
    lost ||= target === undefined;
    return target ?? node;
  });
  return lost ? undefined : moved;
}

/** Pairs of columns that a conjunction holds equal: the `a = b` parts. */
export function collectColumnEqualities(predicate: PhysicalExpr): readonly (readonly [PhysicalExpr, PhysicalExpr])[] {
  return splitConjunction(predicate).flatMap((part): (readonly [PhysicalExpr, PhysicalExpr])[] =>
    part instanceof BinaryExpr && part.op === 'Eq' ? [[part.left, part.right]] : [],
  );
}
