import {
  Column,
  type DFSchema,
  type Field,
  NotImplementedError,
  PlanError,
  type Span,
  TableReference,
} from '@datafusion-ts/common';
import { columnExpr, type Expr, makeExpr, outerRef } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';

/**
 * Names in expressions. A name is looked for among the columns at hand, then among those of enclosing queries from the inside
 * out (an outer reference). In `a.b.c` the longest prefix that is a column wins; what remains are names of nested fields.
 * A name found nowhere stays a plain column, so that the caller reports it against the right schema.
 */

/** Most parts a column can have: catalog, schema, table, column. */
const MAX_COLUMN_PARTS = 4;
/** The qualifier of relations that have no name. */
const UNNAMED_TABLE = '?table?';

/** A bare name. */
export function identifierToExpr(planner: Planner, ident: ast.Ident, schema: DFSchema, context: PlannerContext): Expr {
  if (ident.value.startsWith('@')) return variable(planner, [ident.value]);
  const name = planner.normalize(ident);
  const lambda = lambdaParameter(name, context);
  if (lambda !== undefined) return lambda;
  const found = findUnqualified(schema, name);
  if (found !== undefined) return columnOf(planner, found.qualifier, name, ident.span);
  for (const outer of [...context.outerQuerySchemas].reverse()) {
    const match = findUnqualified(outer, name);
    if (match !== undefined) return outerRef(match.field, new Column(match.qualifier, match.field.name));
  }
  return columnOf(planner, undefined, name, ident.span);
}

/** A parameter of an enclosing lambda of that name. */
function lambdaParameter(name: string, context: PlannerContext): Expr | undefined {
  for (const parameters of [...context.lambdaParameters].reverse()) {
    if (!parameters.has(name)) continue;
    const field = parameters.get(name);
    return makeExpr(field === undefined ? { kind: 'LambdaVariable', name } : { kind: 'LambdaVariable', name, field });
  }
  return undefined;
}

/** `@name` and `@@name`. */
function variable(planner: Planner, names: readonly string[]): Expr {
  const field = planner.context.getVariableField?.(names);
  if (field === undefined)
    throw new PlanError(`variable [${names.map((n) => JSON.stringify(n)).join(', ')}] has no type information`);
  return makeExpr({ kind: 'ScalarVariable', field, names });
}

function columnOf(planner: Planner, qualifier: TableReference | undefined, name: string, span: Span | undefined): Expr {
  const relation = qualifier?.table === UNNAMED_TABLE ? undefined : qualifier;
  return columnExpr(planner.options.collectSpans ? new Column(relation, name, span) : new Column(relation, name));
}

function findUnqualified(
  schema: DFSchema,
  name: string,
): { readonly qualifier: TableReference | undefined; readonly field: Field } | undefined {
  const matches = schema.qualifiedFieldsWithUnqualifiedName(name);
  if (matches.length <= 1) return matches[0];
  const plain = matches.filter((match) => match.qualifier === undefined);
  return plain.length === 1 ? plain[0] : undefined;
}

/** A dotted name: a qualified column, a field inside a column, or an outer reference. */
export function compoundIdentifierToExpr(
  planner: Planner,
  parts: readonly ast.Ident[],
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const names = parts.map((part) => planner.normalize(part));
  if (names[0]!.startsWith('@')) return variable(planner, names);
  const parameter = lambdaParameter(names[0]!, context);
  if (parameter !== undefined) return nestedAccess(planner, parameter, names.slice(1), schema);
  const found = searchSchema(names, schema);
  if (found === undefined) return outerCompound(names, planner, context);
  if (found.nested.length > 0) return nestedField(planner, found, names);
  return columnOf(planner, found.qualifier, found.field.name, spanOf(parts));
}

interface Found {
  readonly field: Field;
  readonly qualifier: TableReference | undefined;
  /** Names of nested fields left over. */
  readonly nested: readonly string[];
}

/** The column the longest possible prefix names. */
function searchSchema(names: readonly string[], schema: DFSchema): Found | undefined {
  for (let used = Math.min(names.length, MAX_COLUMN_PARTS); used >= 1; used--) {
    const qualifier = TableReference.fromParts(names.slice(0, used - 1));
    const found =
      qualifier === undefined ? findUnqualified(schema, names[0]!) : findQualified(schema, qualifier, names[used - 1]!);
    if (found !== undefined) return { ...found, nested: names.slice(used) };
  }
  return undefined;
}

function findQualified(schema: DFSchema, qualifier: TableReference, name: string): Omit<Found, 'nested'> | undefined {
  const index = schema.indexOfColumnByName(qualifier, name);
  return index === undefined ? undefined : schema.qualifiedField(index);
}

function nestedField(planner: Planner, found: Found, names: readonly string[]): Expr {
  for (const hook of planner.context.getExprPlanners()) {
    const answer = hook.planCompoundIdentifier?.(found.field, found.qualifier, found.nested);
    if (answer?.kind === 'planned') return answer.expr;
  }
  throw new PlanError(`could not parse compound identifier from [${names.map((n) => JSON.stringify(n)).join(', ')}]`);
}

/** Fields of a value by name, one after the other. */
function nestedAccess(planner: Planner, root: Expr, names: readonly string[], schema: DFSchema): Expr {
  let result = root;
  for (const name of names) {
    let next: Expr | undefined;
    for (const hook of planner.context.getExprPlanners()) {
      const answer = hook.planFieldAccess?.({ expr: result, access: { kind: 'NamedStructField', name } }, schema);
      if (answer?.kind === 'planned') next ??= answer.expr;
    }
    if (next === undefined) throw new PlanError(`could not parse compound identifier from ${JSON.stringify(names)}`);
    result = next;
  }
  return result;
}

function outerCompound(names: readonly string[], planner: Planner, context: PlannerContext): Expr {
  if (names.length > MAX_COLUMN_PARTS)
    throw new NotImplementedError(`compound identifier: [${names.map((n) => JSON.stringify(n)).join(', ')}]`);
  for (const outer of [...context.outerQuerySchemas].reverse()) {
    const found = searchSchema(names, outer);
    if (found === undefined) continue;
    const column = new Column(found.qualifier, found.field.name);
    if (found.nested.length > 0) {
      throw new NotImplementedError(
        `Nested identifiers are not yet supported for OuterReferenceColumn ${column.quotedFlatName()}`,
      );
    }
    return outerRef(found.field, column);
  }
  return columnOf(planner, TableReference.fromParts(names.slice(0, -1)), names.at(-1)!, undefined);
}

/** From the first part to the last. */
function spanOf(parts: readonly ast.Ident[]): Span | undefined {
  const start = parts[0]?.span?.start;
  const end = parts.at(-1)?.span?.end;
  return start === undefined || end === undefined ? undefined : { start, end };
}
