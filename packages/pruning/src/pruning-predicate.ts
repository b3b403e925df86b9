/** A predicate as a test over statistics of containers: files, row groups, pages. */
import { DataTypes, InternalError, Schema, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  Batch,
  cast,
  clearBit,
  constantVector,
  countNulls,
  flatten,
  flatVector,
  getBit,
  mem,
  vectorFromScalars,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { Column } from '@datafusion-ts/physical-expr';
import { buildPredicate, isAlwaysTrue } from './build-predicate.js';
import { analyzeGuarantees, type LiteralGuarantee } from './literal-guarantee.js';
import { RequiredColumns, type RequiredColumn } from './required-columns.js';

/** What is known of some containers of rows. Lists have an entry a container; undefined entries are unknown. */
export interface PruningStatistics {
  readonly containerCount: number;
  minValues(column: Column): readonly (ScalarValue | undefined)[] | undefined;
  maxValues(column: Column): readonly (ScalarValue | undefined)[] | undefined;
  nullCounts(column: Column): readonly (number | undefined)[] | undefined;
  rowCounts(): readonly (number | undefined)[] | undefined;
  /** The smallest (-1) or largest values (1) as a column, null where unknown; undefined where scalars are to be asked for. */
  boundColumn?(column: Column, sign: 1 | -1, arena: Arena): ColumnVector | undefined;
  /** For each container: true when the column has only values of the set, false when it has none of them. */
  contained?(column: Column, values: readonly ScalarValue[]): readonly (boolean | undefined)[] | undefined;
}

export class PruningPredicate {
  /** Over the statistics; true when bounds say nothing. */
  readonly predicateExpr: PhysicalExpr;
  readonly requiredColumns: readonly RequiredColumn[];
  readonly literalGuarantees: readonly LiteralGuarantee[];

  constructor(predicate: PhysicalExpr, schema: Schema) {
    const required = new RequiredColumns();
    this.predicateExpr = buildPredicate(predicate, schema, required);
    this.requiredColumns = required.columns;
    this.literalGuarantees = analyzeGuarantees(predicate);
  }

  /** True when nothing can ever be pruned. */
  get alwaysTrue(): boolean {
    return isAlwaysTrue(this.predicateExpr) && this.literalGuarantees.length === 0;
  }

  /** For each container whether it may hold rows that satisfy the predicate. */
  prune(statistics: PruningStatistics): readonly boolean[] {
    const keep = new Array<boolean>(statistics.containerCount).fill(true);
    for (const guarantee of this.literalGuarantees) applyGuarantee(guarantee, statistics, keep);
    if (!isAlwaysTrue(this.predicateExpr) && statistics.containerCount > 0) this.#applyBounds(statistics, keep);
    return keep;
  }

  #applyBounds(statistics: PruningStatistics, keep: boolean[]): void {
    const arena = new Arena();
    try {
      const schema = new Schema(this.requiredColumns.map(({ field }) => field));
      const columns = this.requiredColumns.map((required) => vectorOf(required, statistics, arena));
      const result = this.predicateExpr.evaluate(new Batch(schema, columns, statistics.containerCount), arena);
      dropFalse(flatten(result, arena), keep);
    } finally {
      arena.release();
    }
  }
}

/** A column of statistics with a value a container. */
function vectorOf(
  { column, statistics: kind, field }: RequiredColumn,
  from: PruningStatistics,
  arena: Arena,
): ColumnVector {
  const count = from.containerCount;
  switch (kind) {
    case 'RowCount':
      return countVector(checked(from.rowCounts(), count), count, arena);
    case 'NullCount':
      return countVector(checked(from.nullCounts(column!), count), count, arena);
    case 'Min':
    case 'Max': {
      const bounds = checked(from.boundColumn?.(column!, kind === 'Min' ? -1 : 1, arena), count);
      if (bounds !== undefined) return cast(bounds, field.dataType, { safe: true }, arena);
      const scalars = kind === 'Min' ? from.minValues(column!) : from.maxValues(column!);
      return boundVector(checked(scalars, count), count, field.dataType, arena);
    }
  }
}

/** Statistics may be anybody's: they have to have an entry a container. */
function checked<T extends { readonly length: number }>(list: T | undefined, count: number): T | undefined {
  if (list === undefined || list.length === count) return list;
  throw new InternalError(`mismatched statistics length. Expected ${count}, got ${list.length}`);
}

/** Counts as UInt64: thousands where containers are pages, so they are stored by halves, without a bigint each. */
function countVector(counts: readonly (number | undefined)[] | undefined, length: number, arena: Arena): ColumnVector {
  if (counts === undefined) return constantVector(ScalarValue.null(DataTypes.UInt64), length);
  const values = arena.alloc(length * 8);
  storeCounts(counts, values);
  if (!counts.includes(undefined)) return flatVector(DataTypes.UInt64, length, { values, width: 8 });
  const validity = allocBitmap(length, true, arena);
  for (let i = 0; i < length; i++) if (counts[i] === undefined) clearBit(validity, i);
  return flatVector(DataTypes.UInt64, length, { values, width: 8, validity, nullCount: countNulls(validity, length) });
}

/** Stores counts as UInt64. Apart from what is done once, which V8 would compile along with so long a loop. */
function storeCounts(counts: readonly (number | undefined)[], to: number): void {
  const { u32 } = mem;
  let at = to >>> 2;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    u32[at++] = count;
    u32[at++] = Math.floor(count / 2 ** 32);
  }
}

function boundVector(
  bounds: readonly (ScalarValue | undefined)[] | undefined,
  length: number,
  type: DataType,
  arena: Arena,
): ColumnVector {
  if (bounds === undefined) return constantVector(ScalarValue.null(type), length);
  const known = bounds.find((bound) => bound !== undefined && !bound.isNull)?.dataType ?? type;
  const none = ScalarValue.null(known);
  const scalars: ScalarValue[] = [];
  for (const bound of bounds) scalars.push(bound === undefined || bound.isNull ? none : bound);
  return cast(vectorFromScalars(known, scalars, arena), type, { safe: true }, arena);
}

/** Containers of which the predicate over their statistics is false are not kept. */
function dropFalse({ type, values, validity }: FlatVector, keep: boolean[]): void {
  if (type.kind !== 'Boolean') return;
  for (let i = 0; i < keep.length; i++) {
    const isKnown = validity === 0 || getBit(validity, i);
    if (isKnown && !getBit(values, i)) keep[i] = false;
  }
}

function applyGuarantee(
  { column, guarantee, literals }: LiteralGuarantee,
  statistics: PruningStatistics,
  keep: boolean[],
): void {
  const contained = statistics.contained?.(column, literals);
  contained?.forEach((only, i) => {
    if (guarantee === 'In' ? only === false : only === true) keep[i] = false;
  });
}
