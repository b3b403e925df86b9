import {
  ABSENT,
  calculateTotalByteSize,
  exact,
  fixedWidthOf,
  InternalError,
  mapPrecision,
  ScalarValue,
  Schema,
  toInexact,
  UNKNOWN_COLUMN,
  type ColumnStatistics,
  type Field,
  type Statistics,
} from '@datafusion-ts/common';
import { Arena, Batch, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  CastExpr,
  Column,
  ProjectionMapping,
  ScalarFunctionExpr,
  projectExpr,
  projectPartitioning,
  projectProperties,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { now } from '../metrics/clock.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { givesAlike, statisticsOf } from '../plan-defaults.js';
import { lazily, orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';
import { WholeBatches } from './whole-batch.js';

/** An output column: what it is computed from, and its name. */
export interface ProjectionExpr {
  readonly expr: PhysicalExpr;
  readonly alias: string;
}

/**
 * Computes columns. Plain columns pass without a copy, and a selection passes when nothing is computed.
 *
 * Example: `ProjectionExec: expr=[a@0 + 1 as b]`.
 */
export class ProjectionExec implements ExecutionPlan {
  readonly name = 'ProjectionExec';
  readonly exprs: readonly ProjectionExpr[];
  readonly input: ExecutionPlan;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'Equal';
  readonly supportsLimitPushdown = true;
  readonly #metrics = new MetricsSet();

  /** `schema` and `properties`: the columns it gives and what is known of them, where these are known. */
  constructor(exprs: readonly ProjectionExpr[], input: ExecutionPlan, schema?: Schema, properties?: PlanProperties) {
    this.exprs = exprs;
    this.input = input;
    this.schema =
      schema ??
      new Schema(
        exprs.map((item) => projectedField(item, input.schema)),
        input.schema.metadata,
      );
    this.properties = properties ?? propertiesOf(exprs, input, this.schema);
  }

  get streamedInput(): ExecutionPlan {
    return this.input;
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    const [input] = children as readonly [ExecutionPlan];
    return new ProjectionExec(
      this.exprs,
      input,
      haveSameFields(input.schema, this.input.schema) ? this.schema : undefined,
      givesAlike(input, this.input) ? this.properties : undefined,
    );
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  /** Splitting rows over partitions pays only when something is computed. */
  benefitsFromInputPartitioning(): readonly boolean[] {
    return [!this.exprs.every(({ expr }) => isCheap(expr))];
  }

  expressions(): readonly PhysicalExpr[] {
    return this.exprs.map((item) => item.expr);
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return projectionStatistics(statisticsOf(this.input, partition), this.exprs, this.schema);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const times = this.exprs.map(({ expr, alias }, i) =>
      this.#metrics.time(`expr_${i}_eval_time`, partition, { labels: [['expr', `${expr.fmtSql()} AS ${alias}`]] }),
    );
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const { exprs, input, schema } = this;
    const columnsOnly = exprs.every(({ expr }) => expr instanceof Column);
    const whole = new WholeBatches(exprs.map(({ expr }) => expr));
    return meteredStream(schema, baseline, async function* () {
      const arena = new Arena();
      try {
        for await (const batch of input.execute(partition, context)) {
          checkCancelled(context);
          arena.reset();
          yield baseline.elapsedCompute.measure(() => {
            if (columnsOnly) return pickColumns(batch, exprs, schema);
            const evaluate = (rows: Batch): readonly ColumnVector[] => {
              let begin = now();
              return exprs.map(({ expr }, i) => {
                const column = expr.evaluate(rows, arena);
                const end = now();
                times[i]!.addMilliseconds(end - begin);
                begin = end;
                return column;
              });
            };
            const all = whole.of(batch);
            const columns = all === undefined ? undefined : whole.try(() => evaluate(all));
            if (columns !== undefined) return new Batch(schema, columns, batch.rowCount, batch.selection);
            return new Batch(schema, evaluate(batch), batch.rowCount);
          });
        }
      } finally {
        arena.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') {
      return this.exprs
        .map(({ expr, alias }, i) => {
          const text = expr.fmtSql();
          return expr.toString() === alias ? `expr${i}=${text}` : `${alias}=${text}`;
        })
        .join('\n');
    }
    return `ProjectionExec: expr=[${this.exprs.map(formatProjectionExpr).join(', ')}]`;
  }
}

function propertiesOf(exprs: readonly ProjectionExpr[], input: ExecutionPlan, schema: Schema): PlanProperties {
  const { properties } = input;
  const mapping = lazily(() => ProjectionMapping.fromProjection(exprs, input.schema));
  return withProperties(properties, {
    equivalence: () => projectProperties(properties.equivalence, mapping(), schema),
    orderedColumns: () => orderedColumnsOf(properties).projectedBy(exprs),
    partitioning: projectPartitioning(properties.partitioning, (expr) =>
      projectExpr(properties.equivalence, expr, mapping()),
    ),
  });
}

/** `a@0 + 1 as b`. */
export function formatProjectionExpr({ expr, alias }: ProjectionExpr): string {
  const text = expr.toString();
  return text === alias ? text : `${text} as ${alias}`;
}

const isCheap = (expr: PhysicalExpr): boolean =>
  expr.kind === 'Column' || expr.kind === 'Literal' || (expr instanceof ScalarFunctionExpr && expr.isPartOfColumn);

function projectedField({ expr, alias }: ProjectionExpr, input: Schema): Field {
  const field = expr.returnField(input);
  return field.name === alias ? field : { ...field, name: alias };
}

const haveSameFields = (a: Schema, b: Schema): boolean =>
  a === b ||
  (a.metadata === b.metadata &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => field === b.fields[i]));

function pickColumns(batch: Batch, exprs: readonly ProjectionExpr[], schema: Schema): Batch {
  const columns = exprs.map(({ expr }) => {
    if (!(expr instanceof Column)) throw new InternalError('Expected a column');
    return batch.columns[expr.index]!;
  });
  return new Batch(schema, columns, batch.rowCount, batch.selection);
}

/** Statistics of computed columns: those of plain columns carry over, literals are known, sizes follow from the types. */
export function projectionStatistics(input: Statistics, exprs: readonly ProjectionExpr[], schema: Schema): Statistics {
  const columnStatistics = exprs.map(({ expr }) => columnStatisticsOf(expr, input));
  const sized = calculateTotalByteSize({ ...input, columnStatistics }, schema);
  const totalByteSize = sized.totalByteSize.kind === 'Absent' ? toInexact(input.totalByteSize) : sized.totalByteSize;
  return { ...sized, totalByteSize };
}

function columnStatisticsOf(expr: PhysicalExpr, input: Statistics): ColumnStatistics {
  if (expr instanceof Column) return input.columnStatistics[expr.index] ?? UNKNOWN_COLUMN;
  if (expr instanceof CastExpr) {
    const inner = columnStatisticsOf(expr.arg, input);
    return { ...inner, minValue: ABSENT, maxValue: ABSENT, sumValue: ABSENT, byteSize: ABSENT };
  }
  return expr.literal === undefined ? UNKNOWN_COLUMN : literalStatistics(expr.literal, input);
}

function literalStatistics(value: ScalarValue, input: Statistics): ColumnStatistics {
  const width = fixedWidthOf(value.dataType);
  if (value.isNull) return { ...UNKNOWN_COLUMN, nullCount: input.numRows, distinctCount: exact(1) };
  return {
    minValue: exact(value),
    maxValue: exact(value),
    sumValue:
      typeof value.value === 'bigint'
        ? mapPrecision(input.numRows, (rows) => new ScalarValue(value.dataType, (value.value as bigint) * BigInt(rows)))
        : ABSENT,
    nullCount: exact(0),
    distinctCount: exact(1),
    byteSize: width === undefined ? ABSENT : mapPrecision(input.numRows, (rows) => rows * width),
  };
}
