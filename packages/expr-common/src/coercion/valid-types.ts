/** The argument types that a signature would take for given ones, before they are checked against the given ones. */
import {
  DataFusionError,
  DataTypes,
  ExecutionError,
  InternalError,
  PlanError,
  displayType,
  listItem,
  type DataType,
} from '@datafusion-ts/common';
import { displayNativeType, isNumericNative, nativeTypeOf } from '../native-type.js';
import type { ArrayFunctionArgument, ArrayFunctionSignature, Coercion, TypeSignature } from '../signature.js';
import { comparisonCoercion } from './comparison.js';
import { castWithinClass, defaultCastFor, matchesType } from './default-cast.js';
import { behindEncoding, binaryNumericCoercion } from './numeric.js';
import { displayTypeClass } from './signature-text.js';
import { stringCoercion } from './string.js';
import { typeUnionResolution } from './type-union.js';

/** Lists of argument types, in order of preference. */
export type ValidTypes = readonly (readonly DataType[])[];

/** Coerces the arguments of a function that does so itself. */
export type CoerceTypes = (types: readonly DataType[]) => readonly DataType[];

/** Argument lists that the signature takes for `types`; throws a PlanError saying why there are none. */
export function validTypesFor(
  name: string,
  signature: TypeSignature,
  types: readonly DataType[],
  coerceTypes: CoerceTypes | undefined,
): ValidTypes {
  switch (signature.kind) {
    case 'Variadic':
      return signature.types.map((type) => types.map(() => type));
    case 'Uniform':
      if (signature.count === 0) throw new PlanError(`The function '${name}' expected at least one argument`);
      return signature.types.map((type) => Array.from({ length: signature.count }, () => type));
    case 'Exact':
      return [signature.types];
    case 'String':
      return [stringTypes(name, signature.count, types)];
    case 'Numeric':
      return [numericTypes(name, signature.count, types)];
    case 'Comparable':
      return [comparableTypes(name, signature.count, types)];
    case 'Coercible':
      checkLength(name, signature.coercions.length, types.length);
      return [types.map((type, i) => coercibleType(name, signature.coercions[i]!, type))];
    case 'ArraySignature':
      return [arraySignatureTypes(name, signature.signature, types)];
    case 'UserDefined':
      return [userDefinedTypes(name, types, coerceTypes)];
    case 'VariadicAny':
      if (types.length === 0) throw new PlanError(`Function '${name}' expected at least one argument but received 0`);
      return [types];
    case 'Nullary':
      if (types.length > 0)
        throw new PlanError(`The function '${name}' expected zero argument but received ${types.length}`);
      return [[]];
    case 'Any':
      return [anyTypes(name, signature.count, types)];
    case 'OneOf':
      return oneOfTypes(name, signature.signatures, types, coerceTypes);
  }
}

function checkLength(name: string, expected: number, received: number): void {
  if (expected !== received)
    throw new PlanError(`Function '${name}' expects ${expected} arguments but received ${received}`);
}

const repeat = (type: DataType, count: number): readonly DataType[] => Array.from({ length: count }, () => type);

function anyTypes(name: string, count: number, types: readonly DataType[]): readonly DataType[] {
  if (types.length === 0) throw new PlanError(`The function '${name}' expected at least one argument but received 0`);
  if (types.length !== count)
    throw new PlanError(`The function '${name}' expected ${count} arguments but received ${types.length}`);
  return types;
}

const behindDictionary = (type: DataType): DataType => {
  const values = behindEncoding(type);
  return values === type ? type : behindDictionary(values);
};

function stringTypes(name: string, count: number, types: readonly DataType[]): readonly DataType[] {
  checkLength(name, count, types.length);
  const texts = types.map((type) => {
    const native = nativeTypeOf(type);
    if (native.kind === 'String') return behindDictionary(type);
    if (native.kind === 'Null') return DataTypes.Utf8;
    throw new PlanError(`Function '${name}' expects String but received ${displayNativeType(native)}`);
  });
  const common = texts.reduce((a, b) => stringCoercion(a, b) ?? a);
  return repeat(common, count);
}

function numericTypes(name: string, count: number, types: readonly DataType[]): readonly DataType[] {
  checkLength(name, count, types.length);
  let common = types[0]!;
  for (const type of types.slice(1)) {
    const native = nativeTypeOf(type);
    if (native.kind === 'Null') continue;
    if (!isNumericNative(native))
      throw new PlanError(`Function '${name}' expects Numeric but received ${displayNativeType(native)}`);
    const wider = binaryNumericCoercion(common, type);
    if (wider === undefined) {
      throw new PlanError(
        `For function '${name}' ${displayType(common)} and ${displayType(type)} are not coercible to a common numeric type`,
      );
    }
    common = wider;
  }
  const native = nativeTypeOf(common);
  if (native.kind === 'Null') return repeat(DataTypes.Float64, count);
  if (!isNumericNative(native))
    throw new PlanError(`Function '${name}' expects Numeric but received ${displayNativeType(native)}`);
  return repeat(common, count);
}

function comparableTypes(name: string, count: number, types: readonly DataType[]): readonly DataType[] {
  checkLength(name, count, types.length);
  const common = types.reduce((target, type) => {
    const found = comparisonCoercion(target, type);
    if (found === undefined)
      throw new PlanError(`For function '${name}' ${displayType(target)} and ${displayType(type)} is not comparable`);
    return found;
  });
  return repeat(common.kind === 'Null' ? DataTypes.Utf8View : common, count);
}

const BINARY_HINT =
  '\n\nHint: Binary types are not automatically coerced to String. Use CAST(column AS VARCHAR) to convert Binary data to String.';

