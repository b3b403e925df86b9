/** Partitioning and timing of the output of joins, from those of their inputs. */
import type { JoinType, Schema } from '@datafusion-ts/common';
import {
  hashPartitioning,
  joinEquivalenceProperties,
  offsetColumns,
  projectExpr,
  ProjectionMapping,
  projectPartitioning,
  projectProperties,
  unknownPartitioning,
  type OrderedColumns,
  type Partitioning,
} from '@datafusion-ts/physical-expr';
import type { ExecutionPlan } from '../execution-plan.js';
import {
  lazily,
  orderedColumnsOf,
  planProperties,
  type Boundedness,
  type EmissionType,
  type PlanProperties,
} from '../plan-properties.js';
import type { JoinOn } from './join-parts.js';

/** Partitioning of the right input in terms of the output's columns. */
function shiftedPartitioning(partitioning: Partitioning, leftColumns: number): Partitioning {
  if (partitioning.kind !== 'Hash') return partitioning;
  return hashPartitioning(
    partitioning.exprs.map((expr) => offsetColumns(expr, leftColumns)),
    partitioning.count,
  );
}

/** When both inputs are split by the keys. */
export function symmetricJoinPartitioning(left: ExecutionPlan, right: ExecutionPlan, joinType: JoinType): Partitioning {
  const [l, r] = [left.properties.partitioning, right.properties.partitioning];
  switch (joinType) {
    case 'Left':
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return l;
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return r;
    case 'Inner':
    case 'Right':
      return shiftedPartitioning(r, left.schema.fields.length);
    case 'Full':
      return unknownPartitioning(r.count);
  }
}

/** When the whole left input meets each partition of the right one. */
export function asymmetricJoinPartitioning(
  left: ExecutionPlan,
  right: ExecutionPlan,
  joinType: JoinType,
): Partitioning {
  const { partitioning } = right.properties;
  switch (joinType) {
    case 'Inner':
    case 'Right':
      return shiftedPartitioning(partitioning, left.schema.fields.length);
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return partitioning;
    default:
      return unknownPartitioning(partitioning.count);
  }
}

/** When rows come of a join that first reads the left input to its end. */
export function joinEmission(left: ExecutionPlan, right: ExecutionPlan, joinType: JoinType): EmissionType {
  if (left.properties.boundedness.kind === 'Unbounded') return 'Final';
  if (right.properties.emissionType !== 'Incremental') return right.properties.emissionType;
  return givesBuildRowsAtEnd(joinType) && joinType !== 'LeftSemi' ? 'Both' : 'Incremental';
}

/** The columns of a join's output that may be constant or ordered; `on` are equal keys, then whose order is kept. */
export function joinOrderedColumns(
  left: ExecutionPlan,
  right: ExecutionPlan,
  joinType: JoinType,
  on: JoinOn,
  [keepsLeft, keepsRight]: readonly [left: boolean, right: boolean],
): OrderedColumns {
  const sides = outputSides(joinType);
  const [l, r] = [orderedColumnsOf(left.properties), orderedColumnsOf(right.properties)];
  if (!sides.right) return l;
  if (!sides.left) return r;
  const hasOrder = (keepsLeft && l.hasOrder) || (keepsRight && r.hasOrder);
  return l.joinedWith(left.schema.fields.length, r, joinType === 'Inner' ? on : [], hasOrder);
}

/** A join that may give out only some of its columns. */
interface ProjectedJoin {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly joinType: JoinType;
  /** Schema before the projection. */
  readonly joinedSchema: Schema;
  readonly schema: Schema;
  readonly projection: readonly number[] | undefined;
}

/** Properties of joins that stream their right input; `keepsOrder`: in its order. */
export function streamedJoinProperties(
  { left, right, joinType, joinedSchema, schema, projection }: ProjectedJoin,
  on: JoinOn,
  keepsOrder: boolean,
  partitioning: Partitioning,
): PlanProperties {
  const keeps = [false, keepsOrder] as const;
  const facts = lazily(() => {
    const [l, r] = [left.properties.equivalence, right.properties.equivalence];
    return joinEquivalenceProperties(l, r, joinType, joinedSchema, keeps, 'Right', on);
  });
  const common = { emissionType: () => joinEmission(left, right, joinType), boundedness: joinBoundedness(left, right) };
  const columns = (): OrderedColumns => joinOrderedColumns(left, right, joinType, on, keeps);
  if (projection === undefined) {
    return planProperties({ equivalence: facts, orderedColumns: columns, partitioning, ...common });
  }
  const mapping = lazily(() => ProjectionMapping.fromIndices(projection, joinedSchema));
  return planProperties({
    equivalence: () => projectProperties(facts(), mapping(), schema),
    orderedColumns: () => columns().at(projection),
    partitioning: projectPartitioning(partitioning, (expr) => projectExpr(facts(), expr, mapping())),
    ...common,
  });
}

/** Unbounded as soon as one input is. */
export function joinBoundedness(left: ExecutionPlan, right: ExecutionPlan): Boundedness {
  const sides = [left.properties.boundedness, right.properties.boundedness];
  const unbounded = sides.filter((side) => side.kind === 'Unbounded');
  if (unbounded.length === 0) return { kind: 'Bounded' };
  return { kind: 'Unbounded', requiresInfiniteMemory: unbounded.some((side) => side.requiresInfiniteMemory) };
}

/** Whether rows of the build (left) side come out after all probe rows were seen. */
export function givesBuildRowsAtEnd(joinType: JoinType): boolean {
  switch (joinType) {
    case 'Left':
    case 'Full':
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return true;
    default:
      return false;
  }
}

/**
 * Whether every row of the output comes with a row of the probe (right) side: in its order, and none without any. Build rows
 * without a partner are of no use then.
 */
export const followsProbeRows = (joinType: JoinType): boolean => !givesBuildRowsAtEnd(joinType);

/** The sides whose columns are in the output. */
function outputSides(joinType: JoinType): { readonly left: boolean; readonly right: boolean } {
  switch (joinType) {
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return { left: true, right: false };
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return { left: false, right: true };
    default:
      return { left: true, right: true };
  }
}

/**
 * The projection that puts the columns of a join with exchanged inputs back in order; undefined when its type gives out
 * one side only, so that nothing moved.
 */
export function swappedColumnOrder(left: Schema, right: Schema, joinType: JoinType): readonly number[] | undefined {
  const sides = outputSides(joinType);
  if (!sides.left || !sides.right) return undefined;
  const [l, r] = [left.fields.length, right.fields.length];
  return Array.from({ length: l + r }, (_, i) => (i < l ? r + i : i - l));
}
