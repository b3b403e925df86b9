import type { Schema } from '@datafusion-ts/common';
import type { PhysicalSortExpr } from '@datafusion-ts/expr-common';
import type { LexOrdering } from '../sort-expr.js';
import { constExpr, HETEROGENEOUS, uniform, type AcrossPartitions } from './const-expr.js';
import { EquivalenceProperties } from './equivalence-properties.js';

/**
 * What holds in every input of a union holds in its output: its partitions are those of the inputs. Orderings are kept
 * as far as all inputs satisfy them; a key constant in one input and ordered in the other may stand in between.
 */
export function calculateUnion(inputs: readonly EquivalenceProperties[], schema: Schema): EquivalenceProperties {
  const renamed = inputs.map((input) => input.withNewSchema(schema));
  return renamed.slice(1).reduce(unionOfTwo, renamed[0]!);
}

function unionOfTwo(a: EquivalenceProperties, b: EquivalenceProperties): EquivalenceProperties {
  let result = new EquivalenceProperties(a.schema);
  const orderings: LexOrdering[] = [];
  collect(a, b, orderings);
  collect(b, a, orderings);
  result = result.addConstants(commonConstants(a, b));
  for (const cls of a.group.classes) {
    for (let i = 1; i < cls.exprs.length; i++) {
      const [x, y] = [cls.exprs[0]!, cls.exprs[i]!];
      if (b.group.exprsEqual(x, y)) result = result.addEqualCondition(x, y);
    }
  }
  return result.addOrderings(orderings);
}

/** Orderings of `own` as far as `other` satisfies them, with the constants of `own` put in where `other` needs them. */
function collect(own: EquivalenceProperties, other: EquivalenceProperties, found: LexOrdering[]): void {
  for (const ordering of own.orderings.orderings) {
    const plain = satisfiedPrefix(ordering, other);
    if (plain.length > 0) found.push(plain);
    if (plain.length === ordering.length) continue;
    for (const otherOrdering of other.orderings.orderings) {
      const augmented = augment(ordering, own, otherOrdering, other);
      if (augmented.length > plain.length) found.push(augmented);
    }
  }
}

function satisfiedPrefix(ordering: LexOrdering, facts: EquivalenceProperties): LexOrdering {
  for (let length = ordering.length; length > 0; length--) {
    const prefix = ordering.slice(0, length);
    if (facts.orderingSatisfy(prefix)) return prefix;
  }
  return [];
}

/** Merges two orderings: a key of one may be taken while it is constant in the other. */
function augment(
  a: LexOrdering,
  factsA: EquivalenceProperties,
  b: LexOrdering,
  factsB: EquivalenceProperties,
): LexOrdering {
  const merged: PhysicalSortExpr[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (
      x !== undefined &&
      y !== undefined &&
      x.expr.equals(y.expr) &&
      x.options.descending === y.options.descending &&
      x.options.nullsFirst === y.options.nullsFirst
    ) {
      merged.push(x);
      i++;
      j++;
    } else if (x !== undefined && factsB.isExprConstant(x.expr) !== undefined) {
      merged.push(x);
      i++;
    } else if (y !== undefined && factsA.isExprConstant(y.expr) !== undefined) {
      merged.push(y);
      j++;
    } else {
      break;
    }
  }
  return merged;
}

function commonConstants(a: EquivalenceProperties, b: EquivalenceProperties): ReturnType<typeof constExpr>[] {
  return a.constants().flatMap(({ expr, acrossPartitions }) => {
    if (expr.literal !== undefined) return [];
    const other = b.isExprConstant(expr);
    return other === undefined ? [] : [constExpr(expr, bothConstant(acrossPartitions, other))];
  });
}

function bothConstant(a: AcrossPartitions, b: AcrossPartitions): AcrossPartitions {
  if (a.kind !== 'Uniform' || b.kind !== 'Uniform' || a.value === undefined || b.value === undefined)
    return HETEROGENEOUS;
  return a.value.value === b.value.value ? uniform(a.value) : HETEROGENEOUS;
}
