import {
  Column,
  type DFSchema,
  displayType,
  PlanError,
  type QualifiedField,
  sameType,
  ScalarValue,
} from '@datafusion-ts/common';
import { alias, columnExpr, lit } from '../../expr/expr-fn.js';
import type { LogicalPlan, Union } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { projection } from './projection.js';
import { checkedSchema } from './checked-schema.js';

/**
 * UNION ALL. The columns take their names from the first input, without qualifiers, and are nullable when any input's
 * are. Types may still differ: type coercion casts the inputs to a common type.
 */
export function unionNode(inputs: readonly LogicalPlan[]): Union {
  return { kind: 'Union', inputs, schema: schemaByPosition(inputs, true) };
}

/** UNION ALL of inputs whose column types must already agree; throws a PlanError otherwise. */
export function unionStrict(inputs: readonly LogicalPlan[]): Union {
  return { kind: 'Union', inputs, schema: schemaByPosition(inputs, false) };
}

/** UNION ALL BY NAME: columns are matched by name; one that an input lacks is NULL there. */
export function unionByName(inputs: readonly LogicalPlan[]): Union {
  checkCount(inputs);
  const schema = schemaByName(inputs);
  return { kind: 'Union', inputs: inputs.map((input) => arranged(input, schema)), schema };
}

function checkCount(inputs: readonly LogicalPlan[]): void {
  if (inputs.length < 2) throw new PlanError('UNION requires at least two inputs');
}

function schemaByPosition(inputs: readonly LogicalPlan[], looseTypes: boolean): DFSchema {
  checkCount(inputs);
  const schemas = inputs.map(schemaOf);
  const [first] = schemas as [DFSchema];
  const other = schemas.find((s) => s.length !== first.length);
  if (other !== undefined) {
    throw new PlanError(
      `UNION queries have different number of columns: left has ${first.length} columns whereas right has ${other.length} columns`,
    );
  }
  const name = uniqueNames();
  const fields = first.fields.map((field, i) => {
    if (!looseTypes) checkSameTypes(schemas, i);
    const fieldMetadata = commonMetadata(schemas.map((s) => s.field(i).metadata));
    const nullable = schemas.some((s) => s.field(i).nullable);
    return unqualified(name(field.name), field.dataType, nullable, fieldMetadata);
  });
  return checkedSchema(fields, commonMetadata(schemas.map((s) => s.metadata)));
}

/** Numbers repeated names: `a`, `a_1`, `a_2`. */
function uniqueNames(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = counts.get(name);
    counts.set(name, (count ?? -1) + 1);
    return count === undefined ? name : `${name}_${count + 1}`;
  };
}

function checkSameTypes(schemas: readonly DFSchema[], i: number): void {
  const [first] = schemas as [DFSchema];
  const type = first.field(i).dataType;
  const other = schemas.find((s) => !sameType(s.field(i).dataType, type));
  if (other === undefined) return;
  throw new PlanError(
    `UNION field ${i} have different type in inputs: left has ${displayType(type)} whereas right has ${displayType(other.field(i).dataType)}`,
  );
}

function unqualified(
  name: string,
  dataType: QualifiedField['field']['dataType'],
  nullable: boolean,
  metadata: ReadonlyMap<string, string>,
): QualifiedField {
  const field = metadata.size === 0 ? { name, dataType, nullable } : { name, dataType, nullable, metadata };
  return { qualifier: undefined, field };
}

/** The entries that all inputs agree on. */
function commonMetadata(all: readonly (ReadonlyMap<string, string> | undefined)[]): ReadonlyMap<string, string> {
  const [first, ...others] = all;
  return new Map([...(first ?? [])].filter(([key, value]) => others.every((m) => m?.get(key) === value)));
}

function schemaByName(inputs: readonly LogicalPlan[]): DFSchema {
  const schemas = inputs.map(schemaOf);
  const names = [...new Set(schemas.flatMap((s) => s.fields.map((f) => f.name)))];
  const fields = names.map((name) => {
    const found = schemas.flatMap((s) => s.fields.filter((f) => f.name === name));
    const nullable = found.length < inputs.length || found.some((f) => f.nullable);
    return unqualified(name, found[0]!.dataType, nullable, commonMetadata(found.map((f) => f.metadata)));
  });
  return checkedSchema(fields, commonMetadata(schemas.map((s) => s.metadata)));
}

/** An input with the columns of the union in their order. */
function arranged(input: LogicalPlan, schema: DFSchema): LogicalPlan {
  const own = schemaOf(input);
  return projection(
    schema.fields.map(({ name }) =>
      own.hasColumnWithUnqualifiedName(name)
        ? columnExpr(Column.unqualified(name))
        : alias(lit(ScalarValue.null()), name),
    ),
    input,
  );
}
