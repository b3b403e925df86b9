/**
 * The leaf of DELETE and UPDATE on tables that find out at once what changes: carries the change out when it is run and
 * gives the number of rows. `DmlResultExec: rows_affected=2`.
 */
import { DataTypes, field, ScalarValue, Schema } from '@datafusion-ts/common';
import { Batch, constantVector } from '@datafusion-ts/compute';
import {
  batchStream,
  sourceProperties,
  type BatchStream,
  type DisplayFormat,
  type ExecutionPlan,
  type PlanProperties,
} from '@datafusion-ts/physical-plan';

const schema = new Schema([field('count', DataTypes.UInt64, false)]);

export class DmlResultExec implements ExecutionPlan {
  readonly name = 'DmlResultExec';
  readonly schema = schema;
  readonly properties: PlanProperties = sourceProperties(schema, 1);
  readonly rowsAffected: number;
  readonly #apply: () => void;

  /** `apply` makes the change; it is called once per run. */
  constructor(rowsAffected: number, apply: () => void) {
    this.rowsAffected = rowsAffected;
    this.#apply = apply;
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  execute(): BatchStream {
    const apply = this.#apply;
    const count = ScalarValue.uint64(BigInt(this.rowsAffected));
    return batchStream(schema, async function* () {
      apply();
      yield new Batch(schema, [constantVector(count, 1)], 1);
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree'
      ? `rows_affected=${this.rowsAffected}`
      : `DmlResultExec: rows_affected=${this.rowsAffected}`;
  }
}
