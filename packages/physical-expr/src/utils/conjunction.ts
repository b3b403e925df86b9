import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ScalarValue } from '@datafusion-ts/common';
import { BinaryExpr } from '../expressions/binary.js';
import { Literal } from '../expressions/literal.js';

/** The parts of `a AND b AND c`, in order. */
export function splitConjunction(predicate: PhysicalExpr): readonly PhysicalExpr[] {
  return split(predicate, 'And');
}

/** The parts of `a OR b OR c`, in order. */
export function splitDisjunction(predicate: PhysicalExpr): readonly PhysicalExpr[] {
  return split(predicate, 'Or');
}

function split(predicate: PhysicalExpr, op: 'And' | 'Or'): readonly PhysicalExpr[] {
  const parts: PhysicalExpr[] = [];
  const pending = [predicate];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node instanceof BinaryExpr && node.op === op) pending.push(node.right, node.left);
    else parts.push(node);
  }
  return parts;
}

/** All predicates joined by AND; `true` for none. */
export const conjunction = (predicates: readonly PhysicalExpr[]): PhysicalExpr =>
  conjunctionOpt(predicates) ?? new Literal(ScalarValue.boolean(true));

/** All predicates joined by AND; undefined for none. */
export const conjunctionOpt = (predicates: readonly PhysicalExpr[]): PhysicalExpr | undefined =>
  predicates.length === 0 ? undefined : predicates.reduce((all, next) => new BinaryExpr(all, 'And', next));

/** All predicates joined by OR; `false` for none. */
export const disjunction = (predicates: readonly PhysicalExpr[]): PhysicalExpr =>
  predicates.length === 0
    ? new Literal(ScalarValue.boolean(false))
    : predicates.reduce((all, next) => new BinaryExpr(all, 'Or', next));
