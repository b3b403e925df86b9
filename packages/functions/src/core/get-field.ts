import {
  ArrowError,
  DataTypes,
  displayScalar,
  displayType,
  ExecutionError,
  PlanError,
  ScalarValue,
  type DataType,
  type Field,
} from '@datafusion-ts/common';
import {
  castScalar,
  compareScalars,
  constantVector,
  flatten,
  getScalar,
  isNull,
  listRange,
  mapDictionary,
  maskVector,
  mem,
  NO_ROW,
  nullVector,
  takeVectorOrNull,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { scalarFunction, schemaName, type Expr, type ReturnFieldArgs, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { textOf } from '../utils/literals.js';

/**
 * `get_field(x, 'a', 'b')`: the field of a struct, or the value of a map for a key, several levels deep. `x['a']` and `x.a`
 * mean the same. Calls of calls become one call, so that a path is one expression.
 */

function fieldOfPath(args: ReturnFieldArgs): Field {
  const { argFields, scalarArguments } = args;
  let current = argFields[0]!;
  for (let i = 1; i < argFields.length; i++) current = step(current, i, scalarArguments[i]);
  return { ...current, name: current.name };
}

function step(current: Field, position: number, key: ScalarValue | undefined): Field {
  const { dataType } = current;
  switch (dataType.kind) {
    case 'Null':
      return { name: 'null', dataType: DataTypes.Null, nullable: true };
    case 'Map': {
      const entry = dataType.entries.dataType;
      if (entry.kind !== 'Struct' || entry.fields.length !== 2)
        throw new PlanError(`Map fields must contain a Struct with exactly 2 fields`);
      return { name: key === undefined ? '' : displayScalar(key), dataType: entry.fields[1]!.dataType, nullable: true };
    }
    case 'Struct': {
      const name = textOf(key);
      if (name === undefined || name === '') throw new ExecutionError('Field name must be a non-empty string');
      const found = dataType.fields.find((f) => f.name === name);
      if (found === undefined) throw new PlanError(`Field ${name} not found in struct`);
      return { ...found, nullable: current.nullable || found.nullable };
    }
    case 'Dictionary': {
      const member = step({ ...current, dataType: dataType.valueType }, position, key);
      return { ...member, dataType: encodedLike(dataType, member.dataType) };
    }
    default:
      throw new ExecutionError(
        `Cannot access field at argument ${position}: type ${displayType(dataType)} is not Struct, Map, or Null`,
      );
  }
}

/** The type of a field of structs that are dictionary entries: the field's values become the entries. */
function encodedLike(dictionary: DataType, member: DataType): DataType {
  if (dictionary.kind !== 'Dictionary' || dictionary.valueType.kind !== 'Struct') return member;
  return DataTypes.dictionary(dictionary.keyType, member);
}

/** One step into a column; of dictionaries it is taken on their entries. */
function access(column: ColumnVector, key: ColumnVector, arena: Arena): ColumnVector {
  const { type } = column;
  if (type.kind !== 'Dictionary') return accessValues(column, key, arena);
  const single = key.encoding === 'constant' ? constantVector(key.value, 1) : undefined;
  const found =
    single === undefined
      ? accessValues(flatten(column, arena), key, arena)
      : mapDictionary(column, arena, (flat, own) => accessValues(flat, { ...single, length: flat.length }, own));
  return withValueType(found, encodedLike(type, found.type));
}

/** A vector under a type of the same layout. */
const withValueType = (vector: ColumnVector, type: DataType): ColumnVector =>
  vector.encoding === 'constant'
    ? constantVector(new ScalarValue(type, vector.value.value), vector.length)
    : { ...vector, type };

function accessValues(column: ColumnVector, key: ColumnVector, arena: Arena): ColumnVector {
  const type = valueType(column.type);
  if (type.kind === 'Null') return nullVector(DataTypes.Null, column.length);
  if (column.encoding === 'constant' && column.length > 1 && key.encoding === 'constant') {
    const one = access({ ...column, length: 1 }, { ...key, length: 1 }, arena);
    return constantVector(getScalar(one, 0), column.length);
  }
  const flat = column.encoding === 'flat' ? column : flatten(column, arena);
  if (type.kind === 'Map') return mapValue(flatten(flat, arena), key, arena);
  const name = key.encoding === 'constant' ? textOf(key.value) : undefined;
  const index = type.kind === 'Struct' ? type.fields.findIndex((f) => f.name === name) : -1;
  const child = flat.children[index];
  if (child === undefined) throw new ExecutionError('Field name must be a non-empty string');
  if (flat.validity === 0) return child;
  return maskVector(child.encoding === 'constant' ? flatten(child, arena) : child, flat.validity, arena);
}

const valueType = (type: DataType): DataType => (type.kind === 'Dictionary' ? type.valueType : type);

/** The value of each map for the key: that of the first entry whose key is equal. */
function mapValue(maps: ReturnType<typeof flatten>, key: ColumnVector, arena: Arena): ColumnVector {
  const [entries] = maps.children;
  const [keys, values] = flatten(entries!, arena).children;
  if (key.type.kind === 'Null') {
    throw new ArrowError('Invalid argument error', `Invalid comparison operation: Null == ${displayType(keys!.type)}`);
  }
  if (key.encoding !== 'constant') {
    throw new ExecutionError('get_field function requires all field_name arguments to be scalars');
  }
  const sought = castScalar(key.value, keys!.type, { safe: true });
  const rows = arena.alloc(maps.length * 4);
  for (let row = 0; row < maps.length; row++) {
    mem.u32[(rows >>> 2) + row] = isNull(maps, row) || sought.isNull ? NO_ROW : entryOf(maps, row, keys!, sought);
  }
  return takeVectorOrNull(values!, rows, maps.length, arena);
}

function entryOf(maps: ReturnType<typeof flatten>, row: number, keys: ColumnVector, sought: ScalarValue): number {
  const { start, end } = listRange(maps, row);
  for (let i = start; i < end; i++) if (compareScalars(getScalar(keys, i), sought) === 0) return i;
  return NO_ROW;
}

const keyText = (key: Expr): string => (key.kind === 'Literal' ? displayScalar(key.value) : schemaName(key));

/** `get_field`. */
export const getField: ScalarUDF = {
  name: 'get_field',
  signature: Signature.userDefined('Immutable'),
  returnField: fieldOfPath,
  coerceTypes: (types) => {
    if (types.length < 2) throw new ExecutionError(`get_field requires at least 2 arguments, got ${types.length}`);
    return types;
  },
  invoke: ({ args, arena }) => args.slice(1).reduce((column, key) => access(column, key, arena), args[0]!),
  movesTowardsLeaves: ([base, ...keys]) =>
    (base?.kind === 'Column' ||
      (base?.kind === 'ScalarFunction' && base.func.movesTowardsLeaves?.(base.args) === true)) &&
    keys.every((key) => key.kind === 'Literal'),
  schemaName: ([base, ...keys]) =>
    base === undefined ? 'get_field()' : `${schemaName(base)}${keys.map((key) => `[${keyText(key)}]`).join('')}`,
  simplify: ([base, ...keys]) => {
    if (base?.kind !== 'ScalarFunction' || base.func !== getField) return undefined;
    return scalarFunction(getField, [...base.args, ...keys]);
  },
  documentation: doc(
    Sections.other,
    'Gives a field of a struct or the value of a map for a key. Most often written `expression[field_name]` or `expression.field_name`.',
    'get_field(expression, field_name[, field_name2, ...])',
    "SELECT get_field(named_struct('a', 1), 'a')",
    [
      ['expression', 'A struct or map.'],
      ['field_name', 'Name of the field, or the key.'],
    ],
  ),
};
