/** Expressions as SQL. Chains that lean to the left are walked in a loop, so their length costs no stack. */
import type {
  AccessExpr,
  CastExpr,
  CeilFloorExpr,
  DateTimeField,
  Expr,
  IntervalExpr,
  SubstringExpr,
  TrimExpr,
  UnaryOpExpr,
} from '../ast/index.js';
import { dataTypeToSql, structFieldToSql } from './data-types.js';
import { functionToSql } from './functions.js';
import { commaList, identToSql, objectNameToSql, valueToSql } from './names.js';
import { binaryOperatorText, unaryOperatorText } from './operators.js';
import type { Printer } from './printer.js';

/** The SQL text of an expression. */
export function expressionToSql(expr: Expr, printer: Printer): string {
  switch (expr.kind) {
    case 'Identifier':
      return identToSql(expr.ident);
    case 'CompoundIdentifier':
      return objectNameToSql(expr.parts);
    case 'Value':
      return valueToSql(expr.value);
    case 'UnaryOp':
      return unaryToSql(expr, printer);
    case 'Nested':
      return `(${printer.expr(expr.expr)})`;
    case 'Function':
      return functionToSql(expr, printer);
    default:
      return chainToSql(expr, printer) ?? constructToSql(expr, printer) ?? specialToSql(expr, printer);
  }
}

/** What an expression with its operand at the left says behind that operand; nothing for other expressions. */
function spineStep(expr: Expr, printer: Printer): { readonly left: Expr; readonly tail: string } | undefined {
  switch (expr.kind) {
    case 'BinaryOp':
      return { left: expr.left, tail: ` ${binaryOperatorText(expr.op)} ${printer.expr(expr.right)}` };
    case 'Cast':
      return expr.castKind === 'DoubleColon'
        ? { left: expr.expr, tail: `::${dataTypeToSql(expr.dataType)}` }
        : undefined;
    case 'AtTimeZone':
      return { left: expr.timestamp, tail: ` AT TIME ZONE ${printer.expr(expr.timeZone)}` };
    case 'Collate':
      return { left: expr.expr, tail: ` COLLATE ${objectNameToSql(expr.collation)}` };
    default:
      return predicateStep(expr, printer);
  }
}

function chainToSql(expr: Expr, printer: Printer): string | undefined {
  const tails: string[] = [];
  let left = expr;
  for (let step = spineStep(left, printer); step !== undefined; step = spineStep(left, printer)) {
    tails.push(step.tail);
    left = step.left;
  }
  if (tails.length === 0) return undefined;
  tails.push(printer.expr(left));
  return tails.reverse().join('');
}

/** Signs that would be read as one token without a space between them. */
const MERGING = new Set(['--', '~~', '!!', '!~']);

function unaryToSql(expr: UnaryOpExpr, printer: Printer): string {
  const operand = printer.expr(expr.expr);
  const op = unaryOperatorText(expr.op);
  if (expr.op === 'PGPostfixFactorial') return operand + op;
  const glued = expr.op !== 'Not' && !MERGING.has(op + operand.charAt(0));
  return glued ? op + operand : `${op} ${operand}`;
}

function castToSql(expr: CastExpr, printer: Printer): string {
  const inner = printer.expr(expr.expr);
  const type = dataTypeToSql(expr.dataType);
  const word = expr.castKind === 'Cast' ? 'CAST' : expr.castKind === 'TryCast' ? 'TRY_CAST' : 'SAFE_CAST';
  const zone = expr.format?.timezone === undefined ? '' : ` AT TIME ZONE ${valueToSql(expr.format.timezone)}`;
  const format = expr.format === undefined ? '' : ` FORMAT ${valueToSql(expr.format.value)}${zone}`;
  return `${word}(${inner} AS ${type}${expr.array ? ' ARRAY' : ''}${format})`;
}

const TESTS = {
  IsNull: 'IS NULL',
  IsNotNull: 'IS NOT NULL',
  IsTrue: 'IS TRUE',
  IsNotTrue: 'IS NOT TRUE',
  IsFalse: 'IS FALSE',
  IsNotFalse: 'IS NOT FALSE',
  IsUnknown: 'IS UNKNOWN',
  IsNotUnknown: 'IS NOT UNKNOWN',
} as const;

