/** Which columns of a file are read, and how they become the filter's input and the scan's output. */
import { Schema } from '@datafusion-ts/common';
import { Batch, type Arena, type ColumnVector, type Selection } from '@datafusion-ts/compute';
import {
  adaptBatch,
  mapColumns,
  mappedFileColumns,
  type ColumnMapping,
  type FilterPart,
} from '@datafusion-ts/datasource';

/** Some columns of the table, out of the file's columns that are read. */
class TableColumns {
  /** Positions among the columns that are read. */
  readonly readers: readonly number[];
  /** Which of the table's columns each of the readers gives as it is; undefined where its values are converted or used twice. */
  readonly given: readonly (number | undefined)[];
  readonly #fileColumns: readonly number[];
  readonly #mapping: readonly ColumnMapping[];
  readonly #fileSchema: Schema;
  readonly #schema: Schema;

  constructor(fileSchema: Schema, tableSchema: Schema, columns: readonly number[], used: readonly number[]) {
    this.#mapping = mapColumns(fileSchema, tableSchema, columns);
    this.#fileColumns = mappedFileColumns(this.#mapping);
    this.readers = this.#fileColumns.map((column) => used.indexOf(column));
    this.given = this.#fileColumns.map((column) => givenAs(this.#mapping, column));
    this.#fileSchema = fileSchema.project(this.#fileColumns);
    this.#schema = new Schema(columns.map((i) => tableSchema.field(i)));
  }

  /** The table's columns out of those of `readers`, in that order. */
  batch(vectors: readonly ColumnVector[], count: number, selection: Selection | undefined, arena: Arena): Batch {
    if (vectors.length > 0) {
      const batch = new Batch(this.#fileSchema, vectors, count, selection);
      return adaptBatch(batch, this.#mapping, this.#fileColumns, this.#schema, arena);
    }
    // Without any column of the file, the number of rows must not be lost to the selection's.
    const adapted = adaptBatch(new Batch(this.#fileSchema, [], count), this.#mapping, [], this.#schema, arena);
    return new Batch(this.#schema, adapted.columns, count, selection);
  }
}

function givenAs(mapping: readonly ColumnMapping[], fileColumn: number): number | undefined {
  const places = mapping.flatMap((entry, i) => (entry.kind === 'Column' && entry.index === fileColumn ? [i] : []));
  const [place] = places;
  const entry = place === undefined || places.length > 1 ? undefined : mapping[place];
  return entry?.kind === 'Column' && !entry.cast ? place : undefined;
}

export class ReadPlan {
  /** Positions of the file's columns that are read, ascending. */
  readonly used: readonly number[];
  readonly output: TableColumns;
  /** Positions in `used` of the columns that the filter tests. */
  readonly tested: readonly number[];
  /** Number of columns that both the filter and the output want. */
  readonly sharedColumns: number;
  /** Whether conditions on one column let null pass, as far as they were asked. */
  readonly nullPasses = new Map<FilterPart, boolean>();
  readonly #fileSchema: Schema;
  readonly #tableSchema: Schema;
  readonly #columns = new Map<readonly number[], TableColumns>();

  /** `output` and `filter` are positions in the table's schema. */
  constructor(fileSchema: Schema, tableSchema: Schema, output: readonly number[], filter: readonly number[]) {
    this.#fileSchema = fileSchema;
    this.#tableSchema = tableSchema;
    const read = (columns: readonly number[]): readonly number[] =>
      mappedFileColumns(mapColumns(fileSchema, tableSchema, columns));
    const [wanted, tested] = [read(output), read(filter)];
    this.sharedColumns = tested.filter((column) => wanted.includes(column)).length;
    this.used = [...new Set([...wanted, ...tested])].sort((a, b) => a - b);
    this.tested = tested.map((column) => this.used.indexOf(column));
    this.output = this.columns(output);
  }

  /** Some of the table's columns that the plan reads; made once for an array. */
  columns(tableColumns: readonly number[]): TableColumns {
    let columns = this.#columns.get(tableColumns);
    if (columns === undefined) {
      columns = new TableColumns(this.#fileSchema, this.#tableSchema, tableColumns, this.used);
      this.#columns.set(tableColumns, columns);
    }
    return columns;
  }
}
