import type { Field } from './data-type.js';

/** The ordered fields of a batch, table or plan node, without table qualifiers. */
export class Schema {
  readonly fields: readonly Field[];
  readonly metadata: ReadonlyMap<string, string>;

  constructor(fields: readonly Field[], metadata: ReadonlyMap<string, string> = new Map()) {
    this.fields = fields;
    this.metadata = metadata;
  }

  /** Position of the first field of that name, or -1. */
  indexOf(name: string): number {
    return this.fields.findIndex((f) => f.name === name);
  }

  /** The field at a position; throws a RangeError outside the schema. */
  field(index: number): Field {
    const found = this.fields[index];
    if (found === undefined) throw new RangeError(`field ${index} of ${this.fields.length}`);
    return found;
  }

  /** A schema of the fields at the given positions, in that order. */
  project(indices: readonly number[]): Schema {
    return new Schema(
      indices.map((i) => this.field(i)),
      this.metadata,
    );
  }
}
