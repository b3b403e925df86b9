import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import { ExprTable } from '../utils/expr-table.js';
import { transformExprUp } from '../utils/transform.js';

/** An output column of a projection. */
export interface ProjectionTarget {
  readonly column: PhysicalExpr;
  readonly index: number;
}

const NO_TARGETS: readonly ProjectionTarget[] = [];

interface MappingEntry {
  readonly source: PhysicalExpr;
  readonly targets: ProjectionTarget[];
}

/** Which input expressions a projection computes, and at which output columns they are found. */
export class ProjectionMapping {
  readonly entries: readonly MappingEntry[];
  readonly #bySource: ExprTable<MappingEntry>;

  private constructor(entries: readonly MappingEntry[], bySource: ExprTable<MappingEntry>) {
    this.entries = entries;
    this.#bySource = bySource;
  }

  /** From the expressions of a projection and their output names. */
  static fromProjection(
    exprs: readonly { readonly expr: PhysicalExpr; readonly alias: string }[],
    input: Schema,
  ): ProjectionMapping {
    const entries: MappingEntry[] = [];
    const bySource = new ExprTable<MappingEntry>();
    exprs.forEach(({ expr, alias }, index) => {
      const source = renameColumns(expr, input);
      const target = { column: new Column(alias, index), index };
      const known = bySource.get(source);
      if (known !== undefined) {
        known.targets.push(target);
        return;
      }
      const entry = { source, targets: [target] };
      entries.push(entry);
      bySource.add(source, entry);
    });
    return new ProjectionMapping(entries, bySource);
  }

  /** From the positions of the columns that stay. */
  static fromIndices(indices: readonly number[], input: Schema): ProjectionMapping {
    return ProjectionMapping.fromProjection(
      indices.map((i) => ({ expr: new Column(input.field(i).name, i), alias: input.field(i).name })),
      input,
    );
  }

  /** Output columns holding an input expression. */
  targetsOf(expr: PhysicalExpr): readonly ProjectionTarget[] {
    return this.#bySource.get(expr)?.targets ?? NO_TARGETS;
  }
}

/** Gives columns the names of the input schema, so that equality does not depend on how they were called. */
export function renameColumns(expr: PhysicalExpr, input: Schema): PhysicalExpr {
  if (expr instanceof Column) return renamed(expr, input);
  return transformExprUp(expr, (node) => (node instanceof Column ? renamed(node, input) : node));
}

function renamed(column: Column, input: Schema): Column {
  const name = input.fields[column.index]?.name ?? column.name;
  return name === column.name ? column : new Column(name, column.index);
}
