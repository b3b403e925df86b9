import type { Span } from '@datafusion-ts/common';
import type {
  FunctionArg,
  FunctionArgExpr,
  FunctionArguments,
  FunctionExpr,
  LambdaExpr,
  SetMultiple,
  SetOther,
  SetParenthesized,
  SetTransaction,
} from '../../ast/index.js';

/**
 * A syntax tree node as Rust's `{:?}` prints it, which DataFusion puts into the messages of what it does not support.
 * Exact for identifiers, numbers and texts; other nodes print their kind and members in the same manner.
 */
export function astDebug(value: unknown): string {
  if (value === undefined) return 'None';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(astDebug).join(', ')}]`;
  const node = value as Record<string, unknown>;
  const { kind, span, ...members } = node;
  if (kind === undefined && 'value' in node)
    return identDebug(node as { value: string; quoteStyle?: string; span?: Span });
  if (kind === 'Identifier') return `Identifier(${astDebug(node['ident'])})`;
  if (kind === 'Value')
    return `Value(ValueWithSpan { value: ${astDebug(node['value'])}, span: ${spanDebug((span ?? (node['value'] as { span?: Span }).span) as Span | undefined)} })`;
  if (kind === 'Number') return `Number(${JSON.stringify(node['value'])}, ${String(node['long'])})`;
  if (typeof kind === 'string' && Object.keys(members).length === 1 && typeof node['value'] === 'string')
    return `${kind}(${JSON.stringify(node['value'])})`;
  if (kind === 'CompoundIdentifier') return `CompoundIdentifier(${astDebug(node['parts'])})`;
  if (kind === 'Nested') return `Nested(${astDebug(node['expr'])})`;
  if (kind === 'Function') return functionDebug(node as unknown as FunctionExpr);
  if (kind === 'Lambda') return lambdaDebug(node as unknown as LambdaExpr);
  if (kind === 'AccessMode') return `AccessMode(${String(node['mode'])})`;
  if (kind === 'IsolationLevel') return `IsolationLevel(${String(node['level'])})`;
  if (typeof kind === 'string' && Object.keys(members).length === 0) return kind;
  const inside = Object.entries({ ...OPTIONAL[String(kind)], ...members }).map(
    ([name, member]) => `${snakeCase(name)}: ${name === 'collation' ? objectNameDebug(member) : astDebug(member)}`,
  );
  return `${String(kind ?? '')} { ${inside.join(', ')} }`.trim();
}

function lambdaDebug({ params, many, keyword, body }: LambdaExpr): string {
  const texts = params.map(
    ({ name, dataType }) =>
      `LambdaFunctionParameter { name: ${astDebug(name)}, data_type: ${dataType === undefined ? 'None' : `Some(${astDebug(dataType)})`} }`,
  );
  const parameters = many ? `Many([${texts.join(', ')}])` : `One(${texts.join(', ')})`;
  const syntax = keyword ? 'LambdaKeyword' : 'Arrow';
  return `Lambda(LambdaFunction { params: ${parameters}, body: ${astDebug(body)}, syntax: ${syntax} })`;
}

/** A SET statement that DataFusion does not have, as sqlparser's `Set`. */
export function setDebug(sql: SetParenthesized | SetMultiple | SetTransaction | SetOther): string {
  const some = (value: unknown): string => (value === undefined ? 'None' : `Some(${astDebug(value)})`);
  switch (sql.kind) {
    case 'SetParenthesized':
      return `ParenthesizedAssignments { variables: [${sql.variables.map(objectNameDebug).join(', ')}], values: ${astDebug(sql.values)} }`;
    case 'SetMultiple': {
      const assignments = sql.assignments.map(
        ({ scope, name, value }) =>
          `SetAssignment { scope: ${some(scope)}, name: ${objectNameDebug(name)}, value: ${astDebug(value)} }`,
      );
      return `MultipleAssignments { assignments: [${assignments.join(', ')}] }`;
    }
    case 'SetTransaction':
      return `SetTransaction { modes: ${astDebug(sql.modes)}, snapshot: None, session: ${sql.session} }`;
    case 'SetRole':
      return `SetRole { context_modifier: ${some(sql.scope)}, role_name: ${some(sql.name)} }`;
    case 'SetNames':
      return `SetNames { charset_name: ${astDebug(sql.name)}, collation_name: ${sql.collation === undefined ? 'None' : `Some(${JSON.stringify(sql.collation)})`} }`;
    case 'SetNamesDefault':
      return 'SetNamesDefault';
  }
}

/** A name of several parts. */
export function objectNameDebug(name: unknown): string {
  return Array.isArray(name)
    ? `ObjectName([${name.map((part) => `Identifier(${astDebug(part)})`).join(', ')}])`
    : astDebug(name);
}

/** A call, with the members that are not there. */
export function functionDebug(call: FunctionExpr): string {
  const some = (value: unknown): string => (value === undefined ? 'None' : `Some(${astDebug(value)})`);
  const members = [
    `name: ${objectNameDebug(call.name)}`,
    `uses_odbc_syntax: ${call.usesOdbcSyntax}`,
    `parameters: ${argumentsDebug(call.parameters)}`,
    `args: ${argumentsDebug(call.args)}`,
    `filter: ${some(call.filter)}`,
    `null_treatment: ${some(call.nullTreatment)}`,
    `over: ${some(call.over)}`,
    `within_group: ${astDebug(call.withinGroup)}`,
  ];
  return `Function(Function { ${members.join(', ')} })`;
}

function argumentsDebug(args: FunctionArguments): string {
  if (args.kind === 'NoArguments') return 'None';
  if (args.kind === 'SubqueryArgument') return `Subquery(${astDebug(args.query)})`;
  const duplicates = args.duplicateTreatment === undefined ? 'None' : `Some(${args.duplicateTreatment})`;
  return `List(FunctionArgumentList { duplicate_treatment: ${duplicates}, args: [${args.args.map(functionArgDebug).join(', ')}], clauses: ${astDebug(args.clauses)} })`;
}

/** One argument of a call. */
export function functionArgDebug(arg: FunctionArg): string {
  if (arg.kind === 'Unnamed') return `Unnamed(${argExprDebug(arg.arg)})`;
  return `${arg.kind} { name: ${astDebug(arg.name)}, arg: ${argExprDebug(arg.arg)}, operator: ${arg.operator} }`;
}

function argExprDebug(arg: FunctionArgExpr): string {
  switch (arg.kind) {
    case 'ArgWildcard':
      return 'Wildcard';
    case 'ArgQualifiedWildcard':
      return `QualifiedWildcard(${objectNameDebug(arg.name)})`;
    default:
      return `Expr(${astDebug(arg)})`;
  }
}

/** Members that print as `None` when absent, in their place. */
const OPTIONAL: Readonly<Record<string, Readonly<Record<string, undefined>>>> = {
  Substring: { expr: undefined, substringFrom: undefined, substringFor: undefined, special: undefined },
  IsNormalized: { expr: undefined, form: undefined },
};

function identDebug(ident: { value: string; quoteStyle?: string; span?: Span }): string {
  const quote = ident.quoteStyle === undefined ? 'None' : `Some('${ident.quoteStyle}')`;
  return `Ident { value: ${JSON.stringify(ident.value)}, quote_style: ${quote}, span: ${spanDebug(ident.span)} }`;
}

function spanDebug(span: Span | undefined): string {
  const { start, end } = span ?? { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
  return `Span(Location(${start.line},${start.column})..Location(${end.line},${end.column}))`;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
