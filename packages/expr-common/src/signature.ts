/**
 * What arguments a function takes. A signature is data: type coercion (`coercion/function-coercion.ts`) checks calls
 * against it and errors print it.
 */
import type { DataType } from '@datafusion-ts/common';
import type { NativeType } from './native-type.js';

/** Whether equal arguments give equal results: always, within one query, or not even there. */
export type Volatility = 'Immutable' | 'Stable' | 'Volatile';

/** A set of types a coercible argument may have. */
export type TypeSignatureClass =
  | { readonly kind: 'Any' }
  | { readonly kind: 'Timestamp' }
  | { readonly kind: 'Time' }
  | { readonly kind: 'Interval' }
  | { readonly kind: 'Duration' }
  | { readonly kind: 'Native'; readonly type: NativeType }
  | { readonly kind: 'Integer' }
  | { readonly kind: 'Float' }
  | { readonly kind: 'Decimal' }
  | { readonly kind: 'Numeric' }
  | { readonly kind: 'Binary' };

/** What a coercible argument should be, and which other types are cast to it. */
export interface Coercion {
  readonly desired: TypeSignatureClass;
  /** Types that may be cast, and what they are cast to when the desired class is not one type. */
  readonly implicit?: { readonly allowed: readonly TypeSignatureClass[]; readonly defaultType: NativeType };
}

/** What an argument of an array function is. */
export type ArrayFunctionArgument = 'Element' | 'Index' | 'Array' | 'String';

/** Arguments of array functions, whose element types are coerced to each other. */
export type ArrayFunctionSignature =
  | {
      readonly kind: 'Array';
      readonly arguments: readonly ArrayFunctionArgument[];
      /** Fixed size lists become lists. */
      readonly fixedSizeListToList: boolean;
    }
  | { readonly kind: 'RecursiveArray' }
  | { readonly kind: 'MapArray' };

/** The accepted argument lists. */
export type TypeSignature =
  | { readonly kind: 'Variadic'; readonly types: readonly DataType[] }
  | { readonly kind: 'UserDefined' }
  | { readonly kind: 'VariadicAny' }
  | { readonly kind: 'Uniform'; readonly count: number; readonly types: readonly DataType[] }
  | { readonly kind: 'Exact'; readonly types: readonly DataType[] }
  | { readonly kind: 'Coercible'; readonly coercions: readonly Coercion[] }
  | { readonly kind: 'Comparable'; readonly count: number }
  | { readonly kind: 'Any'; readonly count: number }
  | { readonly kind: 'OneOf'; readonly signatures: readonly TypeSignature[] }
  | { readonly kind: 'ArraySignature'; readonly signature: ArrayFunctionSignature }
  | { readonly kind: 'Numeric'; readonly count: number }
  | { readonly kind: 'String'; readonly count: number }
  | { readonly kind: 'Nullary' };

/** Constructors of argument classes. */
export const TypeClasses = {
  any: { kind: 'Any' },
  timestamp: { kind: 'Timestamp' },
  time: { kind: 'Time' },
  interval: { kind: 'Interval' },
  duration: { kind: 'Duration' },
  integer: { kind: 'Integer' },
  float: { kind: 'Float' },
  decimal: { kind: 'Decimal' },
  numeric: { kind: 'Numeric' },
  binary: { kind: 'Binary' },
  native: (type: NativeType): TypeSignatureClass => ({ kind: 'Native', type }),
} as const;

/** An argument that must be of the class as it is. */
export const coerceExact = (desired: TypeSignatureClass): Coercion => ({ desired });

/** An argument of the class, or of an allowed one that is then cast. */
export const coerceImplicit = (
  desired: TypeSignatureClass,
  allowed: readonly TypeSignatureClass[],
  defaultType: NativeType,
): Coercion => ({ desired, implicit: { allowed, defaultType } });

/** A function's accepted arguments and volatility. Immutable. */
export class Signature {
  readonly typeSignature: TypeSignature;
  readonly volatility: Volatility;
  /** Names under which arguments may be given (`f(a => 1)`). */
  readonly parameterNames: readonly string[] | undefined;

  constructor(typeSignature: TypeSignature, volatility: Volatility, parameterNames?: readonly string[]) {
    this.typeSignature = typeSignature;
    this.volatility = volatility;
    this.parameterNames = parameterNames;
  }

