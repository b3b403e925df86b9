/**
 * Coercion of function arguments: given types × signature → the types to cast to, or DataFusion's error with the list of
 * candidates.
 */
import { DataFusionError, PlanError, displayType, sameType, type DataType } from '@datafusion-ts/common';
import { canCast } from '@datafusion-ts/compute';
import { supportsZeroArguments, type Signature, type TypeSignature } from '../signature.js';
import { coercedFrom } from './coerced-from.js';
import { displaySignature, signatureErrorMessage } from './signature-text.js';
import { validTypesFor, type CoerceTypes, type ValidTypes } from './valid-types.js';

/** What coercion needs to know of a function. */
export interface CoercibleFunction {
  readonly name: string;
  readonly signature: Signature;
  /** For `UserDefined` signatures. */
  coerceTypes?(types: readonly DataType[]): readonly DataType[];
}

/**
 * The types that the arguments of a call are to be cast to. Throws a PlanError ending in the candidate list when the
 * function does not take them.
 */
export function coerceArguments(func: CoercibleFunction, types: readonly DataType[]): readonly DataType[] {
  if (types.some(hasFields)) return coerceChecked(func, types);
  const answers = recent.get(func);
  const known = answers?.find((answer) => sameTypes(answer.types, types));
  if (known !== undefined) return known.coerced;
  const coerced = coerceChecked(func, types);
  const kept = answers === undefined ? [] : answers.slice(0, MOST_ANSWERS - 1);
  recent.set(func, [{ types, coerced }, ...kept]);
  return coerced;
}

/** The last answers for each function: the same calls are looked at many times while a query is planned. */
const recent = new WeakMap<CoercibleFunction, readonly Answer[]>();
const MOST_ANSWERS = 8;

/** Types with fields inside are the same types with other metadata: not worth telling apart. */
const hasFields = (type: DataType): boolean =>
  'field' in type || 'fields' in type || 'entries' in type || 'values' in type || 'valueType' in type;

interface Answer {
  readonly types: readonly DataType[];
  readonly coerced: readonly DataType[];
}

function coerceChecked(func: CoercibleFunction, types: readonly DataType[]): readonly DataType[] {
  try {
    return dataTypesWithSignature(func, types);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    const text = error.code === 'Plan' ? error.message : error.toString();
    throw new PlanError(`${text}. ${signatureErrorMessage(func.name, func.signature, types)}`);
  }
}

/** Like {@link coerceArguments}, with the bare error. */
export function dataTypesWithSignature(func: CoercibleFunction, types: readonly DataType[]): readonly DataType[] {
  const { name, signature } = func;
  const { typeSignature } = signature;
  if (types.length === 0 && typeSignature.kind !== 'UserDefined') {
    if (supportsZeroArguments(typeSignature)) return [];
    throw new PlanError(`'${name}' does not support zero arguments`);
  }
  const coerceTypes: CoerceTypes | undefined =
    func.coerceTypes === undefined ? undefined : (given) => func.coerceTypes!(given);
  const valid = validTypesFor(name, typeSignature, types, coerceTypes);
  if (valid.some((candidate) => sameTypes(candidate, types))) return types;
  const found = firstFitting(valid, types, typeSignature);
  if (found !== undefined) return found;
  throw new PlanError(
    `Failed to coerce arguments to satisfy a call to '${name}' function: coercion from ` +
      `${types.map(displayType).join(', ')} to the signature ${displaySignature(typeSignature)} failed`,
  );
}

const sameTypes = (a: readonly DataType[], b: readonly DataType[]): boolean =>
  a.length === b.length && a.every((type, i) => sameType(type, b[i]!));

/** Signatures that compute the very types to cast to, so that any possible cast will do. */
function computesTypes(signature: TypeSignature): boolean {
  switch (signature.kind) {
    case 'UserDefined':
    case 'Numeric':
    case 'String':
    case 'Coercible':
    case 'Any':
    case 'Nullary':
    case 'Comparable':
      return true;
    case 'OneOf':
      return signature.signatures.every(computesTypes);
    default:
      return false;
  }
}

function firstFitting(
  valid: ValidTypes,
  types: readonly DataType[],
  signature: TypeSignature,
): readonly DataType[] | undefined {
  if (valid.length > 0 && computesTypes(signature)) {
    const [first] = valid;
    const fits =
      first!.length === types.length &&
      first!.every((type, i) => sameType(type, types[i]!) || canCast(types[i]!, type));
    return fits ? first : undefined;
  }
  for (const candidate of valid) {
    const converted = convert(candidate, types);
    if (converted !== undefined) return converted;
  }
  return undefined;
}

function convert(candidate: readonly DataType[], types: readonly DataType[]): readonly DataType[] | undefined {
  if (candidate.length !== types.length) return undefined;
  const converted: DataType[] = [];
  for (let i = 0; i < types.length; i++) {
    const type = sameType(candidate[i]!, types[i]!) ? types[i] : coercedFrom(candidate[i]!, types[i]!);
    if (type === undefined) return undefined;
    converted.push(type);
  }
  return converted;
}
