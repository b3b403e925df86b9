import {
  DataTypes,
  type DFSchema,
  type JoinConstraint,
  type JoinType,
  type NullEquality,
  type QualifiedField,
} from '@datafusion-ts/common';
import type { Expr } from '../../expr/expr.js';
import type { Join, LogicalPlan } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { checkedSchema } from './checked-schema.js';

/** Everything about a join except its columns. */
export interface JoinParts {
  readonly left: LogicalPlan;
  readonly right: LogicalPlan;
  /** Equal pairs of expressions, each over its own side. */
  readonly on: readonly (readonly [Expr, Expr])[];
  readonly filter?: Expr | undefined;
  readonly joinType: JoinType;
  /** Default `On`. */
  readonly joinConstraint?: JoinConstraint;
  /** Default: NULL keys match nothing. */
  readonly nullEquality?: NullEquality;
  /** NOT IN semantics of a LeftAnti join: a NULL on the right leaves nothing. Default false. */
  readonly nullAware?: boolean;
}

/** A join; its columns follow from its inputs and type. */
export function joinNode(parts: JoinParts): Join {
  return {
    kind: 'Join',
    left: parts.left,
    right: parts.right,
    on: parts.on,
    ...(parts.filter === undefined ? {} : { filter: parts.filter }),
    joinType: parts.joinType,
    joinConstraint: parts.joinConstraint ?? 'On',
    nullEquality: parts.nullEquality ?? 'NullEqualsNothing',
    nullAware: parts.nullAware ?? false,
    schema: buildJoinSchema(schemaOf(parts.left), schemaOf(parts.right), parts.joinType),
  };
}

/** Columns of a join: of both sides or one, nullable on sides that are padded, `mark` behind for mark joins. */
export function buildJoinSchema(left: DFSchema, right: DFSchema, joinType: JoinType): DFSchema {
  const known = lastJoins.get(left);
  if (known !== undefined && known.right === right && known.joinType === joinType) return known.schema;
  const schema = newJoinSchema(left, right, joinType);
  lastJoins.set(left, { right, joinType, schema });
  return schema;
}

/** For each schema the last join it was the left side of: rules make the same joins again and again. */
const lastJoins = new WeakMap<
  DFSchema,
  { readonly right: DFSchema; readonly joinType: JoinType; readonly schema: DFSchema }
>();

function newJoinSchema(left: DFSchema, right: DFSchema, joinType: JoinType): DFSchema {
  const dependencies = left.functionalDependencies.join(right.functionalDependencies, joinType, left.length);
  const rightFirst = joinType.startsWith('Right');
  const [first, second] = rightFirst ? [left, right] : [right, left];
  const metadata = new Map([...first.metadata, ...second.metadata]);
  return checkedSchema(joinFields(left, right, joinType), metadata).withFunctionalDependencies(dependencies);
}

function joinFields(left: DFSchema, right: DFSchema, joinType: JoinType): readonly QualifiedField[] {
  switch (joinType) {
    case 'Inner':
      return [...left.qualifiedFields(), ...right.qualifiedFields()];
    case 'Left':
      return [...left.qualifiedFields(), ...nullableFields(right)];
    case 'Right':
      return [...nullableFields(left), ...right.qualifiedFields()];
    case 'Full':
      return [...nullableFields(left), ...nullableFields(right)];
    case 'LeftSemi':
    case 'LeftAnti':
      return left.qualifiedFields();
    case 'RightSemi':
    case 'RightAnti':
      return right.qualifiedFields();
    case 'LeftMark':
      return [...left.qualifiedFields(), markField(right)];
    case 'RightMark':
      return [...right.qualifiedFields(), markField(left)];
  }
}

function nullableFields(schema: DFSchema): readonly QualifiedField[] {
  return schema.qualifiedFields().map(({ qualifier, field }) => ({ qualifier, field: { ...field, nullable: true } }));
}

/** The boolean that says whether a row found a partner; belongs to the other side's relation when that is a single one. */
function markField(schema: DFSchema): QualifiedField {
  const qualifiers = schema.qualifiers.filter((q) => q !== undefined);
  const distinct = qualifiers.filter((q, i) => i === 0 || !q.equals(qualifiers[i - 1]!));
  return {
    qualifier: distinct.length === 1 ? distinct[0] : undefined,
    field: { name: 'mark', dataType: DataTypes.Boolean, nullable: false },
  };
}
