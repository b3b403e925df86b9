/**
 * Tells scans of the build side which keys the probe side has, where this was read first and has few rows: a build side that
 * is a join of large tables is not worth making for them. The scans need not test all rows; the join does.
 */
import { Arena, type ColumnVector } from '@datafusion-ts/compute';
import { conjunction, HashTableLookupExpr, type DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { HashJoinExec } from '../hash-join.js';
import type { BuildKeys } from './build-keys.js';
import type { JoinTable } from './join-table.js';
import { betweenBounds } from './publish-keys.js';

/** The rows of the probe side, listed by key. */
export interface ProbeKeys {
  readonly keys: BuildKeys;
  readonly table: JoinTable;
  readonly columns: readonly ColumnVector[];
  readonly rowCount: number;
}

/** Has the build side read with these keys only, as far as its scans can tell, until {@link forgetProbeKeys}. */
export function tellProbeKeys({ on, buildFilters }: HashJoinExec, { keys, table, columns, rowCount }: ProbeKeys): void {
  for (const filter of buildFilters) {
    const position = on.findIndex(([left]) => isSource(filter, left));
    const [left] = on[position]!;
    const membership = on.length === 1 ? keys : keys.columns[position];
    if (membership === undefined) continue;
    const scratch = new Arena();
    try {
      const lookup = new HashTableLookupExpr([left], membership);
      const bounds = betweenBounds(left, columns[position]!, rowCount, table.ranges[position], scratch);
      filter.update(conjunction([...bounds, lookup]), lookup);
    } finally {
      scratch.release();
    }
  }
}

/** The build side is there: when the plan runs once more, the probe side may have other rows. */
export function forgetProbeKeys({ buildFilters }: HashJoinExec): void {
  for (const filter of buildFilters) filter.reset();
}

const isSource = ({ sources }: DynamicFilterPhysicalExpr, expr: object): boolean => sources[0] === expr;
