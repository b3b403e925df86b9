/** Footer statistics of row groups, in the form that pruning asks for. */
import type { ScalarValue, Schema } from '@datafusion-ts/common';
import type { Column } from '@datafusion-ts/physical-expr';
import type { PruningStatistics } from '@datafusion-ts/pruning';
import type { RowGroup } from '../metadata/file-metadata.js';
import type { FileColumns } from '../schema/build-columns.js';
import type { ColumnNode } from '../schema/column-node.js';
import { boundsOf } from '../statistics/chunk-bounds.js';

/** Statistics of some row groups of a file; columns are found by name. */
export class RowGroupStatistics implements PruningStatistics {
  readonly #groups: readonly RowGroup[];
  readonly #schema: Schema;
  readonly #nodes: readonly ColumnNode[];
  /** Bounds that were asked for: a predicate and its opposite ask for the same. */
  readonly #known = new Map<1 | -1, Map<string, readonly (ScalarValue | undefined)[]>>();

  constructor(groups: readonly RowGroup[], { schema, nodes }: FileColumns) {
    this.#groups = groups;
    this.#schema = schema;
    this.#nodes = nodes;
  }

  get containerCount(): number {
    return this.#groups.length;
  }

  minValues(column: Column): readonly (ScalarValue | undefined)[] | undefined {
    return this.#bounds(column, -1);
  }

  maxValues(column: Column): readonly (ScalarValue | undefined)[] | undefined {
    return this.#bounds(column, 1);
  }

  /** A column that the file lacks is all null. */
  nullCounts(column: Column): readonly (number | undefined)[] | undefined {
    const index = this.#schema.indexOf(column.name);
    if (index < 0) return this.rowCounts();
    const node = this.#nodes[index]!;
    if (node.kind !== 'Leaf') return undefined;
    return this.#groups.map(({ columns }) => columns[node.leafIndex]!.statistics?.nullCount);
  }

  rowCounts(): readonly number[] {
    return this.#groups.map(({ rowCount }) => rowCount);
  }

  #bounds(column: Column, sign: 1 | -1): readonly (ScalarValue | undefined)[] | undefined {
    const node = this.#nodes[this.#schema.indexOf(column.name)];
    if (node?.kind !== 'Leaf') return undefined;
    let known = this.#known.get(sign);
    if (known === undefined) this.#known.set(sign, (known = new Map()));
    let values = known.get(column.name);
    if (values === undefined) {
      const chunks = this.#groups.map(({ columns }) => columns[node.leafIndex]!.statistics);
      values = boundsOf(node, chunks, sign).map((bound) => bound?.value);
      known.set(column.name, values);
    }
    return values;
  }
}
