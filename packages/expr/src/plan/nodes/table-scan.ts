import { DFSchema, FunctionalDependencies, PlanError, TableReference } from '@datafusion-ts/common';
import type { Expr } from '../../expr/expr.js';
import type { TableScan } from '../logical-plan.js';
import type { TableSource } from '../table-source.js';

/** What a scan reads besides its table. */
export interface ScanOptions {
  /** Positions of the columns to read; default all. */
  readonly projection?: readonly number[] | undefined;
  readonly filters?: readonly Expr[];
  /** The most rows wanted. */
  readonly fetch?: number | undefined;
}

/** A scan of a table; its columns are qualified by the table's name and know its keys. */
export function tableScan(name: TableReference | string, source: TableSource, options: ScanOptions = {}): TableScan {
  const tableName = typeof name === 'string' ? TableReference.parse(name) : name;
  if (tableName.table === '') throw new PlanError('table_name cannot be empty');
  const { projection, filters = [], fetch } = options;
  return {
    kind: 'TableScan',
    tableName,
    source,
    ...(projection === undefined ? {} : { projection }),
    projectedSchema: scanSchema(tableName, source, projection),
    filters,
    ...(fetch === undefined ? {} : { fetch }),
  };
}

function scanSchema(
  tableName: TableReference,
  source: TableSource,
  projection: readonly number[] | undefined,
): DFSchema {
  const { schema } = source;
  const dependencies = FunctionalDependencies.fromConstraints(source.constraints, schema.fields.length);
  if (projection === undefined) {
    return DFSchema.fromQualifiedSchema(tableName, schema).withFunctionalDependencies(dependencies);
  }
  return DFSchema.fromQualifiedSchema(tableName, schema.project(projection)).withFunctionalDependencies(
    dependencies.project(projection, projection.length),
  );
}
