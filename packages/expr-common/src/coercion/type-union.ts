/**
 * The one type of several arguments (`coalesce`, `make_array`, elements of lists). Types must belong to one family
 * (numbers, dates, lists …); text may join any family and is then converted to it.
 */
import {
  DataTypes,
  ExecutionError,
  displayType,
  field,
  sameType,
  type DataType,
  type DataTypeOf,
  type Field,
} from '@datafusion-ts/common';
import { listCoercion, structCoercion } from './nested.js';
import { binaryNumericCoercion } from './numeric.js';
import { binaryCoercion, stringCoercion, stringNumericComparison } from './string.js';
import { temporalCoercionNonstrict } from './temporal.js';
import { isList, isNumeric, isString, isTemporal } from './type-tests.js';

type Family = 'Array' | 'Boolean' | 'Numeric' | 'DateTime' | 'Composite' | 'Unknown' | 'NotSupported';

function familyOf(type: DataType): Family {
  if (type.kind === 'Dictionary') return familyOf(type.valueType);
  if (type.kind === 'RunEndEncoded') return familyOf(type.values.dataType);
  if (isNumeric(type)) return 'Numeric';
  if (type.kind === 'Boolean') return 'Boolean';
  if (isList(type)) return 'Array';
  if (isString(type) || type.kind === 'Null') return 'Unknown';
  if (isTemporal(type)) return 'DateTime';
  return type.kind === 'Map' || type.kind === 'Struct' || type.kind === 'Union' ? 'Composite' : 'NotSupported';
}

/** The common type; undefined when there is none. NULLs are ignored; NULLs alone stay NULL. */
export function typeUnionResolution(types: readonly DataType[]): DataType | undefined {
  const first = types[0];
  if (first === undefined || types.every((type) => sameType(type, first))) return first;
  const known = types.filter((type) => type.kind !== 'Null');
  if (known.length === 0) return DataTypes.Null;
  const families = new Set(known.map(familyOf));
  if (families.has('NotSupported')) return undefined;
  families.delete('Unknown');
  if (families.size > 1) return undefined;
  return known.reduce<DataType | undefined>(
    (common, type) => (common === undefined ? undefined : typeUnionResolutionCoercion(type, common)),
    known[0],
  );
}

/** The common type of two, kept as a dictionary when either is one. */
export function typeUnionResolutionCoercion(a: DataType, b: DataType): DataType | undefined {
  if (sameType(a, b)) return a;
  if (a.kind === 'Null' || b.kind === 'Null') return a.kind === 'Null' ? b : a;
  if (a.kind === 'Dictionary' && b.kind === 'Dictionary') return commonDictionary(a, b);
  if (a.kind === 'Dictionary') return dictionaryOf(a, b);
  if (b.kind === 'Dictionary') return dictionaryOf(b, a);
  if (a.kind === 'RunEndEncoded' && b.kind === 'RunEndEncoded') return commonRuns(a, b);
  if (a.kind === 'RunEndEncoded') return runsOf(a, b);
  if (b.kind === 'RunEndEncoded') return runsOf(b, a);
  return (
    binaryNumericCoercion(a, b) ??
    listCoercion(a, b, (x, y) => typeUnionResolution([y, x])) ??
    temporalCoercionNonstrict(a, b) ??
    stringCoercion(a, b) ??
    stringNumericComparison(a, b) ??
    binaryCoercion(a, b) ??
    namedStructCoercion(a, b)
  );
}

/** Structs with the same field names, in the order of the first; other structs have no common type here. */
function namedStructCoercion(a: DataType, b: DataType): DataType | undefined {
  if (a.kind !== 'Struct' || b.kind !== 'Struct') return undefined;
  const names = new Set(b.fields.map((f) => f.name));
  return a.fields.every((f) => names.has(f.name)) ? structCoercion(a, b, typeUnionResolutionCoercion) : undefined;
}

function commonDictionary(a: DataTypeOf<'Dictionary'>, b: DataTypeOf<'Dictionary'>): DataType | undefined {
  const keyType = typeUnionResolutionCoercion(a.keyType, b.keyType);
  const valueType = typeUnionResolutionCoercion(a.valueType, b.valueType);
  return keyType === undefined || valueType === undefined ? undefined : DataTypes.dictionary(keyType, valueType);
}

/** Runs of both kinds: positions and values that hold either's. */
function commonRuns(a: DataTypeOf<'RunEndEncoded'>, b: DataTypeOf<'RunEndEncoded'>): DataType | undefined {
  const ends = typeUnionResolutionCoercion(a.runEnds.dataType, b.runEnds.dataType);
  const common = runsOf(a, b.values.dataType);
  if (ends === undefined || common?.kind !== 'RunEndEncoded') return undefined;
  return { ...common, runEnds: { ...common.runEnds, dataType: ends } };
}

function runsOf(runs: DataTypeOf<'RunEndEncoded'>, other: DataType): DataType | undefined {
  const dataType = typeUnionResolutionCoercion(runs.values.dataType, other);
  return dataType === undefined ? undefined : { ...runs, values: { ...runs.values, dataType } };
}

/** Text views gain nothing from a dictionary. */
function dictionaryOf(dictionary: DataTypeOf<'Dictionary'>, other: DataType): DataType | undefined {
  const valueType = typeUnionResolutionCoercion(dictionary.valueType, other);
  if (valueType === undefined || valueType.kind === 'Utf8View') return valueType;
  return DataTypes.dictionary(dictionary.keyType, valueType);
}

/**
 * One type for every argument, as many as given. Structs keep their own field names and only agree on field types.
 * Throws an ExecutionError when there is none.
 */
export function tryTypeUnionResolution(types: readonly DataType[]): readonly DataType[] {
  const structs = unifyStructs(types);
  if (typeof structs !== 'string') return structs;
  const common = typeUnionResolution(types);
  if (common === undefined) {
    throw new ExecutionError(`Fail to find the coerced type, errors: Execution error: ${structs}`);
  }
  return types.map(() => common);
}

/** The structs with unified field types, or why they cannot be unified. */
function unifyStructs(types: readonly DataType[]): readonly DataType[] | string {
  const fields: (readonly Field[])[] = [];
  for (const type of types) {
    if (type.kind !== 'Struct') return `Expect to get struct but got ${displayType(type)}`;
    const [known, keys] = [keysOf(fields[0] ?? type.fields), keysOf(type.fields)];
    if (known !== keys) return `Expect same keys for struct type but got mismatched pair ${known} and ${keys}`;
    fields.push(type.fields);
  }
  return unifyFields(fields);
}

const keysOf = (fields: readonly Field[]): string => fields.map((f) => f.name).join(',');

function unifyFields(structs: readonly (readonly Field[])[]): readonly DataType[] | string {
  const common = structs[0]!.map((f) => f.dataType);
  for (const fields of structs.slice(1)) {
    for (let i = 0; i < common.length; i++) {
      const type = typeUnionResolutionCoercion(common[i]!, fields[i]!.dataType);
      if (type === undefined) {
        return `Fail to find the coerced type for ${displayType(common[i]!)} and ${displayType(fields[i]!.dataType)}`;
      }
      common[i] = type;
    }
  }
  return structs.map((fields) =>
    DataTypes.struct(fields.map((f, i) => field(f.name, common[i]!, f.nullable, f.metadata))),
  );
}
