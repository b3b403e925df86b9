import { sourceAsProvider } from '@datafusion-ts/catalog';
import { PlanError } from '@datafusion-ts/common';
import { schemaOf, unnormalizeCol, type TableScan } from '@datafusion-ts/expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { SessionState } from '../session/session-state.js';

/** A scan of a table and what the table gave for it. */
export interface PlannedScan {
  readonly scan: TableScan;
  readonly plan: ExecutionPlan;
}

/**
 * Asks a table for the columns and rows that the plan wants. Columns are found by position from here on, so that a table
 * which leaves the projection out would give others than those asked for: that is a Plan error. `query` is the same object for
 * all scans of a query.
 */
export async function planScan(state: SessionState, plan: TableScan, query?: object): Promise<ExecutionPlan> {
  const { projection, filters, fetch } = plan;
  const provider = sourceAsProvider(plan.source);
  const scan = await provider.scan(state, { projection, filters: filters.map(unnormalizeCol), limit: fetch, query });
  const [found, wanted] = [scan.schema.fields.length, schemaOf(plan).fields.length];
  if (found === wanted) return scan;
  throw new PlanError(
    `The scan of table '${plan.tableName.toString()}' gives ${found} columns, but ${wanted} were asked for. ` +
      'A TableProvider must apply the projection it is given',
  );
}
