/**
 * What is known of the type of a value from those seen so far.
 *
 * Scalars gather their types: integers and floats make Float64, any other mixture text. A column with scalars and lists of
 * scalars is a list. Objects and scalars do not mix.
 */
import { ArrowError, DataTypes, displayType, field, type DataType, type Field } from '@datafusion-ts/common';
import { debugJson, type JsonValue } from './json-value.js';

export type InferredType =
  | { readonly kind: 'any' }
  | { readonly kind: 'scalar'; readonly types: ReadonlySet<ScalarType> }
  | { readonly kind: 'array'; readonly element: InferredType }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, InferredType> };

type ScalarType = 'Boolean' | 'Int64' | 'Float64' | 'Utf8';

const ANY: InferredType = { kind: 'any' };

/** The type of an object's fields. */
export type InferredFields = ReadonlyMap<string, InferredType>;

const mistake = (message: string): ArrowError => new ArrowError('Json error', message);

/** Adds the fields of one more object to those of others. */
export function mergeObject(known: InferredFields, entries: ReadonlyMap<string, JsonValue>): InferredFields {
  const fields = new Map(known);
  for (const [key, value] of entries) fields.set(key, addValue(fields.get(key) ?? ANY, value));
  return fields;
}

/** The type of a field with one more value. */
function addValue(known: InferredType, value: JsonValue): InferredType {
  switch (value.kind) {
    case 'null':
      return known;
    case 'array':
      return addArray(known, elementType(value.items));
    case 'object':
      if (known.kind === 'any') return { kind: 'object', fields: mergeObject(new Map(), value.entries) };
      if (known.kind !== 'object') throw mistake(`Expected object json type, found: ${debugType(known)}`);
      return { kind: 'object', fields: mergeObject(known.fields, value.entries) };
    case 'bool':
    case 'number':
    case 'string':
      return addScalar(known, scalarOf(value));
  }
}

function addArray(known: InferredType, element: InferredType): InferredType {
  switch (known.kind) {
    case 'any':
      return { kind: 'array', element };
    case 'array':
      return { kind: 'array', element: merge(known.element, element) };
    case 'scalar':
      return { kind: 'array', element: merge(known, element) };
    case 'object':
      throw mistake(`Expected array json type, found: ${debugType(known)}`);
  }
}

function addScalar(known: InferredType, scalar: InferredType): InferredType {
  switch (known.kind) {
    case 'any':
      return scalar;
    case 'scalar':
      return merge(known, scalar);
    case 'array':
      return { kind: 'array', element: merge(known.element, scalar) };
    case 'object':
      throw mistake(`Expected scalar or scalar array JSON type, found: ${debugType(known)}`);
  }
}

function scalarOf(value: JsonValue & { readonly kind: 'bool' | 'number' | 'string' }): InferredType {
  const type =
    value.kind === 'bool' ? 'Boolean' : value.kind === 'string' ? 'Utf8' : value.isInt64 ? 'Int64' : 'Float64';
  return { kind: 'scalar', types: new Set([type]) };
}

/** The common type of a list's elements; the first says of which shape they must be. */
function elementType(items: readonly JsonValue[]): InferredType {
  const first = items[0];
  if (first === undefined) return ANY;
  if (first.kind === 'array') return nestedElements(items);
  if (first.kind === 'object') return structElements(items);
  let type: InferredType = { kind: 'scalar', types: new Set() };
  for (const item of items) {
    if (item.kind === 'null') continue;
    if (item.kind === 'array' || item.kind === 'object')
      throw mistake(`Expected scalar value for scalar array, got: ${debugJson(item)}`);
    type = merge(type, scalarOf(item));
  }
  return type;
}

function nestedElements(items: readonly JsonValue[]): InferredType {
  let element = ANY;
  for (const item of items) {
    if (item.kind !== 'array') throw mistake(`Got non array element in nested array: ${debugJson(item)}`);
    element = merge(element, elementType(item.items));
  }
  return { kind: 'array', element };
}

function structElements(items: readonly JsonValue[]): InferredType {
  let fields: InferredFields = new Map();
  for (const item of items) {
    if (item.kind !== 'object') throw mistake(`Expected struct value for struct array, got: ${debugJson(item)}`);
    fields = mergeObject(fields, item.entries);
  }
  return { kind: 'object', fields };
}

function merge(a: InferredType, b: InferredType): InferredType {
  if (a.kind === 'any') return b;
  if (b.kind === 'any') return a;
  if (a.kind === 'scalar' && b.kind === 'scalar') return { kind: 'scalar', types: new Set([...a.types, ...b.types]) };
  if (a.kind === 'array' && b.kind === 'array') return { kind: 'array', element: merge(a.element, b.element) };
  if (a.kind === 'array' && b.kind === 'scalar') return { kind: 'array', element: merge(a.element, b) };
  if (a.kind === 'scalar' && b.kind === 'array') return { kind: 'array', element: merge(b.element, a) };
  if (a.kind === 'object' && b.kind === 'object') {
    const fields = new Map(a.fields);
    for (const [name, type] of b.fields) fields.set(name, merge(fields.get(name) ?? ANY, type));
    return { kind: 'object', fields };
  }
  throw mistake(`Incompatible type found during schema inference: ${debugType(a)} v.s. ${debugType(b)}`);
}

/** The fields of a table. */
export const fieldsOf = (fields: InferredFields): readonly Field[] =>
  Array.from(fields, ([name, type]) => field(name, dataTypeOf(type)));

function dataTypeOf(type: InferredType): DataType {
  switch (type.kind) {
    case 'any':
      return DataTypes.Null;
    case 'array':
      return DataTypes.list(field('item', dataTypeOf(type.element)));
    case 'object':
      return DataTypes.struct(fieldsOf(type.fields));
    case 'scalar': {
      const types = [...type.types];
      if (types.length === 0) return DataTypes.Null;
      if (types.length === 1) return DataTypes[types[0]!];
      return types.every((name) => name === 'Int64' || name === 'Float64') ? DataTypes.Float64 : DataTypes.Utf8;
    }
  }
}

/** As DataFusion's messages show it: `Object({"x": Scalar({Int64})})`. */
function debugType(type: InferredType): string {
  switch (type.kind) {
    case 'any':
      return 'Any';
    case 'scalar':
      return `Scalar({${[...type.types].map((name) => displayType(DataTypes[name])).join(', ')}})`;
    case 'array':
      return `Array(${debugType(type.element)})`;
    case 'object':
      return `Object({${Array.from(type.fields, ([name, item]) => `${JSON.stringify(name)}: ${debugType(item)}`).join(', ')}})`;
  }
}
