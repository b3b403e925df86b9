/** Deals the rows of a batch out to folders: `year=2021/month=3/`. */
import { displayType, ExecutionError, NotImplementedError, type DataType, type Schema } from '@datafusion-ts/common';
import {
  Batch,
  makeFormatter,
  rowsOf,
  selectRows,
  isNull,
  valueTypeOf,
  type Arena,
  type RowFormatter,
} from '@datafusion-ts/compute';
import { pathSegment } from './output-paths.js';

/** Rows that go to the same folder. */
export interface HivePart {
  /** Path below the table's folder, with trailing slash. */
  readonly folder: string;
  readonly batch: Batch;
}

export class HivePartitioner {
  readonly #names: readonly string[];
  readonly #indices: readonly number[];
  readonly #kept: readonly number[];
  /** What is left of the rows for the files. */
  readonly schema: Schema;

  /** Throws when a partition column does not exist or has a type that has no place in a path. */
  constructor(input: Schema, partitionColumns: readonly string[], keepColumns: boolean) {
    this.#names = partitionColumns;
    this.#indices = partitionColumns.map((name) => {
      const index = input.indexOf(name);
      if (index < 0)
        throw new ExecutionError(
          `PartitionBy Column ${name} does not exist in source data! Got schema ${input.toString()}.`,
        );
      checkType(input.field(index).dataType);
      return index;
    });
    this.#kept = input.fields.map((_, i) => i).filter((i) => keepColumns || !this.#indices.includes(i));
    this.schema = input.project(this.#kept);
  }

  split(batch: Batch, arena: Arena): readonly HivePart[] {
    const flat = batch.compact(arena);
    const texts = this.#indices.map((index): RowFormatter => {
      const column = flat.columns[index]!;
      const format = makeFormatter(column);
      return (row) => (isNull(column, row) ? '' : format(row));
    });
    const rows = new Map<string, number[]>();
    for (let row = 0; row < flat.rowCount; row++) {
      const folder = texts.map((text, i) => `${pathSegment(`${this.#names[i]!}=${text(row)}`)}/`).join('');
      const list = rows.get(folder);
      if (list === undefined) rows.set(folder, [row]);
      else list.push(row);
    }
    const kept = new Batch(
      this.schema,
      this.#kept.map((i) => flat.columns[i]!),
      flat.rowCount,
    );
    return Array.from(rows, ([folder, list]) => {
      const selection = { rows: rowsOf(list, arena), count: list.length };
      return { folder, batch: selectRows(kept, selection, arena).compact(arena) };
    });
  }
}

function checkType(type: DataType): void {
  const value = valueTypeOf(type);
  switch (value.kind) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
    case 'Boolean':
    case 'Date32':
    case 'Date64':
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
    case 'Float16':
    case 'Float32':
    case 'Float64':
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return;
    default:
      throw new NotImplementedError(
        `it is not yet supported to write to hive partitions with datatype ${displayType(value)}`,
      );
  }
}
