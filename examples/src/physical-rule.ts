/**
 * An operator of one's own over any plan, put there by a rule for physical plans: queries that give too many rows fail.
 * Run: `npm run build && node examples/dist/physical-rule.js`
 */
import { batchStream, type BatchStream, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { TaskContext } from '@datafusion-ts/execution';
import {
  defaultSessionStateBuilder,
  ResourcesExhaustedError,
  SessionContext,
  type PhysicalOptimizerRule,
} from 'datafusion-ts';

/** Passes batches on as they are, until a partition has given more than `most` rows. */
class RowGuardExec implements ExecutionPlan {
  readonly name = 'RowGuardExec';
  readonly schema;
  readonly properties; // partitions and orderings are those of the input
  readonly #input: ExecutionPlan;
  readonly #most: number;

  constructor(input: ExecutionPlan, most: number) {
    this.schema = input.schema;
    this.properties = input.properties;
    this.#input = input;
    this.#most = most;
  }
  children(): readonly ExecutionPlan[] {
    return [this.#input];
  }
  withNewChildren([input]: readonly ExecutionPlan[]): ExecutionPlan {
    return new RowGuardExec(input!, this.#most);
  }
  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }
  execute(partition: number, context: TaskContext): BatchStream {
    const [input, most] = [this.#input, this.#most];
    return batchStream(this.schema, async function* () {
      let rows = 0;
      for await (const batch of input.execute(partition, context)) {
        rows += batch.rowCount;
        if (rows > most) throw new ResourcesExhaustedError(`The query gives more than ${most} rows`);
        yield batch;
      }
    });
  }
  fmtAs(): string {
    return `RowGuardExec: most=${this.#most}`;
  }
}

const guardRows: PhysicalOptimizerRule = {
  name: 'guard_rows',
  optimize: (plan) => new RowGuardExec(plan, 1000),
};

const ctx = new SessionContext(defaultSessionStateBuilder().withPhysicalOptimizerRule(guardRows).build());
await (await ctx.sql('SELECT max(value) AS largest FROM range(0, 5000)')).show();
try {
  await (await ctx.sql('SELECT value FROM range(0, 5000)')).collect();
} catch (error) {
  console.log(String(error));
}
await (await ctx.sql('EXPLAIN SELECT value FROM range(0, 5) ORDER BY value LIMIT 2')).show();
