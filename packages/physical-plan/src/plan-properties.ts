import type { Schema } from '@datafusion-ts/common';
import {
  EquivalenceProperties,
  OrderedColumns,
  unknownPartitioning,
  type Distribution,
  type LexOrdering,
  type LexRequirement,
  type Partitioning,
} from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

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
  /** The columns that may be constant or ordered. Default: all. */
  readonly orderedColumns?: OrderedColumns;
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
  /** What finds out the output ordering. Default: `equivalence` says it. */
  readonly outputOrdering?: () => LexOrdering | undefined;
  /** What finds out the columns that may be constant or ordered. Default: those that `equivalence` says are. */
  readonly orderedColumns?: () => OrderedColumns;
}

/** Fills in defaults; the output ordering is derived when it is asked for. */
export const planProperties = (init: PlanPropertiesInit): PlanProperties => new LazyProperties(init);

type LazyInit = Omit<PlanPropertiesInit, 'orderedColumns' | 'outputOrdering'> & {
  readonly orderedColumns?: PlanPropertiesInit['orderedColumns'] | undefined;
  readonly outputOrdering?: PlanPropertiesInit['outputOrdering'] | undefined;
};

/** What is computed is kept, and what computed it is forgotten. */
class LazyProperties implements PlanProperties {
  readonly partitioning: Partitioning;
  readonly boundedness: Boundedness;
  readonly evaluationType: EvaluationType;
  readonly schedulingType: SchedulingType;
  #equivalence: EquivalenceProperties | (() => EquivalenceProperties);
  #emissionType: EmissionType | (() => EmissionType);
  #ordering: LexOrdering | (() => LexOrdering | undefined) | undefined;
  #orderedColumns: OrderedColumns | (() => OrderedColumns) | undefined;

  constructor(init: LazyInit) {
    this.partitioning = init.partitioning;
    this.boundedness = init.boundedness ?? BOUNDED;
    this.evaluationType = init.evaluationType ?? 'Lazy';
    this.schedulingType = init.schedulingType ?? 'NonCooperative';
    this.#equivalence = init.equivalence;
    this.#emissionType = init.emissionType ?? 'Incremental';
    this.#ordering = init.outputOrdering ?? this.#orderingOfEquivalence;
    this.#orderedColumns = init.orderedColumns;
  }

  get equivalence(): EquivalenceProperties {
    if (typeof this.#equivalence === 'function') this.#equivalence = this.#equivalence();
    return this.#equivalence;
  }

  get emissionType(): EmissionType {
    if (typeof this.#emissionType === 'function') this.#emissionType = this.#emissionType();
    return this.#emissionType;
  }

  get outputOrdering(): LexOrdering | undefined {
    if (typeof this.#ordering === 'function') this.#ordering = this.#ordering();
    return this.#ordering;
  }

  #orderingOfEquivalence(): LexOrdering | undefined {
    return this.orderedColumns.hasOrder ? this.equivalence.outputOrdering() : undefined;
  }

  get orderedColumns(): OrderedColumns {
    let known = this.#orderedColumns;
    if (known === undefined) known = OrderedColumns.of(this.equivalence);
    else if (typeof known === 'function') known = known();
    this.#orderedColumns = known;
    return known;
  }
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
  const { equivalence, orderedColumns, outputOrdering } = change;
  return new LazyProperties({
    equivalence: equivalence ?? (() => properties.equivalence),
    partitioning: change.partitioning ?? properties.partitioning,
    emissionType: change.emissionType ?? (() => properties.emissionType),
    boundedness: change.boundedness ?? properties.boundedness,
    evaluationType: change.evaluationType ?? properties.evaluationType,
    schedulingType: change.schedulingType ?? properties.schedulingType,
    // What is known of other equivalences is another matter.
    orderedColumns: orderedColumns ?? (equivalence === undefined ? () => orderedColumnsOf(properties) : undefined),
    outputOrdering,
  });
}

/** The columns that may be constant or ordered. */
export const orderedColumnsOf = (properties: PlanProperties): OrderedColumns =>
  properties.orderedColumns ?? OrderedColumns.all;

/** False when an expression is certainly neither constant nor ordered. Costs less than to find out whether it is. */
export const mayBeOrdered = (properties: PlanProperties, expr: PhysicalExpr): boolean =>
  orderedColumnsOf(properties).has(expr);

/** The longest arrangement of expressions by which rows are ordered, with the position of each. */
export function longestPermutation(
  properties: PlanProperties,
  exprs: readonly PhysicalExpr[],
): ReturnType<EquivalenceProperties['findLongestPermutation']> {
  const columns = orderedColumnsOf(properties);
  return exprs.some((expr) => columns.has(expr))
    ? properties.equivalence.findLongestPermutation(exprs)
    : NO_PERMUTATION;
}

const NO_PERMUTATION = { ordering: [], indices: [] } as const;

/** A value that is computed when it is first asked for. */
export function lazily<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
