import { Schema } from '@datafusion-ts/common';
import {
  conjunction,
  LogicalPlanBuilder,
  qualifiedColumns,
  schemaOf,
  type Expr,
  type LogicalPlan,
  type TableProviderFilterPushDown,
} from '@datafusion-ts/expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { ScanArgs, TableProvider } from '../table-provider.js';

/**
 * A stored query. SQL planning puts its logical plan in place of the scan, so that filters and columns are pushed through;
 * `scan` does the same for those who ask the provider itself.
 */
export class ViewTable implements TableProvider {
  readonly tableType = 'View';
  readonly reusablePlans = true;
  readonly schema: Schema;
  readonly logicalPlan: LogicalPlan;
  readonly definition: string | undefined;

  constructor(plan: LogicalPlan, definition: string | undefined) {
    this.logicalPlan = plan;
    this.definition = definition;
    const schema = schemaOf(plan);
    this.schema = new Schema(schema.fields, schema.metadata);
  }

  supportsFiltersPushdown(filters: readonly Expr[]): readonly TableProviderFilterPushDown[] {
    return filters.map(() => 'Exact');
  }

  scan(session: Session, args: ScanArgs): Promise<ExecutionPlan> {
    let builder = LogicalPlanBuilder.from(this.logicalPlan);
    const filter = conjunction(args.filters);
    if (filter !== undefined) builder = builder.filter(filter);
    if (args.projection !== undefined) {
      const columns = qualifiedColumns(schemaOf(this.logicalPlan));
      builder = builder.project(args.projection.map((i) => columns[i]!));
    }
    if (args.limit !== undefined) builder = builder.limit(0, args.limit);
    return session.createPhysicalPlan(builder.build());
  }
}
