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
import type { KeyRange } from './key-packer.js';

/** Replaces the predicates of a join's dynamic filters by what the finished build side allows; once for all partitions. */
export function publishKeys(exec: HashJoinExec, build: BuildSide, context: TaskContext): void {
  const { dynamicFilter, keyFilters } = exec;
  if (build.published || (dynamicFilter === undefined && keyFilters.length === 0)) return;
  build.published = true;
  // A NULL on the other side decides NOT IN: no row may be left out then.
  if (exec.nullAware || exec.nullEquality === 'NullEqualsNull' || exec.mode === 'Partitioned') return;
  if (build.rowCount > 0) build.buildKeys.prepare();
  for (const filter of keyFilters) publishKey(filter, exec, build);
  if (dynamicFilter === undefined) return;
  if (build.rowCount === 0) dynamicFilter.update(lit(false));
  else dynamicFilter.update(allowedKeys(exec, build, context), rowTest(exec, build));
  dynamicFilter.markComplete();
}

/** The values of one of several keys, where they can be looked up by themselves. */
function publishKey(filter: DynamicFilterPhysicalExpr, exec: HashJoinExec, build: BuildSide): void {
  const position = exec.on.findIndex(([, right]) => right === filter.sources[0]);
  const values = build.rowCount === 0 ? undefined : build.buildKeys.columns[position];
  if (build.rowCount === 0) filter.update(lit(false));
  else if (values !== undefined) {
    const scratch = new Arena();
    try {
      const key = exec.on[position]![1];
      const bounds = boundsExprs(exec, build, build.keyColumns()[position]!, position, scratch);
      const lookup = new HashTableLookupExpr([key], values);
      filter.update(conjunction([...bounds, lookup]), lookup);
    } finally {
      scratch.release();
    }
  }
  filter.markComplete();
}

/** That a right key is between the least and the greatest of the build side's. */
function boundsExprs(
  exec: HashJoinExec,
  build: BuildSide,
  key: ColumnVector,
  position: number,
  scratch: Arena,
): readonly PhysicalExpr[] {
  return betweenBounds(exec.on[position]![1], key, build.rowCount, build.table.ranges[position], scratch);
}

/** That `expr` is between the least and the greatest value of a column; `known`: as in {@link boundsOfKey}. */
export function betweenBounds(
  expr: PhysicalExpr,
  column: ColumnVector,
  rowCount: number,
  known: KeyRange | undefined,
  scratch: Arena,
): readonly PhysicalExpr[] {
  const bounds = boundsOfKey(column, rowCount, known, scratch);
  if (bounds === undefined) return [];
  return [binary(expr, 'GtEq', lit(bounds.low)), binary(expr, 'LtEq', lit(bounds.high))];
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
    const parts = keys.flatMap((key, i) => boundsExprs(exec, build, key, i, scratch));
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
