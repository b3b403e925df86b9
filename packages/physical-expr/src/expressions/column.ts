import { InternalError, type DataType, type Field, type Schema } from '@datafusion-ts/common';
import type { Arena, Batch, ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** A column of the input, by position; prints as `name@index`. */
export class Column implements PhysicalExpr {
  readonly kind = 'Column';
  readonly name: string;
  readonly index: number;

  constructor(name: string, index: number) {
    this.name = name;
    this.index = index;
  }

  /** The column of that name in a schema. */
  static newWithSchema(name: string, schema: Schema): Column {
    const index = schema.indexOf(name);
    if (index === -1) throw new InternalError(`Unable to get field named "${name}"`);
    return new Column(name, index);
  }

  dataType(input: Schema): DataType {
    return this.returnField(input).dataType;
  }

  nullable(input: Schema): boolean {
    return this.returnField(input).nullable;
  }

  returnField(input: Schema): Field {
    const field = input.fields[this.index];
    if (field === undefined) {
      throw new InternalError(
        `PhysicalExpr Column references column '${this.name}' at index ${this.index} (zero-based) but input schema only has ${input.fields.length} columns: [${input.fields.map((f) => `"${f.name}"`).join(', ')}]`,
      );
    }
    return field;
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    return batch.column(this.index, arena);
  }

  children(): readonly PhysicalExpr[] {
    return [];
  }

  withNewChildren(): PhysicalExpr {
    return this;
  }

  get hash(): number {
    return this.index + 1;
  }

  equals(other: PhysicalExpr): boolean {
    return other instanceof Column && other.index === this.index && other.name === this.name;
  }

  toString(): string {
    return `${this.name}@${this.index}`;
  }

  fmtSql(): string {
    return this.name;
  }
}

/** A column by name. */
export const col = (name: string, schema: Schema): Column => Column.newWithSchema(name, schema);
