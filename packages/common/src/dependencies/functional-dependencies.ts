/**
 * Which columns determine which others. A dependency says: rows that agree on the source columns agree on the target
 * columns. Keys of tables are where they come from; projections, joins and aggregations carry them along. Planning uses
 * them to allow columns that GROUP BY determines and to drop keys that add nothing.
 */
import type { Constraints } from '../constraints.js';
import type { JoinType } from '../join-type.js';

/** Whether the source columns identify one row, or a set of rows that agree on the targets. */
export type DependencyMode = 'Single' | 'Multi';

/** Source columns determine target columns; when `nullable`, only among rows whose sources are not null. */
export interface FunctionalDependence {
  readonly sourceIndices: readonly number[];
  readonly targetIndices: readonly number[];
  readonly nullable: boolean;
  readonly mode: DependencyMode;
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);

/** The dependencies of a schema. Immutable. */
export class FunctionalDependencies {
  static readonly empty = new FunctionalDependencies([]);
  readonly items: readonly FunctionalDependence[];

  constructor(items: readonly FunctionalDependence[]) {
    this.items = items;
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  /** Keys of a table of `fieldCount` columns determine all of its columns. */
  static fromConstraints(constraints: Constraints | undefined, fieldCount: number): FunctionalDependencies {
    if (constraints === undefined || constraints.isEmpty) return FunctionalDependencies.empty;
    return new FunctionalDependencies(
      constraints.items.map((constraint) => ({
        sourceIndices: constraint.columns,
        targetIndices: range(fieldCount),
        nullable: constraint.kind === 'Unique',
        mode: 'Single',
      })),
    );
  }

  /** All dependencies with this mode. */
  withMode(mode: DependencyMode): FunctionalDependencies {
    return this.isEmpty ? this : new FunctionalDependencies(this.items.map((item) => ({ ...item, mode })));
  }

  /** Both lists, one after the other. */
  concat(other: FunctionalDependencies): FunctionalDependencies {
    if (other.isEmpty) return this;
    return this.isEmpty ? other : new FunctionalDependencies([...this.items, ...other.items]);
  }

  /** Positions moved right by `offset`, as behind the columns of another input. */
  addOffset(offset: number): FunctionalDependencies {
    if (this.isEmpty) return this;
    const shift = (indices: readonly number[]): readonly number[] => indices.map((i) => i + offset);
    return new FunctionalDependencies(
      this.items.map((item) => ({
        ...item,
        sourceIndices: shift(item.sourceIndices),
        targetIndices: shift(item.targetIndices),
      })),
    );
  }

  /** What holds after columns at `projection` are kept, in a result of `outputCount` columns. */
  project(projection: readonly number[], outputCount: number): FunctionalDependencies {
    if (this.isEmpty) return this;
    const relocate = (indices: readonly number[]): readonly number[] =>
      indices.map((i) => projection.indexOf(i)).filter((i) => i >= 0);
    return new FunctionalDependencies(
      this.items.flatMap((item) => {
        const sourceIndices = relocate(item.sourceIndices);
        if (sourceIndices.length !== item.sourceIndices.length) return [];
        const targetIndices = item.mode === 'Single' ? range(outputCount) : relocate(item.targetIndices);
        return [{ ...item, sourceIndices, targetIndices }];
      }),
    );
  }

  /** What holds in the output of a join; `leftColumns` is the number of columns of this, the left input. */
  join(right: FunctionalDependencies, joinType: JoinType, leftColumns: number): FunctionalDependencies {
    switch (joinType) {
      case 'Inner':
      case 'Left':
      case 'Right': {
        const ours = this.withMode('Multi');
        const theirs = right.addOffset(leftColumns).withMode('Multi');
        return (joinType === 'Right' ? ours.downgrade() : ours).concat(
          joinType === 'Left' ? theirs.downgrade() : theirs,
        );
      }
      case 'LeftSemi':
      case 'LeftAnti':
      case 'LeftMark':
        return this;
      case 'RightSemi':
      case 'RightAnti':
      case 'RightMark':
        return right;
      case 'Full':
        return FunctionalDependencies.empty;
    }
  }

  /** Unique sources determine every one of `outputCount` columns, added ones included. */
  extendTargetIndices(outputCount: number): FunctionalDependencies {
    if (this.isEmpty) return this;
    return new FunctionalDependencies(
      this.items.map((item) => (item.mode === 'Single' ? { ...item, targetIndices: range(outputCount) } : item)),
    );
  }

  /** After rows padded with nulls: nullable dependencies no longer hold, the others become nullable. */
  private downgrade(): FunctionalDependencies {
    if (this.isEmpty) return this;
    return new FunctionalDependencies(
      this.items.filter((item) => !item.nullable).map((item) => ({ ...item, nullable: true })),
    );
  }
}
