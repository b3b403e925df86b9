import { PlanError, TableReference } from '@datafusion-ts/common';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { distinctAll } from '../plan/nodes/distinct-on.js';
import { subqueryAlias } from '../plan/nodes/subquery-alias.js';
import { schemaOf } from '../plan/schema-of.js';
import { joinDetailed } from './join.js';

/** Rows of the left input that the right one has as well (NULLs match); with `isAll` repeated left rows stay. */
export function intersect(left: LogicalPlan, right: LogicalPlan, isAll: boolean): LogicalPlan {
  return semiOrAnti(left, right, 'LeftSemi', isAll);
}

/** Rows of the left input that the right one does not have (NULLs match); with `isAll` repeated left rows stay. */
export function except(left: LogicalPlan, right: LogicalPlan, isAll: boolean): LogicalPlan {
  return semiOrAnti(left, right, 'LeftAnti', isAll);
}

function semiOrAnti(
  left: LogicalPlan,
  right: LogicalPlan,
  joinType: 'LeftSemi' | 'LeftAnti',
  isAll: boolean,
): LogicalPlan {
  const [count, other] = [schemaOf(left).length, schemaOf(right).length];
  if (count !== other) {
    throw new PlanError(
      `INTERSECT/EXCEPT query must have the same number of columns. Left is ${count} and right is ${other}.`,
    );
  }
  const [l, r] = requalifySidesIfNeeded(left, right);
  return joinDetailed(
    isAll ? l : distinctAll(l),
    r,
    joinType,
    [schemaOf(l).columns(), schemaOf(r).columns()],
    undefined,
    {
      nullEquality: 'NullEqualsNull',
    },
  );
}

/** The inputs, under the names `left` and `right` when their columns could not be told apart in one schema. */
export function requalifySidesIfNeeded(
  left: LogicalPlan,
  right: LogicalPlan,
): readonly [LogicalPlan, LogicalPlan, boolean] {
  const conflicts = schemaOf(left)
    .columns()
    .some((l) =>
      schemaOf(right)
        .columns()
        .some(
          (r) =>
            l.name === r.name &&
            (l.relation === undefined || r.relation === undefined || l.relation.equals(r.relation)),
        ),
    );
  if (!conflicts) return [left, right, false];
  return [subqueryAlias(left, TableReference.bare('left')), subqueryAlias(right, TableReference.bare('right')), true];
}
