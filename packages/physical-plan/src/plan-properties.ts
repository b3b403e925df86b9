import type { Schema } from '@datafusion-ts/common';
import {
  EquivalenceProperties,
  unknownPartitioning,
  type Distribution,
  type LexOrdering,
  type LexRequirement,
  type Partitioning,
} from '@datafusion-ts/physical-expr';

export type { Distribution, LexOrdering, LexRequirement, Partitioning };

/** Whether results come while input is read, at its end, or both. */
export type EmissionType = 'Incremental' | 'Final' | 'Both';

/** Whether the output ends; an unbounded one may need unbounded memory to be made. */
export type Boundedness =
  { readonly kind: 'Bounded' } | { readonly kind: 'Unbounded'; readonly requiresInfiniteMemory: boolean };

/** Whether an operator works when asked, or as soon as it is started. */
export type EvaluationType = 'Lazy' | 'Eager';

/** Whether an operator yields to others by itself. */
export type SchedulingType = 'NonCooperative' | 'Cooperative';

export const BOUNDED: Boundedness = { kind: 'Bounded' };

/** What the planner knows of an operator's output. Immutable. */
export interface PlanProperties {
  readonly equivalence: EquivalenceProperties;
  readonly partitioning: Partitioning;
  readonly emissionType: EmissionType;
  readonly boundedness: Boundedness;
  readonly evaluationType: EvaluationType;
  readonly schedulingType: SchedulingType;
  /** The ordering of each partition, as EXPLAIN prints it; undefined when there is none. */
  readonly outputOrdering: LexOrdering | undefined;
}

/** The parts of {@link PlanProperties} that are not what most operators have. */
export interface PlanPropertiesInit {
  readonly equivalence: EquivalenceProperties;
  readonly partitioning: Partitioning;
  /** Default: `Incremental`. */
  readonly emissionType?: EmissionType;
  /** Default: bounded. */
  readonly boundedness?: Boundedness;
  /** Default: `Lazy`. */
  readonly evaluationType?: EvaluationType;
  /** Default: `NonCooperative`. */
  readonly schedulingType?: SchedulingType;
}

/** Fills in defaults and derives the output ordering. */
export function planProperties(init: PlanPropertiesInit): PlanProperties {
  return {
    equivalence: init.equivalence,
    partitioning: init.partitioning,
    emissionType: init.emissionType ?? 'Incremental',
    boundedness: init.boundedness ?? BOUNDED,
    evaluationType: init.evaluationType ?? 'Lazy',
    schedulingType: init.schedulingType ?? 'NonCooperative',
    outputOrdering: init.equivalence.outputOrdering(),
  };
}

/** Properties of a source without known order: `count` partitions of a schema. */
export function sourceProperties(
  schema: Schema,
  count: number,
  change: Partial<PlanPropertiesInit> = {},
): PlanProperties {
  return planProperties({
    equivalence: new EquivalenceProperties(schema),
    partitioning: unknownPartitioning(count),
    ...change,
  });
}

/** Properties with some parts changed; the output ordering follows the equivalences. */
export function withProperties(properties: PlanProperties, change: Partial<PlanPropertiesInit>): PlanProperties {
  return planProperties({ ...properties, ...change });
}
