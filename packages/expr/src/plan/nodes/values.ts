import {
  type DataType,
  DataTypes,
  DFSchema,
  displayType,
  ExecutionError,
  type Field,
  PlanError,
  sameType,
  ScalarValue,
} from '@datafusion-ts/common';
import { canCast } from '@datafusion-ts/compute';
import { typeUnionResolution } from '@datafusion-ts/expr-common';
import type { Expr } from '../../expr/expr.js';
import { lit } from '../../expr/expr-fn.js';
import { castTo } from '../../schema/cast-to.js';
import { dataTypeOf, metadataOf } from '../../schema/expr-schema.js';
import { metadataKey } from '../../equality/schema-key.js';
import type { Values } from '../logical-plan.js';

/**
 * VALUES: rows of expressions, all of one length. Columns are called `column1`, `column2` …; each has the common type of
 * its values, to which the others are cast.
 */
export function valuesNode(rows: readonly (readonly Expr[])[]): Values {
  const width = checkShape(rows);
  const fields = Array.from({ length: width }, (_, j) => commonField(rows, j));
  return valuesWithFields(rows, fields, DFSchema.empty);
}

/** VALUES whose columns have the types of a schema (of the table they go into). */
export function valuesWithSchema(rows: readonly (readonly Expr[])[], schema: DFSchema): Values {
  checkShape(rows, schema.length);
  const fields = schema.fields.map((target, j) => {
    for (const row of rows) checkCastable(dataTypeOf(row[j]!, schema), target.dataType);
    return { ...target, name: columnName(j) };
  });
  return valuesWithFields(rows, fields, schema);
}

const columnName = (index: number): string => `column${index + 1}`;

function checkShape(rows: readonly (readonly Expr[])[], expected?: number): number {
  const [first] = rows;
  if (first === undefined) throw new PlanError('Values list cannot be empty');
  if (first.length === 0) throw new PlanError('Values list cannot be zero length');
  const width = expected ?? first.length;
  rows.forEach((row, i) => {
    if (row.length === width) return;
    throw new PlanError(
      `Inconsistent data length across values list: got ${row.length} values in row ${i} but expected ${width}`,
    );
  });
  return width;
}

function checkCastable(from: DataType, to: DataType): void {
  if (sameType(from, to) || canCast(from, to)) return;
  throw new ExecutionError(`type mismatch and can't cast to got ${displayType(from)} and ${displayType(to)}`);
}

function commonField(rows: readonly (readonly Expr[])[], j: number): Field {
  let common: DataType | undefined;
  const metadata = metadataOf(rows[0]![j]!, DFSchema.empty);
  rows.forEach((row, i) => {
    const value = row[j]!;
    checkMetadata(metadata, metadataOf(value, DFSchema.empty), i, j);
    const type = dataTypeOf(value, DFSchema.empty);
    if (type.kind !== 'Null') common = common === undefined ? type : unified(common, type, i, j);
  });
  const field = { name: columnName(j), dataType: common ?? DataTypes.Null, nullable: true };
  return metadata.size === 0 ? field : { ...field, metadata };
}

function checkMetadata(
  first: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
  i: number,
  j: number,
): void {
  if (metadataKey(first) === metadataKey(other)) return;
  const text = (m: ReadonlyMap<string, string>): string => `{${[...m].map(([k, v]) => `"${k}": "${v}"`).join(', ')}}`;
  throw new PlanError(
    `Inconsistent metadata across values list at row ${i} column ${j}. Was ${text(first)} but found ${text(other)}`,
  );
}

function unified(previous: DataType, next: DataType, i: number, j: number): DataType {
  const common = typeUnionResolution([previous, next]);
  if (common !== undefined) return common;
  throw new PlanError(
    `Inconsistent data type across values list at row ${i} column ${j}. Was ${displayType(previous)} but found ${displayType(next)}`,
  );
}

function valuesWithFields(rows: readonly (readonly Expr[])[], fields: readonly Field[], schema: DFSchema): Values {
  const typed = rows.map((row) => row.map((value, j) => typedValue(value, fields[j]!.dataType, schema)));
  return { kind: 'Values', schema: DFSchema.fromUnqualifiedFields(fields), rows: typed };
}

/** An untyped NULL takes the column's type instead of a cast. */
function typedValue(value: Expr, type: DataType, schema: DFSchema): Expr {
  if (value.kind === 'Literal' && value.value.dataType.kind === 'Null')
    return lit(ScalarValue.null(type), value.metadata);
  return castTo(value, type, schema);
}
