import {
  assertNever,
  DataTypes,
  type DataType,
  type DFSchema,
  type Field,
  NotImplementedError,
  PlanError,
  type TableReference,
} from '@datafusion-ts/common';
import { getResultType } from '@datafusion-ts/expr-common';
import { schemaName } from '../display/schema-name.js';
import type { Expr, ExprOf } from '../expr/expr.js';
import { factsOf } from '../expr/expr-object.js';
import { schemaOf } from '../plan/schema-of.js';
import { answerSpine } from '../utils/spine.js';
import { aggregateField, higherOrderField, scalarFunctionField, windowField } from './call-field.js';
import { caseNullable } from './case-nullability.js';

/**
 * Types of expressions over the columns of a schema. An expression remembers the last answer, because rules ask for the
 * same nodes again and again.
 */

/** What an expression gives, apart from its name. */
export interface ExprType {
  readonly dataType: DataType;
  readonly nullable: boolean;
  readonly metadata?: ReadonlyMap<string, string>;
}

/** A column of a projection: the relation it is found under and its field. */
export interface QualifiedExprField {
  readonly qualifier: TableReference | undefined;
  readonly field: Field;
}

/** Type of an expression's values. Throws the planner's error when it has none. */
export function dataTypeOf(expr: Expr, schema: DFSchema): DataType {
  return exprTypeOf(expr, schema).dataType;
}

/** False when the expression is never NULL. */
export function nullableOf(expr: Expr, schema: DFSchema): boolean {
  return exprTypeOf(expr, schema).nullable;
}

/** Field metadata that goes with the expression's values. */
export function metadataOf(expr: Expr, schema: DFSchema): ReadonlyMap<string, string> {
  return exprTypeOf(expr, schema).metadata ?? NO_METADATA;
}

/** The field an expression gives, under the name it has as a result column. */
export function toField(expr: Expr, schema: DFSchema): Field {
  const name = expr.kind === 'Column' ? expr.column.name : expr.kind === 'Alias' ? expr.name : schemaName(expr);
  const type = exprTypeOf(expr, schema);
  const field = { name, dataType: type.dataType, nullable: type.nullable };
  return type.metadata === undefined || type.metadata.size === 0 ? field : { ...field, metadata: type.metadata };
}

/** {@link toField} with the relation: columns and aliases keep theirs, anything else has none. */
export function toQualifiedField(expr: Expr, schema: DFSchema): QualifiedExprField {
  return { qualifier: qualifierOf(expr), field: toField(expr, schema) };
}

/** The relation a result column is found under. */
export function qualifierOf(expr: Expr): TableReference | undefined {
  if (expr.kind === 'Column') return expr.column.relation;
  return expr.kind === 'Alias' ? expr.relation : undefined;
}

/** Type, nullability and metadata of an expression. */
export function exprTypeOf(expr: Expr, schema: DFSchema): ExprType {
  if (expr.kind === 'Column') return schema.fieldFromColumn(expr.column);
  const facts = factsOf(expr);
  if (facts.typeSchema === schema) return facts.type as ExprType;
  answerSpine(
    expr,
    (node) => factsOf(node).typeSchema === schema,
    (node) => exprTypeOf(node, schema),
  );
  const type = computeType(expr, schema);
  facts.typeSchema = schema;
  facts.type = type;
  return type;
}

const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** The most list items looked at before IN is simply taken for nullable. */
const INSPECTED_ITEMS = 6;

function withMetadata(
  dataType: DataType,
  nullable: boolean,
  metadata: ReadonlyMap<string, string> | undefined,
): ExprType {
  return metadata === undefined || metadata.size === 0 ? { dataType, nullable } : { dataType, nullable, metadata };
}

const typeOfField = (field: Field): ExprType => withMetadata(field.dataType, field.nullable, field.metadata);

