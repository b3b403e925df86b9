import type { TableReference } from '@datafusion-ts/common';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { subqueryAlias } from '../plan/nodes/subquery-alias.js';
import { type ScanOptions, tableScan } from '../plan/nodes/table-scan.js';
import { schemaOf } from '../plan/schema-of.js';
import type { TableSource } from '../plan/table-source.js';
import { columnExprsOf } from '../utils/columns.js';
import { project } from './project.js';

/** A scan of a table, or, for a view scanned without filters, the view's plan under the table's name. */
export function scan(name: TableReference | string, source: TableSource, options: ScanOptions = {}): LogicalPlan {
  const node = tableScan(name, source, options);
  if (node.filters.length > 0 || source.logicalPlan === undefined) return node;
  const view = source.logicalPlan;
  if (node.projection === undefined) return subqueryAlias(view, node.tableName);
  const columns = columnExprsOf(schemaOf(view));
  return subqueryAlias(
    project(
      view,
      node.projection.map((i) => columns[i]!),
    ),
    node.tableName,
  );
}