  /** Any number (at least one) of arguments, all coerced to the first of the types that fits. */
  static variadic(types: readonly DataType[], volatility: Volatility): Signature {
    return new Signature({ kind: 'Variadic', types }, volatility);
  }
  /** Any number (at least one) of arguments of any types. */
  static variadicAny(volatility: Volatility): Signature {
    return new Signature({ kind: 'VariadicAny' }, volatility);
  }
  /** The function itself coerces (`coerceTypes`). */
  static userDefined(volatility: Volatility): Signature {
    return new Signature({ kind: 'UserDefined' }, volatility);
  }
  /** `count` numbers of one type. */
  static numeric(count: number, volatility: Volatility): Signature {
    return new Signature({ kind: 'Numeric', count }, volatility);
  }
  /** `count` strings of one type. */
  static string(count: number, volatility: Volatility): Signature {
    return new Signature({ kind: 'String', count }, volatility);
  }
  /** `count` arguments all of one of the types. */
  static uniform(count: number, types: readonly DataType[], volatility: Volatility): Signature {
    return new Signature({ kind: 'Uniform', count, types }, volatility);
  }
  /** Exactly these types. */
  static exact(types: readonly DataType[], volatility: Volatility): Signature {
    return new Signature({ kind: 'Exact', types }, volatility);
  }
  /** One coercion per argument. */
  static coercible(coercions: readonly Coercion[], volatility: Volatility): Signature {
    return new Signature({ kind: 'Coercible', coercions }, volatility);
  }
  /** `count` arguments that can be compared with each other. */
  static comparable(count: number, volatility: Volatility): Signature {
    return new Signature({ kind: 'Comparable', count }, volatility);
  }
  /** `count` arguments of any types. */
  static any(count: number, volatility: Volatility): Signature {
    return new Signature({ kind: 'Any', count }, volatility);
  }
  /** No arguments. */
  static nullary(volatility: Volatility): Signature {
    return new Signature({ kind: 'Nullary' }, volatility);
  }
  /** Any of several, tried in order. */
  static oneOf(signatures: readonly TypeSignature[], volatility: Volatility): Signature {
    return new Signature({ kind: 'OneOf', signatures }, volatility);
  }
  /** An array function with these arguments. */
  static arrays(args: readonly ArrayFunctionArgument[], volatility: Volatility, fixedSizeListToList = true): Signature {
    return new Signature(
      { kind: 'ArraySignature', signature: { kind: 'Array', arguments: args, fixedSizeListToList } },
      volatility,
    );
  }
  static arrayAndElement(volatility: Volatility): Signature {
    return Signature.arrays(['Array', 'Element'], volatility);
  }
  static elementAndArray(volatility: Volatility): Signature {
    return Signature.arrays(['Element', 'Array'], volatility);
  }
  static arrayAndIndex(volatility: Volatility): Signature {
    return Signature.arrays(['Array', 'Index'], volatility, false);
  }
  static array(volatility: Volatility): Signature {
    return Signature.arrays(['Array'], volatility, false);
  }

  /** The same signature whose arguments may be named. */
  withParameterNames(names: readonly string[]): Signature {
    return new Signature(this.typeSignature, this.volatility, names);
  }
}

/** True when the signature accepts a call without arguments. */
export function supportsZeroArguments(signature: TypeSignature): boolean {
  switch (signature.kind) {
    case 'Exact':
      return signature.types.length === 0;
    case 'Nullary':
      return true;
    case 'OneOf':
      return signature.signatures.some(supportsZeroArguments);
    default:
      return false;
  }
}

/** How many arguments are accepted: a number, `variable` when there is no bound, undefined when not known. */
export function arityOf(signature: TypeSignature): number | 'variable' | undefined {
  switch (signature.kind) {
    case 'Variadic':
    case 'VariadicAny':
    case 'UserDefined':
      return 'variable';
    case 'Uniform':
    case 'Comparable':
    case 'Any':
    case 'Numeric':
    case 'String':
      return signature.count;
    case 'Exact':
      return signature.types.length;
    case 'Coercible':
      return signature.coercions.length;
    case 'Nullary':
      return 0;
    case 'ArraySignature':
      return signature.signature.kind === 'Array' ? signature.signature.arguments.length : 1;
    case 'OneOf': {
      const arities = signature.signatures.map(arityOf);
      return arities.includes('variable') ? 'variable' : Math.max(...arities.map(Number));
    }
  }
}
