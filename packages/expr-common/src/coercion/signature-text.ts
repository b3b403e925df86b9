/** Texts of signatures: in `Candidate functions:` lists, and in `coercion … to the signature … failed`. */
import { displayType, type DataType } from '@datafusion-ts/common';
import { displayNativeType } from '../native-type.js';
import type { ArrayFunctionSignature, Signature, TypeSignature, TypeSignatureClass } from '../signature.js';

/** Name of a class of types: `String`, `Integer`, `Timestamp` … */
export const displayTypeClass = (desired: TypeSignatureClass): string =>
  desired.kind === 'Native' ? displayNativeType(desired.type) : desired.kind;

const displayTypes = (types: readonly DataType[], separator: string): string => types.map(displayType).join(separator);

const repeated = (text: string, count: number): readonly string[] => Array.from({ length: count }, () => text);

function arrayArguments(signature: ArrayFunctionSignature): readonly string[] {
  switch (signature.kind) {
    case 'Array':
      return signature.arguments.map((argument) => argument.toLowerCase());
    case 'RecursiveArray':
      return ['recursive_array'];
    case 'MapArray':
      return ['map_array'];
  }
}

/** The arguments a signature lists one by one, or its text as a whole. */
function argumentsOf(signature: TypeSignature): readonly string[] | string {
  switch (signature.kind) {
    case 'Nullary':
      return 'NullAry()';
    case 'Variadic':
      return `${displayTypes(signature.types, '/')}, ..`;
    case 'VariadicAny':
      return 'Any, .., Any';
    case 'Uniform':
      return repeated(displayTypes(signature.types, '/'), signature.count);
    case 'Any':
      return repeated('Any', signature.count);
    case 'Exact':
      return signature.types.map(displayType);
    case 'Coercible':
      return signature.coercions.map((coercion) => displayTypeClass(coercion.desired));
    case 'ArraySignature':
      return arrayArguments(signature.signature);
    case 'String':
    case 'Numeric':
    case 'Comparable':
      return `${signature.kind}(${signature.count})`;
    case 'UserDefined':
      return 'UserDefined';
    case 'OneOf':
      return '';
  }
}

/** One text per accepted argument list, with parameter names where known. */
export function candidateArguments(signature: TypeSignature, names?: readonly string[]): readonly string[] {
  if (signature.kind === 'OneOf') return signature.signatures.flatMap((one) => candidateArguments(one, names));
  const found = argumentsOf(signature);
  if (typeof found === 'string') return [found];
  return [found.map((text, i) => (names?.[i] === undefined ? text : `${names[i]}: ${text}`)).join(', ')];
}

/** The signature as a whole: `Exact(Float64, Float64)`, `OneOf(…)`, `Uniform(2, [Utf8, LargeUtf8])`. */
export function displaySignature(signature: TypeSignature): string {
  switch (signature.kind) {
    case 'Variadic':
      return `Variadic([${displayTypes(signature.types, ', ')}])`;
    case 'Uniform':
      return `Uniform(${signature.count}, [${displayTypes(signature.types, ', ')}])`;
    case 'Exact':
      return `Exact(${displayTypes(signature.types, ', ')})`;
    case 'Coercible':
      return `Coercible(${signature.coercions.map((coercion) => displayTypeClass(coercion.desired)).join(', ')})`;
    case 'OneOf':
      return `OneOf(${signature.signatures.map(displaySignature).join(', ')})`;
    case 'ArraySignature':
      return `ArraySignature(${arrayArguments(signature.signature).join(', ')})`;
    case 'Any':
    case 'String':
    case 'Numeric':
    case 'Comparable':
      return `${signature.kind}(${signature.count})`;
    default:
      return signature.kind;
  }
}

/** `No function matches … Candidate functions: …`, listing what the function would accept. */
export function signatureErrorMessage(name: string, signature: Signature, types: readonly DataType[]): string {
  const candidates = candidateArguments(signature.typeSignature, signature.parameterNames);
  return (
    `No function matches the given name and argument types '${name}(${displayTypes(types, ', ')})'. ` +
    'You might need to add explicit type casts.\n' +
    `\tCandidate functions:\n${candidates.map((text) => `\t${name}(${text})`).join('\n')}`
  );
}
