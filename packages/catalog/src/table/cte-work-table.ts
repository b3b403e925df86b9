import type { Schema } from '@datafusion-ts/common';
import { WorkTableExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { ScanArgs, TableProvider } from '../table-provider.js';

/** The table a recursive query's second term reads: the rows of the round before. */
export class CteWorkTable implements TableProvider {
  readonly tableType = 'Temporary';
  readonly name: string;
  readonly schema: Schema;

  constructor(name: string, schema: Schema) {
    this.name = name;
    this.schema = schema;
  }

  scan(_session: Session, args: ScanArgs): Promise<ExecutionPlan> {
    return Promise.resolve(new WorkTableExec(this.name, this.schema, args.projection));
  }
}
