import {
  ConfigOptions,
  DataTypes,
  exact,
  field,
  Schema,
  unknownStatistics,
  type Statistics,
} from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  Column,
  EquivalenceProperties,
  sortExpr,
  unknownPartitioning,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import {
  displayPlanIndent,
  emptyStream,
  planProperties,
  type BatchStream,
  type ExecutionPlan,
  type PlanProperties,
} from '@datafusion-ts/physical-plan';
import { PhysicalOptimizer, type PhysicalOptimizerRule } from '@datafusion-ts/physical-optimizer';

/** What a test scan knows of its rows. */
export interface ScanOptions {
  readonly partitions?: number;
  readonly ordering?: LexOrdering;
  /** Bytes and rows by statistics; default unknown. */
  readonly bytes?: number;
  readonly rows?: number;
  readonly unbounded?: boolean;
  readonly fetch?: number | undefined;
  readonly filters?: readonly PhysicalExpr[];
  /** True when the scan applies filters fully. */
  readonly appliesFilters?: boolean;
}

/** A leaf with columns `a`, `b`, `c` of Int64 that shows what rules asked of it. */
export class TestScan implements ExecutionPlan {
  readonly name = 'TestScan';
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly options: ScanOptions;
  readonly table: string;

  constructor(table: string, options: ScanOptions = {}) {
    this.table = table;
    this.options = options;
    this.schema = new Schema(['a', 'b', 'c'].map((name) => field(name, DataTypes.Int64, true)));
    this.properties = planProperties({
      equivalence: EquivalenceProperties.withOrderings(
        this.schema,
        options.ordering === undefined ? [] : [options.ordering],
      ),
      partitioning: unknownPartitioning(options.partitions ?? 1),
      schedulingType: 'Cooperative',
      ...(options.unbounded === true
        ? { boundedness: { kind: 'Unbounded', requiresInfiniteMemory: false } as const }
        : {}),
    });
  }

  get fetch(): number | undefined {
    return this.options.fetch;
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    return new TestScan(this.table, { ...this.options, fetch });
  }

  tryPushdownFilters(filters: readonly PhysicalExpr[]): {
    readonly plan: ExecutionPlan;
    readonly supported: readonly boolean[];
  } {
    const plan = new TestScan(this.table, { ...this.options, filters: [...(this.options.filters ?? []), ...filters] });
    return { plan, supported: filters.map(() => this.options.appliesFilters === true) };
  }

  expressions(): readonly PhysicalExpr[] {
    return this.options.filters ?? [];
  }

  partitionStatistics(): Statistics {
    const { bytes, rows } = this.options;
    return {
      ...unknownStatistics(this.schema),
      ...(bytes === undefined ? {} : { totalByteSize: exact(bytes) }),
      ...(rows === undefined ? {} : { numRows: exact(rows) }),
    };
  }

  execute(): BatchStream {
    return emptyStream(this.schema);
  }

  fmtAs(): string {
    const { fetch, filters = [] } = this.options;
    const predicate = filters.length === 0 ? '' : `, filters=[${filters.map(String).join(', ')}]`;
    return `TestScan: ${this.table}${fetch === undefined ? '' : `, fetch=${fetch}`}${predicate}`;
  }
}

export const a = new Column('a', 0);
export const b = new Column('b', 1);
export const c = new Column('c', 2);

/** Ascending keys, nulls last. */
export const by = (...keys: readonly Column[]): LexOrdering => keys.map((key) => sortExpr(key));

/** Settings for plans over four partitions, changed by keys of `datafusion.optimizer`. */
export function testConfig(changes: Readonly<Record<string, string>> = {}): ConfigOptions {
  const config = new ConfigOptions();
  config.set('datafusion.execution.target_partitions', '4');
  for (const [key, value] of Object.entries(changes)) config.set(`datafusion.optimizer.${key}`, value);
  return config;
}

/** The lines of a plan after rules; all of them by default. */
export function optimized(
  plan: ExecutionPlan,
  rules?: readonly PhysicalOptimizerRule[],
  config = testConfig(),
): readonly string[] {
  const optimizer = rules === undefined ? new PhysicalOptimizer() : new PhysicalOptimizer(rules);
  return displayPlanIndent(optimizer.optimize(plan, config)).trimEnd().split('\n');
}
