/**
 * Join filters that compare a number of the build side with one of the probe side, as `inv_quantity < cs_quantity`: pairs
 * are tested while they are made. Where keys repeat, pairs are many times the rows of either side, and most of what making,
 * gathering and comparing them would cost is for those that fail.
 */
import { sameType, type DataType } from '@datafusion-ts/common';
import { flatten, type Arena, type Batch, type FlatVector } from '@datafusion-ts/compute';
import type { Operator } from '@datafusion-ts/expr-common';
import { BinaryExpr, Column } from '@datafusion-ts/physical-expr';
import type { JoinFilter } from '../join-parts.js';

/** Whole numbers of `width` bytes a side, and which comparisons of build with probe pass: bit 1 lower, 2 equal, 4 higher. */
export interface PairTest {
  readonly width: 4 | 8;
  readonly passes: number;
  readonly built: FlatVector;
  readonly probed: FlatVector;
}

/** Columns that are not flat are made so for each probe batch, unless the build side is that much larger. */
const LARGEST_SHARE = 4;

/** The test that a filter is; undefined where it is anything else. */
export function pairTestOf(
  filter: JoinFilter | undefined,
  build: Batch,
  probe: Batch,
  arena: Arena,
): PairTest | undefined {
  const found = filter && comparison(filter);
  if (found === undefined) return undefined;
  const column = build.columns[found.build]!;
  if (column.encoding !== 'flat' && column.length > probe.rowCount * LARGEST_SHARE) return undefined;
  const [built, probed] = [flatten(column, arena), flatten(probe.column(found.probe, arena), arena)];
  const { width } = built;
  if ((width !== 4 && width !== 8) || probed.width !== width) return undefined;
  return { width, passes: found.passes, built, probed };
}

/** Positions of the compared columns in their inputs. */
interface Comparison {
  readonly build: number;
  readonly probe: number;
  readonly passes: number;
}

function comparison({ expression, columnIndices, schema }: JoinFilter): Comparison | undefined {
  if (!(expression instanceof BinaryExpr)) return undefined;
  const { left, op, right } = expression;
  const passes = passesOf(op);
  if (passes === undefined || !(left instanceof Column) || !(right instanceof Column)) return undefined;
  const types = [schema.field(left.index).dataType, schema.field(right.index).dataType] as const;
  if (!isSignedNumber(types[0]) || !sameType(...types)) return undefined;
  const [a, b] = [columnIndices[left.index]!, columnIndices[right.index]!];
  if (a.side === 'Left' && b.side === 'Right') return { build: a.index, probe: b.index, passes };
  if (a.side === 'Right' && b.side === 'Left') return { build: b.index, probe: a.index, passes: turned(passes) };
  return undefined;
}

function passesOf(op: Operator): number | undefined {
  switch (op) {
    case 'Lt':
      return 1;
    case 'LtEq':
      return 3;
    case 'Eq':
      return 2;
    case 'GtEq':
      return 6;
    case 'Gt':
      return 4;
    case 'NotEq':
      return 5;
    default:
      return undefined;
  }
}

/** The same with sides changed: lower becomes higher. */
const turned = (passes: number): number => (passes & 2) | ((passes & 1) << 2) | ((passes & 4) >> 2);

function isSignedNumber({ kind }: DataType): boolean {
  switch (kind) {
    case 'Int32':
    case 'Int64':
    case 'Date32':
    case 'Date64':
    case 'Timestamp':
      return true;
    default:
      return false;
  }
}
