/**
 * What must hold of single columns for a predicate to be true: `a in (1, 2)`, `b not in (x)`. Bloom filters and other
 * sets of values can refute these where bounds cannot.
 */
import { displayScalar, scalarKey, type ScalarValue } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  Column,
  DynamicFilterPhysicalExpr,
  InListExpr,
  splitConjunction,
  splitDisjunction,
} from '@datafusion-ts/physical-expr';

/** The column has one of the literals (`In`), or none of them (`NotIn`). */
export interface LiteralGuarantee {
  readonly column: Column;
  readonly guarantee: 'In' | 'NotIn';
  readonly literals: readonly ScalarValue[];
}

/** `a in (1, 2)`, literals in the order of their texts. */
export function formatGuarantee({ column, guarantee, literals }: LiteralGuarantee): string {
  const texts = literals.map(displayScalar).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `${column.name} ${guarantee === 'In' ? 'in' : 'not in'} (${texts.join(', ')})`;
}

/** The guarantees of a predicate, from the parts of its conjunction. */
export function analyzeGuarantees(predicate: PhysicalExpr): readonly LiteralGuarantee[] {
  const found = new Guarantees();
  for (const part of splitConjunction(snapshot(predicate))) {
    const guarantee = ofPart(part);
    if (guarantee === undefined) for (const one of ofDisjunction(part)) found.add(one);
    else found.add(guarantee);
  }
  return found.list();
}

const snapshot = (expr: PhysicalExpr): PhysicalExpr =>
  expr instanceof DynamicFilterPhysicalExpr ? expr.current() : expr;

class Guarantees {
  readonly #byKey = new Map<string, LiteralGuarantee | undefined>();

  /** Both hold: sets of possible values shrink, sets of impossible ones grow. */
  add(next: LiteralGuarantee): void {
    const key = `${next.guarantee} ${next.column.index} ${next.column.name}`;
    if (!this.#byKey.has(key)) {
      this.#byKey.set(key, next);
      return;
    }
    const known = this.#byKey.get(key);
    if (known === undefined) return;
    const literals =
      next.guarantee === 'In' ? intersect(known.literals, next.literals) : unite(known.literals, next.literals);
    this.#byKey.set(key, literals.length === 0 ? undefined : { ...known, literals });
  }

  list(): readonly LiteralGuarantee[] {
    return [...this.#byKey.values()].filter((guarantee) => guarantee !== undefined);
  }
}

function intersect(a: readonly ScalarValue[], b: readonly ScalarValue[]): readonly ScalarValue[] {
  const keys = new Set(b.map((value) => scalarKey(value)));
  return a.filter((value) => keys.has(scalarKey(value)));
}

const unite = (a: readonly ScalarValue[], b: readonly ScalarValue[]): readonly ScalarValue[] => unique([...a, ...b]);

function unique(values: readonly ScalarValue[]): readonly ScalarValue[] {
  return [...new Map(values.map((value) => [scalarKey(value), value])).values()];
}

/** `column = literal`, `column != literal`, `column [NOT] IN (literals)`. */
function ofPart(expr: PhysicalExpr): LiteralGuarantee | undefined {
  if (expr instanceof BinaryExpr && (expr.op === 'Eq' || expr.op === 'NotEq')) {
    const [column, literal] =
      expr.left instanceof Column ? [expr.left, expr.right.literal] : [expr.right, expr.left.literal];
    if (!(column instanceof Column) || literal === undefined || literal.isNull) return undefined;
    return { column, guarantee: expr.op === 'Eq' ? 'In' : 'NotIn', literals: [literal] };
  }
  if (expr instanceof InListExpr && expr.arg instanceof Column) {
    const literals = expr.staticValues;
    if (literals === undefined || literals.some((value) => value.isNull)) return undefined;
    return { column: expr.arg, guarantee: expr.negated ? 'NotIn' : 'In', literals: unique(literals) };
  }
  return undefined;
}

/** Columns that every branch of a disjunction restricts to values have one of all of these. */
function ofDisjunction(expr: PhysicalExpr): readonly LiteralGuarantee[] {
  const branches = splitDisjunction(expr);
  if (branches.length < 2) return [];
  const perBranch = branches.map((branch) => {
    const parts = splitConjunction(branch).flatMap((part) => ofPart(part) ?? []);
    return parts.filter(({ guarantee }) => guarantee === 'In');
  });
  return perBranch[0]!.flatMap((first): LiteralGuarantee[] => {
    const literals: ScalarValue[] = [];
    for (const branch of perBranch) {
      const same = branch.filter(({ column }) => column.equals(first.column));
      if (same.length === 0) return [];
      literals.push(...same.flatMap((one) => one.literals));
    }
    return [{ ...first, literals: unique(literals) }];
  });
}
