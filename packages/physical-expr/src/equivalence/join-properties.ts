import type { JoinSide, JoinType, Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import { transformExprUp } from '../utils/transform.js';
import { EquivalenceGroup } from './equivalence-group.js';
import { EquivalenceProperties } from './equivalence-properties.js';
import type { OrderingEquivalenceClass } from './ordering-equivalence.js';

/** Pairs of keys of an equijoin, bound to the left and the right input. */
export type JoinKeys = readonly (readonly [left: PhysicalExpr, right: PhysicalExpr])[];

/** The expression with columns moved by `offset`: from the right input to the output of a join. */
export function offsetColumns(expr: PhysicalExpr, offset: number): PhysicalExpr {
  return transformExprUp(expr, (node) => (node instanceof Column ? new Column(node.name, node.index + offset) : node));
}

/**
 * What is known of the output of a join: equalities of both sides as far as outer rows leave them true, equality of the
 * keys, and the orderings of the side whose order is kept (followed by those of the other where that holds, too).
 */
export function joinEquivalenceProperties(
  left: EquivalenceProperties,
  right: EquivalenceProperties,
  joinType: JoinType,
  joinSchema: Schema,
  maintainsInputOrder: readonly [left: boolean, right: boolean],
  probeSide: JoinSide | undefined,
  on: JoinKeys,
): EquivalenceProperties {
  const leftSize = left.schema.fields.length;
  const group = joinEquivalenceGroup(left.group, right.group, joinType, leftSize, on);
  const result = new EquivalenceProperties(joinSchema, group);
  const moved = right.orderings.isEmpty
    ? right.orderings
    : right.orderings.mapExprs((expr) => offsetColumns(expr, leftSize));
  const rightOnly = joinType.startsWith('Right') && joinType !== 'Right';
  const [keepLeft, keepRight] = maintainsInputOrder;
  if (rightOnly) return keepRight ? result.addOrderings(right.orderings.orderings) : result;
  if (keepLeft) {
    const both = probeSide === 'Left' && joinType === 'Inner';
    return result.addOrderings(withSuffix(left.orderings, moved, both).orderings);
  }
  if (keepRight) {
    const both = probeSide === 'Right' && (joinType === 'Inner' || joinType === 'Right');
    return result.addOrderings(withSuffix(moved, left.orderings, both).orderings);
  }
  return result;
}

function withSuffix(
  main: OrderingEquivalenceClass,
  other: OrderingEquivalenceClass,
  both: boolean,
): OrderingEquivalenceClass {
  return both ? main.joinSuffix(other) : main;
}

/** Equalities that hold in the output of a join. */
export function joinEquivalenceGroup(
  left: EquivalenceGroup,
  right: EquivalenceGroup,
  joinType: JoinType,
  leftSize: number,
  on: JoinKeys,
): EquivalenceGroup {
  const moved = (): EquivalenceGroup => right.moveExprs((expr) => offsetColumns(expr, leftSize));
  switch (joinType) {
    case 'Inner':
      return on.reduce(
        (group, [l, r]) => group.addEqualCondition(l, offsetColumns(r, leftSize)),
        left.extendDistinct(moved()),
      );
    case 'Left':
    case 'Full':
    case 'Right':
      // Rows padded with nulls break constants of the padded side, but equal columns are null together.
      return withoutConstants(left, joinType === 'Left').extendDistinct(
        withoutConstants(moved(), joinType === 'Right'),
      );
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return left;
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return right;
  }
}

function withoutConstants(group: EquivalenceGroup, preserved: boolean): EquivalenceGroup {
  if (preserved) return group;
  if (group.classes.length === 0) return group;
  return new EquivalenceGroup(
    group.classes
      .map(({ exprs }) => ({ exprs: exprs.filter((expr) => expr instanceof Column) }))
      .filter((cls) => cls.exprs.length > 1),
  );
}
