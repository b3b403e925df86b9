import { DataTypes, field, ScalarValue, type DataType, type Field, type Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, type ProjectionExpr } from '@datafusion-ts/physical-expr';

/** Name of the column that tells grouping sets apart. */
export const GROUPING_ID = '__grouping_id';

/**
 * What an aggregation groups by: expressions, or several grouping sets over them.
 *
 * `groups` has one entry a grouping set, with a flag for each expression: true takes the NULL of `nullExprs` in its place.
 * `GROUP BY a, b` is one set without flags; `CUBE (a, b)` is four.
 */
export class PhysicalGroupBy {
  readonly exprs: readonly ProjectionExpr[];
  readonly nullExprs: readonly ProjectionExpr[];
  readonly groups: readonly (readonly boolean[])[];
  /** True for GROUPING SETS, CUBE and ROLLUP: the output has a `__grouping_id` column behind the keys. */
  readonly hasGroupingSet: boolean;

  constructor(
    exprs: readonly ProjectionExpr[],
    nullExprs: readonly ProjectionExpr[],
    groups: readonly (readonly boolean[])[],
    hasGroupingSet: boolean,
  ) {
    this.exprs = exprs;
    this.nullExprs = nullExprs;
    this.groups = groups;
    this.hasGroupingSet = hasGroupingSet;
  }

  /** Plain GROUP BY; no expressions mean one group of everything. */
  static single(exprs: readonly ProjectionExpr[]): PhysicalGroupBy {
    return new PhysicalGroupBy(exprs, [], exprs.length === 0 ? [] : [exprs.map(() => false)], false);
  }

  get isSingle(): boolean {
    return !this.hasGroupingSet;
  }

  /** True when nothing is grouped by. */
  get isEmpty(): boolean {
    return this.exprs.length === 0 && !this.hasGroupingSet;
  }

  /** True when nothing is grouped by in any way, as DataFusion's `is_true_no_grouping`. */
  get isTrueNoGrouping(): boolean {
    return this.isEmpty;
  }

  /** The expressions, bound to the input. */
  inputExprs(): readonly PhysicalExpr[] {
    return this.exprs.map(({ expr }) => expr);
  }

  /** Columns the keys take in the output: one an expression, and the grouping id. */
  get outputCount(): number {
    return this.exprs.length + (this.hasGroupingSet ? 1 : 0);
  }

  /** The keys as columns of the output. */
  outputExprs(): readonly Column[] {
    const columns = this.exprs.map(({ alias }, i) => new Column(alias, i));
    return this.hasGroupingSet ? [...columns, new Column(GROUPING_ID, columns.length)] : columns;
  }

  /** Fields of the keys in the output. */
  outputFields(input: Schema): readonly Field[] {
    const fields = this.exprs.map(({ expr, alias }, i): Field => {
      const source = expr.returnField(input);
      const missing = this.groups.some((group) => group[i] === true);
      return field(alias, source.dataType, missing || source.nullable, source.metadata);
    });
    return this.hasGroupingSet ? [...fields, field(GROUPING_ID, this.groupingIdType(), false)] : fields;
  }

  /** The grouping of a later stage, over the output of this one. */
  asFinal(): PhysicalGroupBy {
    return PhysicalGroupBy.single(this.outputExprs().map((expr) => ({ expr, alias: expr.name })));
  }

  /** Smallest unsigned integer with a bit for each expression and room for the numbers of repeated sets. */
  groupingIdType(): DataType {
    const highest = this.groupingIds().reduce((max, id) => (id > max ? id : max), 0n);
    const bits = Math.max(this.exprs.length, highest.toString(2).length);
    if (bits <= 8) return DataTypes.UInt8;
    if (bits <= 16) return DataTypes.UInt16;
    return bits <= 32 ? DataTypes.UInt32 : DataTypes.UInt64;
  }

  /**
   * The id of each grouping set: a bit an expression, set where it is missing, the first expression highest. Sets given
   * more than once stay apart by their number in the bits above.
   */
  groupingIds(): readonly bigint[] {
    const seen = new Map<bigint, number>();
    return this.groups.map((group) => {
      const id = group.reduce((bits, missing) => (bits << 1n) | (missing ? 1n : 0n), 0n);
      const ordinal = seen.get(id) ?? 0;
      seen.set(id, ordinal + 1);
      return (BigInt(ordinal) << BigInt(this.exprs.length)) | id;
    });
  }

  /** The ids as values of the grouping id column. */
  groupingScalars(): readonly ScalarValue[] {
    const type = this.groupingIdType();
    return this.groupingIds().map((id) => new ScalarValue(type, type.kind === 'UInt64' ? id : Number(id)));
  }

  equals(other: PhysicalGroupBy): boolean {
    return (
      this.hasGroupingSet === other.hasGroupingSet &&
      sameProjection(this.exprs, other.exprs) &&
      sameProjection(this.nullExprs, other.nullExprs) &&
      this.groups.length === other.groups.length &&
      this.groups.every((group, i) => group.every((flag, j) => flag === other.groups[i]![j]))
    );
  }

  /** The entries of `gby=[…]`; `sql` for the tree format. */
  format(sql = false): readonly string[] {
    const text = ({ expr, alias }: ProjectionExpr): string => {
      const shown = sql ? expr.fmtSql() : expr.toString();
      return shown === alias ? shown : `${shown} as ${alias}`;
    };
    if (this.isSingle) return this.exprs.map(text);
    return this.groups.map(
      (group) => `(${group.map((missing, i) => text((missing ? this.nullExprs : this.exprs)[i]!)).join(', ')})`,
    );
  }
}

function sameProjection(a: readonly ProjectionExpr[], b: readonly ProjectionExpr[]): boolean {
  return a.length === b.length && a.every((item, i) => item.alias === b[i]!.alias && item.expr.equals(b[i]!.expr));
}