function computeType(expr: Expr, schema: DFSchema): ExprType {
  const nullable = (e: Expr): boolean => nullableOf(e, schema);
  const predicate = (...operands: readonly Expr[]): ExprType => {
    operands.forEach((e) => exprTypeOf(e, schema));
    return { dataType: DataTypes.Boolean, nullable: operands.some(nullable) };
  };
  switch (expr.kind) {
    case 'Alias':
      return aliasType(expr, schema);
    case 'Column':
      return schema.fieldFromColumn(expr.column);
    case 'OuterReferenceColumn':
    case 'ScalarVariable':
      return typeOfField(expr.field);
    case 'Literal':
      return withMetadata(expr.value.dataType, expr.value.isNull, expr.metadata);
    case 'BinaryExpr':
      return binaryExprType(expr, schema);
    case 'Like':
    case 'SimilarTo':
      return predicate(expr.expr, expr.pattern);
    case 'Not':
      return predicate(expr.expr);
    case 'IsNotNull':
    case 'IsNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
    case 'Exists':
      return { dataType: DataTypes.Boolean, nullable: false };
    case 'Negative':
      return withMetadata(dataTypeOf(expr.expr, schema), nullable(expr.expr), undefined);
    case 'Between':
      return predicate(expr.expr, expr.low, expr.high);
    case 'Case':
      return { dataType: caseType(expr, schema), nullable: caseNullable(expr, nullable) };
    case 'Cast':
      return castType(expr, schema, nullable(expr.expr));
    case 'TryCast':
      return castType(expr, schema, true);
    case 'ScalarFunction': {
      const literals = expr.args.map((arg) => (arg.kind === 'Literal' ? arg.value : undefined));
      return typeOfField(scalarFunctionField(expr.func, fieldsOf(expr.args, schema), literals));
    }
    case 'AggregateFunction':
      return typeOfField(aggregateField(expr.func, fieldsOf(expr.args, schema)));
    case 'WindowFunction':
      return typeOfField(windowField(expr.func, fieldsOf(expr.args, schema), schemaName(expr)));
    case 'HigherOrderFunction':
      return typeOfField(higherOrderField(expr.func, fieldsOf(expr.args, schema)));
    case 'Lambda':
      return exprTypeOf(expr.body, schema);
    case 'LambdaVariable':
      if (expr.field === undefined) throw new PlanError(`Unresolved LambdaVariable ${expr.name}`);
      return typeOfField(expr.field);
    case 'InList':
      return { dataType: DataTypes.Boolean, nullable: inListNullable(expr, nullable) };
    case 'InSubquery':
      return { dataType: DataTypes.Boolean, nullable: nullable(expr.expr) };
    case 'SetComparison':
      return { dataType: DataTypes.Boolean, nullable: true };
    case 'ScalarSubquery':
      return typeOfField(schemaOf(expr.subquery.subquery).field(0));
    case 'Wildcard':
      return { dataType: DataTypes.Null, nullable: false };
    case 'GroupingSet':
      return { dataType: DataTypes.Null, nullable: true };
    case 'Placeholder':
      return expr.field === undefined ? { dataType: DataTypes.Null, nullable: true } : typeOfField(expr.field);
    case 'Unnest':
      return { dataType: unnestedType(dataTypeOf(expr.expr, schema)), nullable: true };
    default:
      return assertNever(expr);
  }
}

const fieldsOf = (exprs: readonly Expr[], schema: DFSchema): Field[] => exprs.map((e) => toField(e, schema));

function aliasType(expr: ExprOf<'Alias'>, schema: DFSchema): ExprType {
  const inner = exprTypeOf(expr.expr, schema);
  if (expr.metadata === undefined || expr.metadata.size === 0) return inner;
  return withMetadata(inner.dataType, inner.nullable, new Map([...(inner.metadata ?? NO_METADATA), ...expr.metadata]));
}

function binaryExprType(expr: ExprOf<'BinaryExpr'>, schema: DFSchema): ExprType {
  const left = exprTypeOf(expr.left, schema);
  const right = exprTypeOf(expr.right, schema);
  return { dataType: getResultType(left.dataType, expr.op, right.dataType), nullable: left.nullable || right.nullable };
}

/** The type of the first branch that is not an untyped NULL. */
function caseType(expr: ExprOf<'Case'>, schema: DFSchema): DataType {
  for (const { then } of expr.whenThen) {
    const type = dataTypeOf(then, schema);
    if (type.kind !== 'Null') return type;
  }
  return expr.elseExpr === undefined ? DataTypes.Null : dataTypeOf(expr.elseExpr, schema);
}

/** Metadata of the operand stays unless the cast names a field of its own. */
function castType(expr: ExprOf<'Cast' | 'TryCast'>, schema: DFSchema, nullable: boolean): ExprType {
  const metadata = expr.field?.metadata ?? metadataOf(expr.expr, schema);
  return withMetadata(expr.dataType, nullable, metadata);
}

function inListNullable(expr: ExprOf<'InList'>, nullable: (expr: Expr) => boolean): boolean {
  const items = [expr.expr, ...expr.list];
  return items.slice(0, INSPECTED_ITEMS).some(nullable) || items.length > INSPECTED_ITEMS;
}

/** What unnesting a value of a type gives; structs are spread over columns elsewhere. */
function unnestedType(type: DataType): DataType {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return type.field.dataType;
    case 'Struct':
      return type;
    case 'Null':
      throw new NotImplementedError('unnest() does not support null yet');
    default:
      throw new PlanError('unnest() can only be applied to array, struct and null');
  }
}