/** Tests and comparisons, which all start with their operand. */
function predicateStep(expr: Expr, printer: Printer): { readonly left: Expr; readonly tail: string } | undefined {
  const not = 'negated' in expr && expr.negated ? 'NOT ' : '';
  switch (expr.kind) {
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsNotTrue':
    case 'IsFalse':
    case 'IsNotFalse':
    case 'IsUnknown':
    case 'IsNotUnknown':
      return { left: expr.expr, tail: ` ${TESTS[expr.kind]}` };
    case 'IsDistinctFrom':
      return { left: expr.left, tail: ` IS DISTINCT FROM ${printer.expr(expr.right)}` };
    case 'IsNotDistinctFrom':
      return { left: expr.left, tail: ` IS NOT DISTINCT FROM ${printer.expr(expr.right)}` };
    case 'IsNormalized':
      return { left: expr.expr, tail: ` IS ${not}${expr.form === undefined ? '' : `${expr.form} `}NORMALIZED` };
    case 'InList':
      return { left: expr.expr, tail: ` ${not}IN (${commaList(expr.list, printer.expr)})` };
    case 'InSubquery':
      return { left: expr.expr, tail: ` ${not}IN (${printer.query(expr.subquery)})` };
    case 'InUnnest':
      return { left: expr.expr, tail: ` ${not}IN UNNEST(${printer.expr(expr.arrayExpr)})` };
    case 'Between':
      return { left: expr.expr, tail: ` ${not}BETWEEN ${printer.expr(expr.low)} AND ${printer.expr(expr.high)}` };
    case 'Like':
    case 'ILike':
    case 'SimilarTo':
      return { left: expr.expr, tail: ` ${not}${likeTail(expr, printer)}` };
    case 'RLike':
      return { left: expr.expr, tail: ` ${not}${expr.regexp ? 'REGEXP' : 'RLIKE'} ${printer.expr(expr.pattern)}` };
    case 'AnyOp':
      return {
        left: expr.left,
        tail: ` ${binaryOperatorText(expr.compareOp)} ${expr.isSome ? 'SOME' : 'ANY'}${quantified(expr.right, printer)}`,
      };
    case 'AllOp':
      return { left: expr.left, tail: ` ${binaryOperatorText(expr.compareOp)} ALL${quantified(expr.right, printer)}` };
    case 'MemberOf':
      return { left: expr.value, tail: ` MEMBER OF(${printer.expr(expr.array)})` };
    default:
      return undefined;
  }
}

function likeTail(expr: Extract<Expr, { kind: 'Like' | 'ILike' | 'SimilarTo' }>, printer: Printer): string {
  const word = expr.kind === 'Like' ? 'LIKE ' : expr.kind === 'ILike' ? 'ILIKE ' : 'SIMILAR TO ';
  const any = expr.kind !== 'SimilarTo' && expr.any ? 'ANY ' : '';
  const escape = expr.escapeChar === undefined ? '' : ` ESCAPE ${valueToSql(expr.escapeChar)}`;
  return `${word}${any}${printer.expr(expr.pattern)}${escape}`;
}

function quantified(right: Expr, printer: Printer): string {
  const text = printer.expr(right);
  return right.kind === 'Subquery' || right.kind === 'Tuple' ? text : `(${text})`;
}

/** Constructors and containers; nothing for other kinds. */
function constructToSql(expr: Expr, printer: Printer): string | undefined {
  switch (expr.kind) {
    case 'CompoundFieldAccess':
      return printer.expr(expr.root) + expr.accessChain.map((access) => accessToSql(access, printer)).join('');
    case 'Subquery':
      return `(${printer.query(expr.query)})`;
    case 'GroupingSets':
      return `GROUPING SETS (${commaList(expr.sets, (set) => `(${commaList(set, printer.expr)})`)})`;
    case 'Cube':
    case 'Rollup':
      return `${expr.kind.toUpperCase()} (${commaList(expr.sets, (set) => groupingSet(set, printer))})`;
    case 'Tuple':
      return `(${commaList(expr.exprs, printer.expr)})`;
    case 'Struct': {
      const fields = expr.fields.length === 0 ? '' : `<${commaList(expr.fields, structFieldToSql)}>`;
      return `STRUCT${fields}(${commaList(expr.values, printer.expr)})`;
    }
    case 'Named':
      return `${printer.expr(expr.expr)} AS ${identToSql(expr.name)}`;
    case 'Dictionary':
      return `{${commaList(expr.fields, (field) => `${identToSql(field.key)}: ${printer.expr(field.value)}`)}}`;
    case 'Map':
      return `MAP {${commaList(expr.entries, (entry) => `${printer.expr(entry.key)}: ${printer.expr(entry.value)}`)}}`;
    case 'Array':
      return `${expr.named ? 'ARRAY' : ''}[${commaList(expr.elem, printer.expr)}]`;
    case 'Case':
      return caseToSql(expr, printer);
    case 'Exists':
      return `${expr.negated ? 'NOT ' : ''}EXISTS (${printer.query(expr.subquery)})`;
    case 'Cast':
      return castToSql(expr, printer);
    case 'Wildcard':
      return '*';
    case 'QualifiedWildcard':
      return `${objectNameToSql(expr.name)}.*`;
    case 'Lambda':
      return lambdaToSql(expr, printer);
    default:
      return undefined;
  }
}

