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
  /** Or what computes them when they are first asked for: most plans that rules make are replaced before that. */
  readonly equivalence: EquivalenceProperties | (() => EquivalenceProperties);
  readonly partitioning: Partitioning;
  /** Default: `Incremental`. Or what finds it out when it is first asked for. */
  readonly emissionType?: EmissionType | (() => EmissionType);
  /** Default: bounded. */
  readonly boundedness?: Boundedness;
  /** Default: `Lazy`. */
  readonly evaluationType?: EvaluationType;
  /** Default: `NonCooperative`. */
  readonly schedulingType?: SchedulingType;
}

/** Fills in defaults; the output ordering is derived when it is asked for. */
export function planProperties(init: PlanPropertiesInit): PlanProperties {
  let { equivalence, emissionType = 'Incremental' } = init;
  let ordering: { readonly keys: LexOrdering | undefined } | undefined;
  const facts = (): EquivalenceProperties => {
    if (typeof equivalence === 'function') equivalence = equivalence();
    return equivalence;
  };
  return {
    get equivalence() {
      return facts();
    },
    get outputOrdering() {
      return (ordering ??= { keys: facts().outputOrdering() }).keys;
    },
    get emissionType() {
      if (typeof emissionType === 'function') emissionType = emissionType();
      return emissionType;
    },
    partitioning: init.partitioning,
    boundedness: init.boundedness ?? BOUNDED,
    evaluationType: init.evaluationType ?? 'Lazy',
    schedulingType: init.schedulingType ?? 'NonCooperative',
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
  const { partitioning, boundedness, evaluationType, schedulingType } = properties;
  return planProperties({
    equivalence: () => properties.equivalence,
    partitioning,
    emissionType: () => properties.emissionType,
    boundedness,
    evaluationType,
    schedulingType,
    ...change,
  });
}

/** A value that is computed when it is first asked for. */
export function lazily<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
