/**
 * Tells scans of the probe side which keys the build side has: bounds of each key, and the keys themselves when they are
 * few. A scan skips rows, pages and files without any of them.
 *
 * Not done where NULL keys match each other (bounds would drop NULLs) or where the join must see NULLs (NOT IN).
 */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, flatten, getScalar, isNull, physicalTypeOf, type ColumnVector } from '@datafusion-ts/compute';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { binary, conjunction, InListExpr, lit, type DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { HashJoinExec } from '../hash-join.js';
import type { BuildSide } from './build-side.js';
import { isIntegerKey } from './integer-keys.js';
import { rangeOf } from './key-groups.js';

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
  filter.update(build.rowCount === 0 ? lit(false) : allowedKeys(exec, build, context));
  filter.markComplete();
}

function allowedKeys(exec: HashJoinExec, build: BuildSide, context: TaskContext): PhysicalExpr {
  const scratch = new Arena();
  try {
    const keys = build.keyColumns();
    const parts = keys.flatMap((key, i) => boundsOf(exec.on[i]![1], key, build.rowCount, scratch));
    const [key] = keys;
    const limit = context.config.optimizer.hashJoinInlistPushdownMaxDistinctValues;
    if (keys.length === 1 && key !== undefined && build.rowCount <= limit)
      parts.push(membersOf(exec.on[0]![1], key, build.rowCount));
    return parts.length === 0 ? lit(true) : conjunction(parts);
  } finally {
    scratch.release();
  }
}

function boundsOf(expr: PhysicalExpr, key: ColumnVector, rowCount: number, scratch: Arena): PhysicalExpr[] {
  if (!isIntegerKey(key.type)) return [];
  const range = rangeOf(flatten(key, scratch), rowCount, scratch);
  if (range === undefined) return [];
  const [low, high] = [integerScalar(key.type, range.low), integerScalar(key.type, range.high)];
  return low === undefined || high === undefined
    ? []
    : [binary(expr, 'GtEq', lit(low)), binary(expr, 'LtEq', lit(high))];
}

/** The value of an integer key; undefined where the 64-bit form is not the number itself. */
function integerScalar(type: DataType, value: bigint): ScalarValue | undefined {
  switch (physicalTypeOf(type)) {
    case 'int64':
      return new ScalarValue(type, value);
    case 'uint64':
      return value < 0n ? undefined : new ScalarValue(type, value);
    case 'int32':
      return new ScalarValue(type, Number(value));
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return value < 0n ? undefined : new ScalarValue(type, Number(value));
    default:
      return undefined;
  }
}

/** `key IN (…)` of the distinct keys in build order. */
function membersOf(expr: PhysicalExpr, key: ColumnVector, rowCount: number): PhysicalExpr {
  const members = new Map<unknown, ScalarValue>();
  for (let row = 0; row < rowCount; row++) {
    if (isNull(key, row)) continue;
    const value = getScalar(key, row);
    const { value: data } = value;
    if (typeof data === 'object') return lit(true);
    if (!members.has(data)) members.set(data, value);
  }
  return members.size === 0
    ? lit(false)
    : new InListExpr(
        expr,
        [...members.values()].map((value) => lit(value)),
        false,
      );
}