function groupingSet(set: readonly Expr[], printer: Printer): string {
  const list = commaList(set, printer.expr);
  return set.length === 1 ? list : `(${list})`;
}

function accessToSql(access: AccessExpr, printer: Printer): string {
  switch (access.kind) {
    case 'Dot':
      return `.${printer.expr(access.expr)}`;
    case 'Index':
      return `[${printer.expr(access.index)}]`;
    case 'Slice': {
      const lower = access.lowerBound === undefined ? '' : printer.expr(access.lowerBound);
      const upper = access.upperBound === undefined ? '' : printer.expr(access.upperBound);
      const stride = access.stride === undefined ? '' : `:${printer.expr(access.stride)}`;
      return `[${lower}:${upper}${stride}]`;
    }
  }
}

function caseToSql(expr: Extract<Expr, { kind: 'Case' }>, printer: Printer): string {
  const operand = expr.operand === undefined ? '' : ` ${printer.expr(expr.operand)}`;
  const branches = expr.conditions
    .map((branch) => ` WHEN ${printer.expr(branch.condition)} THEN ${printer.expr(branch.result)}`)
    .join('');
  const otherwise = expr.elseResult === undefined ? '' : ` ELSE ${printer.expr(expr.elseResult)}`;
  return `CASE${operand}${branches}${otherwise} END`;
}

function lambdaToSql(expr: Extract<Expr, { kind: 'Lambda' }>, printer: Printer): string {
  const params = commaList(
    expr.params,
    (param) => identToSql(param.name) + (param.dataType === undefined ? '' : ` ${dataTypeToSql(param.dataType)}`),
  );
  const list = expr.many ? `(${params})` : params;
  return expr.keyword ? `lambda ${params} : ${printer.expr(expr.body)}` : `${list} -> ${printer.expr(expr.body)}`;
}

/** Calls with a syntax of their own. */
function specialToSql(expr: Expr, printer: Printer): string {
  switch (expr.kind) {
    case 'Extract':
      return `EXTRACT(${dateTimeFieldToSql(expr.field)}${expr.syntax === 'From' ? ' FROM' : ','} ${printer.expr(expr.expr)})`;
    case 'Ceil':
    case 'Floor':
      return ceilToSql(expr, printer);
    case 'Position':
      return `POSITION(${printer.expr(expr.expr)} IN ${printer.expr(expr.in)})`;
    case 'Substring':
      return substringToSql(expr, printer);
    case 'Trim':
      return trimToSql(expr, printer);
    case 'Overlay': {
      const length = expr.overlayFor === undefined ? '' : ` FOR ${printer.expr(expr.overlayFor)}`;
      return `OVERLAY(${printer.expr(expr.expr)} PLACING ${printer.expr(expr.overlayWhat)} FROM ${printer.expr(expr.overlayFrom)}${length})`;
    }
    case 'Prefixed':
      return `${identToSql(expr.prefix)} ${printer.expr(expr.value)}`;
    case 'TypedString':
      return typedStringToSql(expr);
    case 'Interval':
      return intervalToSql(expr, printer);
    case 'JsonAccess':
      return jsonAccessToSql(expr, printer);
    case 'Convert':
      return convertToSql(expr, printer);
    case 'MatchAgainst':
      return `MATCH (${commaList(expr.columns, objectNameToSql)}) AGAINST (${valueToSql(expr.matchValue)}${expr.modifier === undefined ? '' : ` ${expr.modifier}`})`;
    case 'OuterJoin':
      return `${printer.expr(expr.expr)} (+)`;
    case 'Prior':
      return `PRIOR ${printer.expr(expr.expr)}`;
    default:
      return '';
  }
}

