import { ScalarValue, type Field, type Schema } from '@datafusion-ts/common';
import { Arena, Batch, toHost, vectorFromScalars, type HostBatch } from '@datafusion-ts/compute';
import { DataSourceExec, MemorySourceConfig } from '@datafusion-ts/datasource';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { ScanArgs, TableProvider } from '../table-provider.js';

/** A cell of a generated table: what a scalar of the column's type holds. */
export type Cell = string | bigint | number | boolean | null;

/** A read-only table whose rows are computed each time it is scanned. */
export class RowsTable implements TableProvider {
  readonly tableType = 'View';
  readonly schema: Schema;
  readonly #rows: (session: Session) => Promise<readonly (readonly Cell[])[]>;

  constructor(schema: Schema, rows: (session: Session) => Promise<readonly (readonly Cell[])[]>) {
    this.schema = schema;
    this.#rows = rows;
  }

  async scan(session: Session, args: ScanArgs): Promise<ExecutionPlan> {
    const batch = batchOfRows(this.schema, await this.#rows(session));
    return new DataSourceExec(
      new MemorySourceConfig({ partitions: [[batch]], tableSchema: this.schema, projection: args.projection }),
    );
  }
}

/** Rows of cells as a batch outside the engine memory. */
export function batchOfRows(schema: Schema, rows: readonly (readonly Cell[])[]): HostBatch {
  const arena = new Arena();
  try {
    const columns = schema.fields.map((field: Field, i) =>
      vectorFromScalars(
        field.dataType,
        rows.map((row) => new ScalarValue(field.dataType, row[i]!)),
        arena,
      ),
    );
    return toHost(new Batch(schema, columns, rows.length));
  } finally {
    arena.release();
  }
}
