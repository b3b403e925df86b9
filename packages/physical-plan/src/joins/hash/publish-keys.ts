/**
 * Tells scans of the probe side which keys the build side has: bounds of each key, and the keys themselves when they are
 * few, by which a scan skips pages, row groups and files; rows are tested against exactly the keys there are.
 *
 * Not done where NULL keys match each other (bounds would drop NULLs) or where the join must see NULLs (NOT IN).
 */
import { field, structScalar, type ScalarValue } from '@datafusion-ts/common';
import { Arena, getScalar, type ColumnVector } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  binary,
  conjunction,
  HashTableLookupExpr,
  InListExpr,
  lit,
  type DynamicFilterPhysicalExpr,
} from '@datafusion-ts/physical-expr';
import type { HashJoinExec } from '../hash-join.js';
import type { BuildSide } from './build-side.js';
import { boundsOfKey } from './key-bounds.js';

/** Replaces the predicate of a dynamic filter by what the finished build side allows; once for all partitions. */
export function publishKeys(
  filter: DynamicFilterPhysicalExpr,
  exec: HashJoinExec,
  build: BuildSide,
  context: TaskContext,
): void {
  if (build.published) return;
  build.published = true;
  if (exec.nullAware || exec.nullEquality === 'NullEqualsNull' || exec.mode === 'Partitioned') return;
  if (build.rowCount === 0) filter.update(lit(false));
  else {
    build.buildKeys.prepare();
    filter.update(allowedKeys(exec, build, context), rowTest(exec, build));
  }
  filter.markComplete();
}

/** What rows are tested by: of several keys each on its own where that is quick, then all together. */
function rowTest(exec: HashJoinExec, { buildKeys }: BuildSide): PhysicalExpr {
  const keys = exec.on.map(([, right]) => right);
  const alone = buildKeys.columns.flatMap((values, i) =>
    values === undefined ? [] : [new HashTableLookupExpr([keys[i]!], values)],
  );
  return conjunction([...alone, new HashTableLookupExpr(keys, buildKeys)]);
}

/** Bounds, and membership, as EXPLAIN ANALYZE shows them and pruning uses them. */
function allowedKeys(exec: HashJoinExec, build: BuildSide, context: TaskContext): PhysicalExpr {
  const scratch = new Arena();
  try {
    const keys = build.keyColumns();
    const parts = keys.flatMap((key, i): PhysicalExpr[] => {
      const bounds = boundsOfKey(key, build.rowCount, build.table.ranges[i], scratch);
      const expr = exec.on[i]![1];
      if (bounds === undefined) return [];
      return [binary(expr, 'GtEq', lit(bounds.low)), binary(expr, 'LtEq', lit(bounds.high))];
    });
    return conjunction([...parts, membership(exec, build, keys, context)]);
  } finally {
    scratch.release();
  }
}

/** The keys of all build rows in their order when they are few, or the mere fact that they are looked up. */
function membership(
  exec: HashJoinExec,
  build: BuildSide,
  keys: readonly ColumnVector[],
  context: TaskContext,
): PhysicalExpr {
  const exprs = exec.on.map(([, right]) => right);
  const { optimizer } = context.config;
  const bytes = build.batch.rowCount * keys.reduce((sum, key) => sum + bytesOf(key), 0);
  const isFew =
    build.rowCount <= optimizer.hashJoinInlistPushdownMaxDistinctValues &&
    bytes <= optimizer.hashJoinInlistPushdownMaxSize;
  if (!isFew) return new HashTableLookupExpr(exprs, build.buildKeys);
  const rows = Array.from({ length: build.rowCount }, (_, row) => keys.map((key) => getScalar(key, row)));
  const [only] = exprs;
  if (exprs.length === 1 && only !== undefined) {
    return new InListExpr(
      only,
      rows.map((row) => lit(row[0]!)),
      false,
    );
  }
  return new HashTableLookupExpr(exprs, build.buildKeys, rows.map(asStruct));
}

/** Several keys of a row print as a struct. */
const asStruct = (row: readonly ScalarValue[]): ScalarValue =>
  structScalar(
    row.map(({ dataType }, i) => field(`c${i}`, dataType, true)),
    row,
  );

/** Bytes of a value of a key column, roughly. */
const bytesOf = (key: ColumnVector): number => (key.encoding === 'flat' ? Math.max(1, key.width) : 16);
