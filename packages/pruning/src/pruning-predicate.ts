/** A predicate as a test over statistics of containers: files, row groups, pages. */
import { Schema, ScalarValue } from '@datafusion-ts/common';
import { Arena, Batch, cast, getScalar, vectorFromScalars } from '@datafusion-ts/compute';
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
      const columns = this.requiredColumns.map((required) => {
        const scalars = scalarsOf(required, statistics);
        const known = scalars.find((value) => !value.isNull)?.dataType ?? required.field.dataType;
        const vector = vectorFromScalars(
          known,
          scalars.map((value) => (value.isNull ? ScalarValue.null(known) : value)),
          arena,
        );
        return cast(vector, required.field.dataType, { safe: true }, arena);
      });
      const result = this.predicateExpr.evaluate(new Batch(schema, columns, statistics.containerCount), arena);
      keep.forEach((kept, i) => {
        if (kept && getScalar(result, i).value === false) keep[i] = false;
      });
    } finally {
      arena.release();
    }
  }
}

function scalarsOf(
  { column, statistics: kind, field }: RequiredColumn,
  statistics: PruningStatistics,
): readonly ScalarValue[] {
  const count = (value: number | undefined): ScalarValue | undefined =>
    value === undefined ? undefined : ScalarValue.uint64(BigInt(value));
  const values = ((): readonly (ScalarValue | undefined)[] | undefined => {
    switch (kind) {
      case 'RowCount':
        return statistics.rowCounts()?.map(count);
      case 'NullCount':
        return statistics.nullCounts(column!)?.map(count);
      case 'Min':
        return statistics.minValues(column!);
      case 'Max':
        return statistics.maxValues(column!);
    }
  })();
  return Array.from({ length: statistics.containerCount }, (_, i) => values?.[i] ?? ScalarValue.null(field.dataType));
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
