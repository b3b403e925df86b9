import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { equalExprs, type EquivalenceProperties } from '@datafusion-ts/physical-expr';
import type { JoinOn } from '@datafusion-ts/physical-plan';

/** Pairs of join keys in a new order: `positions` says where each was; empty when nothing moved. */
export interface ReorderedKeys {
  readonly on: JoinOn;
  readonly positions: readonly number[];
}

/** Where each expected expression is in the present list; undefined when one is missing. */
export function expectedPositions(
  current: readonly PhysicalExpr[],
  expected: readonly PhysicalExpr[],
): readonly number[] | undefined {
  if (current.length === 0 || expected.length === 0) return undefined;
  const taken = new Set<number>();
  const positions: number[] = [];
  for (const wanted of expected) {
    const at = current.findIndex((expr, i) => !taken.has(i) && expr.equals(wanted));
    if (at === -1) return undefined;
    taken.add(at);
    positions.push(at);
  }
  return positions;
}

/** The join keys in the expected order, when it is one of the left or of the right keys; undefined when it is not. */
export function reorderJoinKeys(
  on: JoinOn,
  expected: readonly PhysicalExpr[],
  properties: { readonly equivalence: EquivalenceProperties },
): ReorderedKeys | undefined {
  if (on.length !== expected.length) return undefined;
  const sides = [on.map(([left]) => left), on.map(([, right]) => right)];
  if (sides.some((keys) => equalExprs(expected, keys))) return { on, positions: [] };
  const facts = properties.equivalence;
  const normalize = (exprs: readonly PhysicalExpr[]): readonly PhysicalExpr[] =>
    exprs.map((expr) => facts.group.normalizeExpr(expr));
  const normalSides = sides.map(normalize);
  const normalExpected = normalize(expected);
  if (facts.group.classes.length > 0 && normalSides.some((keys) => equalExprs(normalExpected, keys)))
    return { on, positions: [] };
  const positions =
    expectedPositions(sides[0]!, expected) ??
    expectedPositions(sides[1]!, expected) ??
    expectedPositions(normalSides[0]!, normalExpected) ??
    expectedPositions(normalSides[1]!, normalExpected);
  return positions === undefined ? undefined : { on: positions.map((i) => on[i]!), positions };
}
