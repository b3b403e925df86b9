import type { Field } from './data-type.js';

const NO_METADATA: ReadonlyMap<string, string> = new Map();
const NOWHERE: readonly number[] = [];

/** The ordered fields of a batch, table or plan node, without table qualifiers. */
export class Schema {
  readonly fields: readonly Field[];
  readonly metadata: ReadonlyMap<string, string>;
  #positions: Map<string, number | readonly number[]> | undefined;

  constructor(fields: readonly Field[], metadata: ReadonlyMap<string, string> = NO_METADATA) {
    this.fields = fields;
    this.metadata = metadata;
  }

  /** Position of the first field of that name, or -1. */
  indexOf(name: string): number {
    return this.fields.findIndex((f) => f.name === name);
  }

  /** Positions of all fields of that name, ascending. */
  positionsOf(name: string): readonly number[] {
    const known = this.#index().get(name);
    return known === undefined ? NOWHERE : typeof known === 'number' ? [known] : known;
  }

  /** Position of the first field of that name; undefined when there is none. */
  firstPositionOf(name: string): number | undefined {
    const known = (this.#positions ?? this.#index()).get(name);
    return known === undefined || typeof known === 'number' ? known : known[0];
  }

  /** True when no two fields have the same name. */
  get hasDistinctNames(): boolean {
    return this.#index().size === this.fields.length;
  }

  /** Made when it is first asked for: many schemas of plans are never looked into. */
  #index(): Map<string, number | readonly number[]> {
    if (this.#positions !== undefined) return this.#positions;
    const positions = new Map<string, number | readonly number[]>();
    for (let i = 0; i < this.fields.length; i++) {
      const { name } = this.fields[i]!;
      const known = positions.get(name);
      positions.set(name, known === undefined ? i : typeof known === 'number' ? [known, i] : [...known, i]);
    }
    this.#positions = positions;
    return positions;
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