function coercibleType(name: string, coercion: Coercion, type: DataType): DataType {
  if (matchesType(coercion.desired, type)) return castWithinClass(coercion.desired, type);
  const { implicit } = coercion;
  if (implicit !== undefined && allowsImplicitly(coercion, type)) return defaultCastFor(implicit.defaultType, type);
  const native = nativeTypeOf(type);
  throw new PlanError(
    `Function '${name}' requires ${displayTypeClass(coercion.desired)}, but received ${displayNativeType(native)} ` +
      `(DataType: ${displayType(type)}).${native.kind === 'Binary' ? BINARY_HINT : ''}`,
  );
}

const allowsImplicitly = ({ implicit }: Coercion, type: DataType): boolean =>
  implicit?.allowed.some((allowed) => matchesType(allowed, type)) === true;

/**
 * True for signatures that are certain to refuse the types: most alternatives of a function do, and making an error only to
 * drop it costs more than everything else here.
 */
function isRefused(signature: TypeSignature, types: readonly DataType[]): boolean {
  switch (signature.kind) {
    case 'Coercible':
      return (
        signature.coercions.length !== types.length ||
        signature.coercions.some(
          (coercion, i) => !matchesType(coercion.desired, types[i]!) && !allowsImplicitly(coercion, types[i]!),
        )
      );
    case 'String':
    case 'Numeric':
    case 'Comparable':
    case 'Any':
      return signature.count !== types.length;
    case 'Nullary':
      return types.length > 0;
    default:
      return false;
  }
}

function userDefinedTypes(
  name: string,
  types: readonly DataType[],
  coerceTypes: CoerceTypes | undefined,
): readonly DataType[] {
  if (coerceTypes === undefined) {
    throw new InternalError(
      `Function '${name}' user-defined signature should be handled by function-specific coerce_types`,
    );
  }
  try {
    return coerceTypes(types);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    throw new ExecutionError(`Function '${name}' user-defined coercion failed with: ${error.toString()}`);
  }
}

function oneOfTypes(
  name: string,
  signatures: readonly TypeSignature[],
  types: readonly DataType[],
  coerceTypes: CoerceTypes | undefined,
): ValidTypes {
  const found = signatures.flatMap((signature) =>
    isRefused(signature, types) ? [] : typesOrError(name, signature, types, coerceTypes),
  );
  const valid = found.filter((each) => typeof each !== 'string');
  if (valid.length > 0) return valid;
  // Nothing fits: now the reasons are wanted, in the order of the signatures.
  const errors = signatures
    .flatMap((signature) => typesOrError(name, signature, types, coerceTypes))
    .filter((each) => typeof each === 'string');
  throw new InternalError(`Function '${name}' failed to match any signature, errors: ${errors.join(',')}`);
}

/** What the signature takes, or why it takes nothing. */
function typesOrError(
  name: string,
  signature: TypeSignature,
  types: readonly DataType[],
  coerceTypes: CoerceTypes | undefined,
): readonly (readonly DataType[] | string)[] {
  try {
    return validTypesFor(name, signature, types, coerceTypes);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    return [error.toString()];
  }
}

function arraySignatureTypes(
  name: string,
  signature: ArrayFunctionSignature,
  types: readonly DataType[],
): readonly DataType[] {
  switch (signature.kind) {
    case 'Array':
      return arrayTypes(name, signature.arguments, signature.fixedSizeListToList, types);
    case 'RecursiveArray':
      return types.length === 1 && 'field' in types[0]! ? [nestedToLists(types[0])] : [];
    case 'MapArray':
      return types.length === 1 && types[0]!.kind === 'Map' ? types : [];
  }
}

/** Fixed size lists, at any depth, as lists. */
function nestedToLists(type: DataType): DataType {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
      return { kind: type.kind, field: { ...type.field, dataType: nestedToLists(type.field.dataType) } };
    case 'FixedSizeList':
      return { kind: 'List', field: { ...type.field, dataType: nestedToLists(type.field.dataType) } };
    default:
      return type;
  }
}

/** Unifies elements and elements of arrays; empty when that is not possible. */
function arrayTypes(
  name: string,
  args: readonly ArrayFunctionArgument[],
  fixedSizeListToList: boolean,
  types: readonly DataType[],
): readonly DataType[] {
  if (types.length !== args.length) return [];
  const elements = args.flatMap((argument, i) => elementOf(name, argument, types[i]!));
  const element = typeUnionResolution(elements);
  if (element === undefined) return [];
  const arrays = types.filter((_, i) => args[i] === 'Array');
  const large = arrays.some((type) => type.kind === 'LargeList' || type.kind === 'LargeListView');
  const fixed = !fixedSizeListToList && !arrays.some((type) => type.kind === 'List' || type.kind === 'LargeList');
  return args.map((argument, i) => argumentType(argument, types[i]!, element, large, fixed));
}

function elementOf(name: string, argument: ArrayFunctionArgument, type: DataType): readonly DataType[] {
  if (argument === 'Index' || argument === 'String') return [];
  if (argument === 'Element') return [type];
  switch (type.kind) {
    case 'Null':
      return [type];
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return [type.field.dataType];
    default:
      throw new PlanError(`${name} does not support type ${displayType(type)}`);
  }
}

function argumentType(
  argument: ArrayFunctionArgument,
  type: DataType,
  element: DataType,
  large: boolean,
  fixed: boolean,
): DataType {
  switch (argument) {
    case 'Index':
      return DataTypes.Int64;
    case 'String':
      return DataTypes.Utf8;
    case 'Element':
      return element;
    case 'Array':
      if (type.kind === 'Null') return type;
      if (large) return DataTypes.largeList(listItem(element));
      if (fixed && type.kind === 'FixedSizeList') return DataTypes.fixedSizeList(listItem(element), type.size);
      return DataTypes.list(listItem(element));
  }
}
