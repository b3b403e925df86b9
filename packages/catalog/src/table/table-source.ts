import type { Constraints, Schema } from '@datafusion-ts/common';
import { PlanError } from '@datafusion-ts/common';
import type { Expr, LogicalPlan, TableProviderFilterPushDown, TableSource, TableType } from '@datafusion-ts/expr';
import type { TableProvider } from '../table-provider.js';

/** A table provider as logical plans carry it. */
export class DefaultTableSource implements TableSource {
  readonly provider: TableProvider;

  constructor(provider: TableProvider) {
    this.provider = provider;
  }

  get schema(): Schema {
    return this.provider.schema;
  }

  get tableType(): TableType {
    return this.provider.tableType ?? 'Base';
  }

  get constraints(): Constraints | undefined {
    return this.provider.constraints;
  }

  get logicalPlan(): LogicalPlan | undefined {
    return this.provider.logicalPlan;
  }

  supportsFiltersPushdown(filters: readonly Expr[]): readonly TableProviderFilterPushDown[] {
    return this.provider.supportsFiltersPushdown?.(filters) ?? filters.map(() => 'Unsupported');
  }

  columnDefault(column: string): Expr | undefined {
    return this.provider.columnDefault?.(column);
  }
}

/** Wraps a provider for a logical plan. */
export const provideAsSource = (provider: TableProvider): TableSource => new DefaultTableSource(provider);

/** The provider inside a source made by `provideAsSource`. */
export function sourceAsProvider(source: TableSource): TableProvider {
  if (source instanceof DefaultTableSource) return source.provider;
  throw new PlanError('TableSource was not DefaultTableSource');
}
