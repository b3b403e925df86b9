/**
 * A file that is read as if it never ended and written by appending: CREATE UNBOUNDED EXTERNAL TABLE. Plans over it may
 * not wait for its end, which is what such tables are for.
 */
import { DFSchema, PlanError, type Constraints, type Schema } from '@datafusion-ts/common';
import {
  DataSourceExec,
  FileScanConfig,
  partitionedFile,
  type FileFormat,
  type ListingTableUrl,
} from '@datafusion-ts/datasource';
import type { TaskContext } from '@datafusion-ts/execution';
import { unnormalizeCol, type Expr, type InsertOp, type SortExpr } from '@datafusion-ts/expr';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';
import {
  batchStream,
  DataSinkExec,
  StreamingTableExec,
  type BatchStream,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { ScanArgs, TableProvider } from '../table-provider.js';
import { StreamSink } from './stream-sink.js';

/** What a {@link StreamTable} is made of. */
export interface StreamTableConfig {
  readonly url: ListingTableUrl;
  /** As the statement names it. */
  readonly location: string;
  readonly schema: Schema;
  readonly format: FileFormat;
  /** `Csv` or `Json`. */
  readonly encoding: string;
  readonly header: boolean;
  readonly order: readonly (readonly SortExpr[])[];
  readonly constraints?: Constraints | undefined;
  readonly definition?: string | undefined;
  readonly columnDefaults?: ReadonlyMap<string, Expr> | undefined;
}

export class StreamTable implements TableProvider {
  readonly config: StreamTableConfig;

  constructor(config: StreamTableConfig) {
    this.config = config;
  }

  get schema(): Schema {
    return this.config.schema;
  }
  get constraints(): Constraints | undefined {
    return this.config.constraints;
  }
  get definition(): string | undefined {
    return this.config.definition;
  }
  columnDefault(column: string): Expr | undefined {
    return this.config.columnDefaults?.get(column);
  }

  scan(session: Session, args: ScanArgs): Promise<ExecutionPlan> {
    const plan = new StreamingTableExec({
      schema: this.schema,
      partitions: [{ schema: this.schema, execute: (context): BatchStream => this.#read(context) }],
      projection: args.projection,
      orderings: this.#orderings(session).flatMap((ordering) => projected(ordering, args.projection)),
      infinite: true,
      fetch: args.limit,
    });
    return Promise.resolve(plan);
  }

  async insertInto(session: Session, input: ExecutionPlan, op: InsertOp): Promise<ExecutionPlan> {
    if (op !== 'Append') throw new PlanError('Only Append inserts are supported for streaming tables');
    const store = session.runtime.objectStore(this.config.url.storeUrl);
    const sink = new StreamSink(this.config, store, Number(session.config.execution.batchSize));
    return Promise.resolve(new DataSinkExec(input, sink, this.#orderings(session)[0]));
  }

  #read(context: TaskContext): BatchStream {
    const { url, schema, format } = this.config;
    const store = context.runtime.objectStore(url.storeUrl);
    return batchStream(schema, async function* () {
      const scan = new FileScanConfig({
        objectStoreUrl: url.storeUrl,
        fileSource: format.fileSource(schema),
        fileSchema: schema,
        partitionColumns: [],
        fileGroups: [[partitionedFile(await store.head(url.prefix))]],
      });
      yield* new DataSourceExec(scan).execute(0, context);
    });
  }

  #orderings(session: Session): readonly LexOrdering[] {
    const unqualified = DFSchema.fromSchema(this.schema);
    return this.config.order.map((keys) =>
      keys.map(({ expr, asc, nullsFirst }) => ({
        expr: session.createPhysicalExpr(unnormalizeCol(expr), unqualified),
        options: { descending: !asc, nullsFirst },
      })),
    );
  }
}

/** The leading keys of an order whose columns are among those wanted, in their terms. */
function projected(ordering: LexOrdering, projection: readonly number[] | undefined): readonly LexOrdering[] {
  if (projection === undefined) return [ordering];
  const keys = [];
  for (const { expr, options } of ordering) {
    const index = expr instanceof Column ? projection.indexOf(expr.index) : -1;
    if (!(expr instanceof Column) || index < 0) break;
    keys.push({ expr: new Column(expr.name, index), options });
  }
  return keys.length === 0 ? [] : [keys];
}