/** The word of a date part: `YEAR`, `TIMEZONE_HOUR`, `WEEK(MONDAY)`, or a custom one as written. */
export function dateTimeFieldToSql(field: DateTimeField): string {
  if (field.kind === 'CustomField') return identToSql(field.name);
  const word =
    field.name.startsWith('Timezone') && field.name !== 'Timezone' ? `TIMEZONE_${field.name.slice(8)}` : field.name;
  return word.toUpperCase() + (field.weekday === undefined ? '' : `(${identToSql(field.weekday)})`);
}

function ceilToSql(expr: CeilFloorExpr, printer: Printer): string {
  const target =
    expr.field !== undefined
      ? ` TO ${dateTimeFieldToSql(expr.field)}`
      : expr.scale !== undefined
        ? `, ${valueToSql(expr.scale)}`
        : '';
  return `${expr.kind.toUpperCase()}(${printer.expr(expr.expr)}${target})`;
}

function substringToSql(expr: SubstringExpr, printer: Printer): string {
  const from =
    expr.substringFrom === undefined ? '' : `${expr.special ? ', ' : ' FROM '}${printer.expr(expr.substringFrom)}`;
  const length =
    expr.substringFor === undefined ? '' : `${expr.special ? ', ' : ' FOR '}${printer.expr(expr.substringFor)}`;
  return `${expr.shorthand ? 'SUBSTR' : 'SUBSTRING'}(${printer.expr(expr.expr)}${from}${length})`;
}

function trimToSql(expr: TrimExpr, printer: Printer): string {
  const where = expr.trimWhere === undefined ? '' : `${expr.trimWhere.toUpperCase()} `;
  const what = expr.trimWhat === undefined ? '' : `${printer.expr(expr.trimWhat)} FROM `;
  const characters = expr.trimCharacters === undefined ? '' : `, ${commaList(expr.trimCharacters, printer.expr)}`;
  return `TRIM(${where}${what}${printer.expr(expr.expr)}${characters})`;
}

function typedStringToSql(expr: Extract<Expr, { kind: 'TypedString' }>): string {
  const value = valueToSql(expr.value);
  if (!expr.usesOdbcSyntax) return `${dataTypeToSql(expr.dataType)} ${value}`;
  const word = expr.dataType.kind === 'Date' ? 'd' : expr.dataType.kind === 'Time' ? 't' : 'ts';
  return `{${word} ${value}}`;
}

function intervalToSql(expr: IntervalExpr, printer: Printer): string {
  let out = `INTERVAL ${printer.expr(expr.value)}`;
  if (expr.leadingField === undefined) return out;
  out += ` ${dateTimeFieldToSql(expr.leadingField)}`;
  const isSecond = expr.leadingField.kind === 'Field' && expr.leadingField.name === 'Second';
  if (isSecond && expr.leadingPrecision !== undefined && expr.fractionalSecondsPrecision !== undefined) {
    return `${out} (${expr.leadingPrecision}, ${expr.fractionalSecondsPrecision})`;
  }
  if (expr.leadingPrecision !== undefined) out += ` (${expr.leadingPrecision})`;
  if (expr.lastField !== undefined) out += ` TO ${dateTimeFieldToSql(expr.lastField)}`;
  if (expr.fractionalSecondsPrecision !== undefined) out += ` (${expr.fractionalSecondsPrecision})`;
  return out;
}

function jsonAccessToSql(expr: Extract<Expr, { kind: 'JsonAccess' }>, printer: Printer): string {
  let out = printer.expr(expr.value);
  expr.path.forEach((step, index) => {
    switch (step.kind) {
      case 'Dot':
        out += (index === 0 ? ':' : '.') + (step.quoted ? `"${step.key.replaceAll('"', '""')}"` : step.key);
        break;
      case 'Bracket':
        out += `[${printer.expr(step.key)}]`;
        break;
      case 'ColonBracket':
        out += `:[${printer.expr(step.key)}]`;
        break;
    }
  });
  return out;
}

function convertToSql(expr: Extract<Expr, { kind: 'Convert' }>, printer: Printer): string {
  const word = expr.isTry ? 'TRY_CONVERT' : 'CONVERT';
  const value = printer.expr(expr.expr);
  const type = expr.dataType === undefined ? undefined : dataTypeToSql(expr.dataType);
  const charset = expr.charset === undefined ? undefined : objectNameToSql(expr.charset);
  if (type === undefined) return `${word}(${value} USING ${charset ?? ''})`;
  if (expr.targetBeforeValue) return `${word}(${type}, ${[value, ...expr.styles.map(printer.expr)].join(', ')})`;
  return `${word}(${value}, ${type}${charset === undefined ? '' : ` CHARACTER SET ${charset}`})`;
}
