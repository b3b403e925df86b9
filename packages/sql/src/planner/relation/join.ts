import { Column, type JoinType, NotImplementedError } from '@datafusion-ts/common';
import { type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { isLateral, planLateral, planRelation } from './table-factor.js';

/** Joins: ON conditions, USING, NATURAL, and items without condition, which are cross joined. */

/** A FROM item and its joins, left to right. LATERAL items see the columns to their left. */
export function planTableWithJoins(planner: Planner, table: ast.TableWithJoins, context: PlannerContext): LogicalPlan {
  let left = isLateral(table.relation)
    ? planLateral(planner, table.relation, context)
    : planRelation(planner, table.relation, context);
  return context.keepingOuterFrom(() => {
    for (const join of table.joins) {
      context.extendOuterFrom(schemaOf(left));
      left = planJoin(planner, left, join, context);
    }
    return left;
  });
}

const JOIN_TYPES: Partial<Readonly<Record<ast.JoinKind, JoinType>>> = {
  Join: 'Inner',
  Inner: 'Inner',
  Left: 'Left',
  LeftOuter: 'Left',
  Right: 'Right',
  RightOuter: 'Right',
  FullOuter: 'Full',
  LeftSemi: 'LeftSemi',
  RightSemi: 'RightSemi',
  LeftAnti: 'LeftAnti',
  RightAnti: 'RightAnti',
};

/** Joins whose right side may have rows without a left one. */
const LEFT_BLIND: ReadonlySet<string> = new Set(['Right', 'RightOuter', 'FullOuter', 'RightSemi', 'RightAnti']);

/** One join with what is to its left. */
export function planJoin(planner: Planner, left: LogicalPlan, join: ast.Join, context: PlannerContext): LogicalPlan {
  const operator = join.joinOperator;
  const lateral = isLateral(join.relation);
  if (lateral && LEFT_BLIND.has(operator.kind)) {
    throw new NotImplementedError(
      'LATERAL syntax is not supported for FULL OUTER and RIGHT [OUTER | ANTI | SEMI] joins',
    );
  }
  const right = lateral ? planLateral(planner, join.relation, context) : planRelation(planner, join.relation, context);
  if (operator.kind === 'CrossJoin') return crossJoin(left, right);
  const type = JOIN_TYPES[operator.kind as ast.JoinKind];
  if (type === undefined || !('constraint' in operator))
    throw new NotImplementedError(`Unsupported JOIN operator ${astDebug(operator)}`);
  return joinOn(planner, left, right, type, operator.constraint, context);
}

const crossJoin = (left: LogicalPlan, right: LogicalPlan): LogicalPlan =>
  LogicalPlanBuilder.from(left).crossJoin(right).build();

function joinOn(
  planner: Planner,
  left: LogicalPlan,
  right: LogicalPlan,
  type: JoinType,
  constraint: ast.JoinConstraint,
  context: PlannerContext,
): LogicalPlan {
  const builder = LogicalPlanBuilder.from(left);
  switch (constraint.kind) {
    case 'On': {
      const schema = schemaOf(left).join(schemaOf(right));
      return builder.joinOn(right, type, [planner.sqlToExpr(constraint.expr, schema, context)]).build();
    }
    case 'Using':
      return builder
        .joinUsing(
          right,
          type,
          constraint.columns.map((name) => usingColumn(planner, name)),
        )
        .build();
    case 'Natural': {
      const names = new Set(schemaOf(left).fields.map((field) => field.name));
      const shared = schemaOf(right).fields.filter((field) => names.has(field.name));
      if (shared.length === 0) return crossJoin(left, right);
      return builder
        .joinUsing(
          right,
          type,
          shared.map((field) => Column.unqualified(field.name)),
        )
        .build();
    }
    case 'NoConstraint':
      return builder.joinOn(right, type, []).build();
  }
}

function usingColumn(planner: Planner, name: ast.ObjectName): Column {
  if (name.length !== 1) {
    throw new NotImplementedError(
      `Invalid identifier in USING clause. Expected single identifier, got ${name.map((part) => part.value).join('.')}`,
    );
  }
  return Column.unqualified(planner.normalize(name[0]!));
}
