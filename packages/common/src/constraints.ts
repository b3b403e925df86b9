/** A table's promise that no two rows agree on some columns (positions); primary keys are not null either. */
export type Constraint =
  | { readonly kind: 'PrimaryKey'; readonly columns: readonly number[] }
  | { readonly kind: 'Unique'; readonly columns: readonly number[] };

/** The constraints of a table. Immutable. */
export class Constraints {
  static readonly empty = new Constraints([]);
  readonly items: readonly Constraint[];

  constructor(items: readonly Constraint[]) {
    this.items = items;
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  /**
   * The constraints that survive keeping only the columns at `projection`, with positions moved; undefined when none
   * does.
   */
  project(projection: readonly number[]): Constraints | undefined {
    const kept = this.items.flatMap((item): Constraint[] => {
      const columns = item.columns.map((column) => projection.indexOf(column));
      return columns.includes(-1) ? [] : [{ kind: item.kind, columns }];
    });
    return kept.length === 0 ? undefined : new Constraints(kept);
  }

  /** As EXPLAIN prints: `constraints=[PrimaryKey([0])]`, nothing when there are none. */
  toString(): string {
    if (this.isEmpty) return '';
    return `constraints=[${this.items.map((item) => `${item.kind}([${item.columns.join(', ')}])`).join(', ')}]`;
  }
}
