import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import { Literal } from '../expressions/literal.js';
import { ScalarFunctionExpr } from '../expressions/scalar-function.js';
import { ExprTable } from '../utils/expr-table.js';
import { transformExprUp } from '../utils/transform.js';

/** An output column of a projection, or a field of one. */
export interface ProjectionTarget {
  readonly column: PhysicalExpr;
  /** The output column's position; undefined for a field. */
  readonly index: number | undefined;
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
    const add = (source: PhysicalExpr, target: ProjectionTarget): void => {
      const known = bySource.get(source);
      if (known !== undefined) {
        known.targets.push(target);
        return;
      }
      const entry = { source, targets: [target] };
      entries.push(entry);
      bySource.add(source, entry);
    };
    const sources = exprs.map(({ expr }) => renameColumns(expr, input));
    const columns = exprs.map(({ alias }, index) => new Column(alias, index));
    sources.forEach((source, index) => add(source, { column: columns[index]!, index }));
    // After all columns: a column stands for an expression rather than a field does.
    sources.forEach((source, index) => {
      for (const { value, field } of fieldsOf(source, columns[index]!)) add(value, { column: field, index: undefined });
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

/** The fields of a struct that a projection makes, each with the expression that is its value. */
function fieldsOf(struct: PhysicalExpr, column: Column): readonly { value: PhysicalExpr; field: PhysicalExpr }[] {
  if (!(struct instanceof ScalarFunctionExpr)) return [];
  const { func, args, config } = struct;
  const made = func.structFields?.(args.map((arg) => arg.literal));
  const type = struct.dataType();
  if (made === undefined || type.kind !== 'Struct') return [];
  return made.fields.flatMap(({ key, argument }, i) => {
    const value = args[argument]!;
    const field = new ScalarFunctionExpr(made.accessor, [column, new Literal(key)], type.fields[i]!, config);
    return value.literal === undefined ? [{ value, field }] : [];
  });
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
