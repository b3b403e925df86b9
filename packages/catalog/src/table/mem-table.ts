/**
 * A table held in garbage-collected memory, by partition: CREATE TABLE, INSERT, rows registered by the user.
 *
 * What scans use of it is kept a second time, in the engine memory and its encodings (`ResidentTable`), made at first use.
 * So arrays of the user's must not be written to after they were registered, as Arrow has it: scans may give what they held
 * when it was first read.
 */
import { NotImplementedError, PlanError, type Constraints, type Schema } from '@datafusion-ts/common';
import type { HostBatch } from '@datafusion-ts/compute';
import { DataSourceExec, MemorySourceConfig, ResidentTable } from '@datafusion-ts/datasource';
import type { Expr, InsertOp, SortExpr } from '@datafusion-ts/expr';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';
import { DataSinkExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { Assignment, ScanArgs, TableProvider } from '../table-provider.js';
import { deleteRows, updateRows, type Changed } from './change-rows.js';
import { DmlResultExec } from './dml-result-exec.js';
import { MemSink } from './mem-sink.js';

/** What a {@link MemTable} may be given besides its rows. */
export interface MemTableOptions {
  readonly constraints?: Constraints | undefined;
  readonly columnDefaults?: ReadonlyMap<string, Expr> | undefined;
  readonly definition?: string | undefined;
  /** Orders the rows of every partition are known to be in. */
  readonly sortOrder?: readonly (readonly SortExpr[])[];
}

export class MemTable implements TableProvider {
  readonly reusablePlans = true;
  readonly schema: Schema;
  readonly constraints: Constraints | undefined;
  readonly definition: string | undefined;
  readonly #defaults: ReadonlyMap<string, Expr> | undefined;
  readonly #sortOrder: readonly (readonly SortExpr[])[];
  /** Lists are replaced and never changed: plans keep those that they were made of. */
  #partitions: readonly (readonly HostBatch[])[];
  readonly #resident: ResidentTable;
  #isArranged = false;

  constructor(schema: Schema, partitions: readonly (readonly HostBatch[])[], options: MemTableOptions = {}) {
    this.schema = schema;
    this.#partitions = partitions.map((batches) => [...batches]);
    this.#resident = new ResidentTable(schema);
    this.constraints = options.constraints;
    this.definition = options.definition;
    this.#defaults = options.columnDefaults;
    this.#sortOrder = options.sortOrder ?? [];
  }

  /** The rows as they are now. */
  get partitions(): readonly (readonly HostBatch[])[] {
    return this.#partitions;
  }

  /** Replaces all rows. */
  replace(partitions: readonly (readonly HostBatch[])[]): void {
    this.#partitions = partitions.map((batches) => [...batches]);
    this.#isArranged = false;
  }

  /** Adds batches, dealt out to the partitions in turn. */
  append(batches: readonly HostBatch[]): void {
    const partitions = this.#partitions.length === 0 ? [[]] : this.#partitions;
    this.#partitions = partitions.map((old, partition) => {
      const added = batches.filter((_, i) => i % partitions.length === partition);
      return added.length === 0 ? old : [...old, ...added];
    });
    this.#isArranged = false;
  }

  /**
   * Gives back the engine memory that scans made of the table. Done when the table is dropped, and by itself after nobody
   * refers to the table; the next scan takes it again.
   */
  release(): void {
    this.#resident.release();
    this.#isArranged = false;
  }

  columnDefault(column: string): Expr | undefined {
    return this.#defaults?.get(column);
  }

  scan({ config }: Session, args: ScanArgs): Promise<ExecutionPlan> {
    if (!this.#isArranged) this.#resident.arrange(this.#partitions);
    this.#isArranged = true;
    const source = new MemorySourceConfig({
      partitions: this.#partitions,
      tableSchema: this.schema,
      projection: args.projection,
      sortInformation: this.#orderings(),
      resident: this.#resident,
      showSizes: config.explain.showSizes,
    });
    return Promise.resolve(new DataSourceExec(source));
  }

  insertInto(_session: Session, input: ExecutionPlan, op: InsertOp): Promise<ExecutionPlan> {
    if (op !== 'Append')
      throw new NotImplementedError(
        `${op === 'Overwrite' ? 'Insert Overwrite' : 'Replace Into'} not implemented for MemoryTable yet`,
      );
    if (this.#partitions.length === 0) throw new PlanError('Cannot insert into MemTable with zero partitions.');
    return Promise.resolve(new DataSinkExec(input, new MemSink(this)));
  }

  deleteFrom(session: Session, filters: readonly Expr[]): Promise<ExecutionPlan> {
    return this.#changePlan(deleteRows(session, this.schema, this.#partitions, filters));
  }

  update(session: Session, assignments: readonly Assignment[], filters: readonly Expr[]): Promise<ExecutionPlan> {
    return this.#changePlan(updateRows(session, this.schema, this.#partitions, assignments, filters));
  }

  #changePlan({ partitions, affected }: Changed): Promise<ExecutionPlan> {
    return Promise.resolve(new DmlResultExec(affected, () => this.replace(partitions)));
  }

  #orderings(): readonly LexOrdering[] {
    return this.#sortOrder.map((keys) =>
      keys.flatMap(({ expr, asc, nullsFirst }) => {
        const index = expr.kind === 'Column' ? this.schema.indexOf(expr.column.name) : -1;
        if (expr.kind !== 'Column' || index < 0) return [];
        return [{ expr: new Column(expr.column.name, index), options: { descending: !asc, nullsFirst } }];
      }),
    );
  }
}
