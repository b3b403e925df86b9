/** Calls, their arguments and windows as SQL. */
import type {
  FunctionArg,
  FunctionArgExpr,
  FunctionArgOperator,
  FunctionArgumentClause,
  FunctionArguments,
  FunctionExpr,
  WindowFrame,
  WindowFrameBound,
  WindowSpec,
  WindowType,
} from '../ast/index.js';
import { commaList, identToSql, objectNameToSql, valueToSql } from './names.js';
import type { Printer } from './printer.js';
import { wildcardOptionsToSql } from './wildcards.js';

/** The SQL text of a call. */
export function functionToSql(call: FunctionExpr, printer: Printer): string {
  const within =
    call.withinGroup.length === 0 ? '' : ` WITHIN GROUP (ORDER BY ${commaList(call.withinGroup, printer.orderBy)})`;
  const filter = call.filter === undefined ? '' : ` FILTER (WHERE ${printer.expr(call.filter)})`;
  const nulls = call.nullTreatment === undefined ? '' : ` ${nullTreatmentText(call.nullTreatment)}`;
  const over = call.over === undefined ? '' : ` OVER ${windowTypeToSql(call.over, printer)}`;
  const text =
    objectNameToSql(call.name) +
    argumentsToSql(call.parameters, printer) +
    argumentsToSql(call.args, printer) +
    within +
    filter +
    nulls +
    over;
  return call.usesOdbcSyntax ? `{fn ${text}}` : text;
}

function nullTreatmentText(treatment: 'IgnoreNulls' | 'RespectNulls'): string {
  return treatment === 'IgnoreNulls' ? 'IGNORE NULLS' : 'RESPECT NULLS';
}

function argumentsToSql(args: FunctionArguments, printer: Printer): string {
  switch (args.kind) {
    case 'NoArguments':
      return '';
    case 'SubqueryArgument':
      return `(${printer.query(args.query)})`;
    case 'List': {
      const duplicates =
        args.duplicateTreatment === undefined ? '' : args.duplicateTreatment === 'All' ? 'ALL ' : 'DISTINCT ';
      const clauses = args.clauses.map((clause) => ` ${clauseToSql(clause, printer)}`).join('');
      return `(${duplicates}${commaList(args.args, (arg) => functionArgToSql(arg, printer))}${clauses})`;
    }
  }
}

const OPERATORS: Readonly<Record<FunctionArgOperator, string>> = {
  Equals: ' = ',
  RightArrow: ' => ',
  Assignment: ' := ',
  Colon: ' : ',
  Value: ' VALUE ',
};

/** One argument of a call. */
export function functionArgToSql(arg: FunctionArg, printer: Printer): string {
  switch (arg.kind) {
    case 'Unnamed':
      return argExprToSql(arg.arg, printer);
    case 'Named':
      return identToSql(arg.name) + OPERATORS[arg.operator] + argExprToSql(arg.arg, printer);
    case 'ExprNamed':
      return printer.expr(arg.name) + OPERATORS[arg.operator] + argExprToSql(arg.arg, printer);
  }
}

function argExprToSql(arg: FunctionArgExpr, printer: Printer): string {
  switch (arg.kind) {
    case 'ArgQualifiedWildcard':
      return `${objectNameToSql(arg.name)}.*`;
    case 'ArgWildcard':
      return `*${arg.options === undefined ? '' : wildcardOptionsToSql(arg.options, printer)}`;
    default:
      return printer.expr(arg);
  }
}

function clauseToSql(clause: FunctionArgumentClause, printer: Printer): string {
  switch (clause.kind) {
    case 'OrderBy':
      return `ORDER BY ${commaList(clause.exprs, printer.orderBy)}`;
    case 'Limit':
      return `LIMIT ${printer.expr(clause.limit)}`;
    case 'IgnoreOrRespectNulls':
      return nullTreatmentText(clause.nullTreatment);
    case 'HavingBound':
      return `HAVING ${clause.bound.toUpperCase()} ${printer.expr(clause.expr)}`;
    case 'Separator':
      return `SEPARATOR ${valueToSql(clause.value)}`;
    case 'OnOverflow': {
      if (clause.error) return 'ON OVERFLOW ERROR';
      const filler = clause.filler === undefined ? '' : ` ${printer.expr(clause.filler)}`;
      return `ON OVERFLOW TRUNCATE${filler} ${clause.withCount === true ? 'WITH' : 'WITHOUT'} COUNT`;
    }
  }
}

function windowTypeToSql(over: WindowType, printer: Printer): string {
  return over.kind === 'NamedWindowReference' ? identToSql(over.name) : `(${windowSpecToSql(over, printer)})`;
}

/** A window without its parentheses. */
export function windowSpecToSql(spec: WindowSpec, printer: Printer): string {
  const parts: string[] = [];
  if (spec.windowName !== undefined) parts.push(identToSql(spec.windowName));
  if (spec.partitionBy.length > 0) parts.push(`PARTITION BY ${commaList(spec.partitionBy, printer.expr)}`);
  if (spec.orderBy.length > 0) parts.push(`ORDER BY ${commaList(spec.orderBy, printer.orderBy)}`);
  if (spec.windowFrame !== undefined) parts.push(frameToSql(spec.windowFrame, printer));
  return parts.join(' ');
}

function frameToSql(frame: WindowFrame, printer: Printer): string {
  const units = frame.units.toUpperCase();
  const start = boundToSql(frame.startBound, printer);
  return frame.endBound === undefined
    ? `${units} ${start}`
    : `${units} BETWEEN ${start} AND ${boundToSql(frame.endBound, printer)}`;
}

function boundToSql(bound: WindowFrameBound, printer: Printer): string {
  if (bound.kind === 'CurrentRow') return 'CURRENT ROW';
  return `${bound.offset === undefined ? 'UNBOUNDED' : printer.expr(bound.offset)} ${bound.kind.toUpperCase()}`;
}
