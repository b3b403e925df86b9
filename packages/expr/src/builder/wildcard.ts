import { Column, DFSchema, PlanError, Schema, type TableReference } from '@datafusion-ts/common';
import type { Expr, WildcardOptions } from '../expr/expr.js';
import { alias } from '../expr/expr-fn.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { columnExprsOf } from '../utils/columns.js';
import { usingColumns } from './using-columns.js';

/**
 * What `*` and `t.*` stand for: the columns of the input, without those that EXCLUDE or EXCEPT name and, for `*`,
 * without the repeated keys of USING joins (the first relation's by name is kept). REPLACE keeps position and name.
 */

/** The columns of `*`. */
export function expandWildcard(schema: DFSchema, plan: LogicalPlan, options: WildcardOptions = {}): readonly Expr[] {
  return replaced(
    keptColumns(schema, [...repeatedUsingColumns(plan), ...excludedColumns(options, schema, undefined)]),
    options,
  );
}

/** The columns of `qualifier.*`; throws a PlanError when no column has that qualifier. */
export function expandQualifiedWildcard(
  qualifier: TableReference,
  schema: DFSchema,
  options: WildcardOptions = {},
): readonly Expr[] {
  const indices = schema.fieldIndicesWithQualified(qualifier);
  if (indices.length === 0) throw new PlanError(`Invalid qualifier ${qualifier.toString()}`);
  const fields = new Schema(
    indices.map((i) => schema.field(i)),
    schema.metadata,
  );
  const own = DFSchema.fromQualifiedSchema(qualifier, fields);
  return replaced(keptColumns(own, excludedColumns(options, schema, qualifier)), options);
}

function keptColumns(schema: DFSchema, skipped: readonly Column[]): readonly Expr[] {
  const exprs = columnExprsOf(schema);
  if (skipped.length === 0) return exprs;
  const keys = new Set(skipped.map((c) => c.key));
  return exprs.filter((e) => e.kind !== 'Column' || !keys.has(e.column.key));
}

/** Of each USING join's keys of one name, all but the first in the order of their relations' names. */
function repeatedUsingColumns(plan: LogicalPlan): readonly Column[] {
  return usingColumns(plan).flatMap((columns) => {
    const seen = new Set<string>();
    return columns.toSorted(compareColumns).filter((column) => {
      if (seen.has(column.name)) return true;
      seen.add(column.name);
      return false;
    });
  });
}

/** Unqualified before qualified, then by relation and name. */
function compareColumns(a: Column, b: Column): number {
  const [x, y] = [relationParts(a), relationParts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    if (x[i] !== y[i]) return (x[i] ?? '') < (y[i] ?? '') ? -1 : 1;
  }
  return 0;
}

/** Shorter references order before longer ones. */
function relationParts({ relation, name }: Column): readonly string[] {
  if (relation === undefined) return ['0', name];
  const parts = relation.toParts();
  return [String(parts.length), ...parts, name];
}

function excludedColumns(
  options: WildcardOptions,
  schema: DFSchema,
  qualifier: TableReference | undefined,
): readonly Column[] {
  const names = [...(options.exclude ?? []), ...(options.except ?? [])];
  if (new Set(names).size !== names.length) throw new PlanError('EXCLUDE or EXCEPT contains duplicate column names');
  return names.map((name) => {
    const found = schema.qualifiedFieldWithName(qualifier, name);
    return new Column(found.qualifier, found.field.name);
  });
}

function replaced(exprs: readonly Expr[], { replace }: WildcardOptions): readonly Expr[] {
  if (replace === undefined) return exprs;
  return exprs.map((expr) => {
    const found = expr.kind === 'Column' ? replace.find((r) => r.name === expr.column.name) : undefined;
    return found === undefined ? expr : alias(found.expr, found.name);
  });
}
