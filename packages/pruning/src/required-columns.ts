/** The statistics that a rewritten predicate reads, in the order in which it first names them. */
import { DataTypes, field, Schema, type Field } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, transformExprUp } from '@datafusion-ts/physical-expr';

/** What is read of a column in each container. */
export type StatisticsType = 'Min' | 'Max' | 'NullCount' | 'RowCount';

/** One column of statistics. */
export interface RequiredColumn {
  /** Undefined for the row count, which belongs to no column. */
  readonly column: Column | undefined;
  readonly statistics: StatisticsType;
  /** Name and type among the statistics. */
  readonly field: Field;
}

const SUFFIXES = { Min: 'min', Max: 'max', NullCount: 'null_count', RowCount: 'row_count' } as const;

export class RequiredColumns {
  readonly #columns: RequiredColumn[] = [];

  get columns(): readonly RequiredColumn[] {
    return this.#columns;
  }

  /** Of the statistics named so far. */
  get schema(): Schema {
    return new Schema(this.#columns.map((column) => column.field));
  }

  /** The lower or upper bound of a column. */
  bound(column: Column, schema: Schema, statistics: 'Min' | 'Max'): Column {
    const { dataType } = schema.field(schema.indexOf(column.name));
    return this.#take(column, statistics, field(`${column.name}_${SUFFIXES[statistics]}`, dataType));
  }

  nullCount(column: Column): Column {
    return this.#take(column, 'NullCount', field(`${column.name}_${SUFFIXES.NullCount}`, DataTypes.UInt64));
  }

  rowCount(): Column {
    return this.#take(undefined, 'RowCount', field(SUFFIXES.RowCount, DataTypes.UInt64));
  }

  /** An expression over one column, over that column's bound instead. */
  replaced(expr: PhysicalExpr, column: Column, by: Column): PhysicalExpr {
    return transformExprUp(expr, (node) => (node instanceof Column && node.equals(column) ? by : node));
  }

  #take(column: Column | undefined, statistics: StatisticsType, described: Field): Column {
    const known = this.#columns.findIndex(
      (entry) => entry.statistics === statistics && sameColumn(entry.column, column),
    );
    if (known >= 0) return new Column(described.name, known);
    this.#columns.push({ column, statistics, field: described });
    return new Column(described.name, this.#columns.length - 1);
  }
}

const sameColumn = (a: Column | undefined, b: Column | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a.equals(b);
