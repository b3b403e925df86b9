import { DataTypes, field, Schema } from '@datafusion-ts/common';
import { Arena, Batch, StringBuilder } from '@datafusion-ts/compute';
import type { StringifiedPlan } from '@datafusion-ts/expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { sourceProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream } from '../stream/batch-stream.js';

/** Columns of EXPLAIN: `plan_type`, `plan`. */
export const EXPLAIN_SCHEMA = new Schema([
  field('plan_type', DataTypes.Utf8, false),
  field('plan', DataTypes.Utf8, false),
]);

/** The texts that EXPLAIN returns as rows; a text equal to the one before prints as `SAME TEXT AS ABOVE`. */
export class ExplainExec implements ExecutionPlan {
  readonly name = 'ExplainExec';
  readonly schema: Schema;
  readonly plans: readonly StringifiedPlan[];
  readonly verbose: boolean;
  readonly properties: PlanProperties;

  constructor(schema: Schema, plans: readonly StringifiedPlan[], verbose: boolean) {
    this.schema = schema;
    this.plans = plans;
    this.verbose = verbose;
    this.properties = sourceProperties(schema, 1, { emissionType: 'Final' });
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  execute(): BatchStream {
    const { schema, plans, verbose } = this;
    return batchStream(schema, async function* () {
      const arena = new Arena();
      try {
        yield textBatch(schema, explainRows(plans, verbose), arena);
      } finally {
        arena.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'ExplainExec';
  }
}

/** Which texts are shown: final ones, or with `verbose` every step. */
function explainRows(plans: readonly StringifiedPlan[], verbose: boolean): readonly (readonly [string, string])[] {
  let previous: string | undefined;
  return plans
    .filter((plan) => verbose || !isStep(plan.planType))
    .map(({ planType, plan }) => {
      const repeated = previous === plan && verbose && isStep(planType);
      previous = plan;
      return [planType, repeated ? 'SAME TEXT AS ABOVE' : plan] as const;
    });
}

const FINAL_TYPES: ReadonlySet<string> = new Set([
  'logical_plan',
  'physical_plan',
  'physical_plan_error',
  'logical_plan_error',
]);
const isStep = (planType: string): boolean => !FINAL_TYPES.has(planType);

/** A batch of two text columns. */
export function textBatch(schema: Schema, rows: readonly (readonly [string, string])[], arena: Arena): Batch {
  const columns = [0, 1].map((c) => {
    const builder = new StringBuilder(arena, rows.length, schema.field(c).dataType);
    for (const row of rows) builder.appendString(row[c]!);
    return builder.finish();
  });
  return new Batch(schema, columns, rows.length);
}
