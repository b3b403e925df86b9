/** The table behind `generate_series` and `range`: one column, `value`, made as it is read. */
import { DataTypes, field, Schema, type DataType } from '@datafusion-ts/common';
import type { ScanArgs, TableProvider } from '@datafusion-ts/catalog';
import { Column, type LexOrdering } from '@datafusion-ts/physical-expr';
import { LazyMemoryExec, type ExecutionPlan, type LazyBatchGenerator } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import { EmptySeries } from './empty-series.js';
import { Int64Series } from './int64-series.js';
import { TimestampSeries } from './timestamp-series.js';
import type { SeriesArguments } from './series-arguments.js';

export class SeriesTable implements TableProvider {
  readonly schema: Schema;
  readonly #name: string;
  readonly #series: SeriesArguments;

  constructor(name: string, series: SeriesArguments) {
    this.#name = name;
    this.#series = series;
    this.schema = new Schema([field('value', typeOf(series), false)]);
  }

  scan(session: Session, args: ScanArgs): Promise<ExecutionPlan> {
    const { batchSize } = session.config.execution;
    const generator = this.#generator(batchSize);
    const { projection } = args;
    return Promise.resolve(new LazyMemoryExec(this.schema, [generator], projection, this.#orderings(projection)));
  }

  #generator(batchSize: number): LazyBatchGenerator {
    const series = this.#series;
    switch (series.kind) {
      case 'Empty':
        return new EmptySeries(this.#name);
      case 'Int64':
        return new Int64Series(this.#name, this.schema, series, batchSize);
      case 'Timestamp':
        return new TimestampSeries(this.#name, this.schema, series, batchSize);
    }
  }

  /** Integers come in order; the direction is that of the step. */
  #orderings(projection: readonly number[] | undefined): readonly LexOrdering[] {
    const series = this.#series;
    const index = projection === undefined ? 0 : projection.indexOf(0);
    if (series.kind !== 'Int64' || index < 0) return [];
    return [[{ expr: new Column('value', index), options: { descending: series.step < 0n, nullsFirst: false } }]];
  }
}

function typeOf(series: SeriesArguments): DataType {
  if (series.kind === 'Empty') return series.type;
  if (series.kind === 'Timestamp') return DataTypes.timestamp('Nanosecond', series.timezone);
  return DataTypes.Int64;
}
