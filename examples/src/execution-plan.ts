/**
 * A table of one's own, read by an operator of one's own: batches in the engine's memory, partitions, EXPLAIN.
 * Run: `npm run build && node examples/dist/execution-plan.js`
 */
import { Arena, Batch, flatVector, mem } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { batchStream, sourceProperties, type BatchStream, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { DataTypes, field, Schema, SessionContext } from 'datafusion-ts';

const tableSchema = new Schema([field('square', DataTypes.Float64, false)]);

/** Squares of 0 … rows - 1 in each of some partitions; `projection` lists the columns wanted, maybe none. */
class SquaresExec implements ExecutionPlan {
  readonly name = 'SquaresExec';
  readonly schema: Schema;
  readonly properties;
  readonly #rows: number;

  constructor(rows: number, partitions: number, projection: readonly number[] = [0]) {
    this.schema = tableSchema.project(projection);
    this.#rows = rows;
    this.properties = sourceProperties(this.schema, partitions);
  }
  children(): readonly ExecutionPlan[] {
    return [];
  }
  withNewChildren(): ExecutionPlan {
    return this;
  }
  execute(_partition: number, context: TaskContext): BatchStream {
    const [rows, schema, { batchSize }] = [this.#rows, this.schema, context.config.execution];
    return batchStream(schema, async function* () {
      const arena = new Arena();
      try {
        for (let from = 0; from < rows; from += batchSize) {
          checkCancelled(context);
          arena.reset(); // a batch lives until the next one is asked for
          const count = Math.min(batchSize, rows - from);
          const values = arena.alloc(count * 8);
          for (let i = 0; i < count; i++) mem.f64[(values >>> 3) + i] = (from + i) ** 2;
          const column = flatVector(DataTypes.Float64, count, { values, width: 8 });
          yield new Batch(
            schema,
            schema.fields.map(() => column),
            count,
          );
        }
      } finally {
        arena.release();
      }
    });
  }
  fmtAs(): string {
    return `SquaresExec: rows=${this.#rows}`;
  }
}

const ctx = new SessionContext();
// A table may also say which filters it applies itself, its statistics, and how it is written to.
ctx.registerTable('squares', {
  schema: tableSchema,
  scan: (_session, { projection }) => Promise.resolve(new SquaresExec(10_000, 3, projection)),
});
await (await ctx.sql('SELECT count(*) AS n FROM squares')).show();
await (await ctx.sql('SELECT count(square) AS n, max(square) AS largest FROM squares WHERE square < 100')).show();
