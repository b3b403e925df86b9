/** Argument lists that stand for what a signature takes, for `information_schema.parameters`. */
import { DataTypes, displayType, type DataType } from '@datafusion-ts/common';
import type { NativeType } from '../native-type.js';
import { defaultPhysicalType } from '../native-type.js';
import { Signature, type Coercion, type TypeSignature, type TypeSignatureClass } from '../signature.js';
import { TIMEZONE_WILDCARD } from './coerced-from.js';

const { Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float16, Float32, Float64 } = DataTypes;
const NUMBERS: readonly DataType[] = [
  Int8,
  Int16,
  Int32,
  Int64,
  UInt8,
  UInt16,
  UInt32,
  UInt64,
  Float16,
  Float32,
  Float64,
];
const TEXTS: readonly DataType[] = [DataTypes.Utf8, DataTypes.LargeUtf8, DataTypes.Utf8View];

function nativeExamples(type: NativeType): readonly DataType[] {
  if (type.kind === 'String') return TEXTS;
  return type.kind === 'Date' ? [DataTypes.Date32, DataTypes.Date64] : [defaultPhysicalType(type)];
}

function classExamples(desired: TypeSignatureClass): readonly DataType[] {
  switch (desired.kind) {
    case 'Any':
      return [];
    case 'Native':
      return nativeExamples(desired.type);
    case 'Timestamp':
      return [DataTypes.timestamp('Nanosecond'), DataTypes.timestamp('Nanosecond', TIMEZONE_WILDCARD)];
    case 'Time':
      return [DataTypes.time64('Nanosecond')];
    case 'Interval':
      return [DataTypes.interval('DayTime')];
    case 'Duration':
      return [DataTypes.duration('Nanosecond')];
    case 'Integer':
      return [Int64];
    case 'Float':
      return [Float64];
    case 'Decimal':
      return [DataTypes.decimal128(38, 10)];
    case 'Numeric':
      return [Float64, Int64, DataTypes.decimal128(38, 10)];
    case 'Binary':
      return [DataTypes.Binary];
  }
}

function coercionExamples({ desired, implicit }: Coercion): readonly DataType[] {
  const all = [...classExamples(desired), ...(implicit?.allowed.flatMap(classExamples) ?? [])];
  return [...new Map(all.map((type) => [displayType(type), type])).values()];
}

const product = (choices: readonly (readonly DataType[])[]): readonly (readonly DataType[])[] =>
  choices.reduce<readonly (readonly DataType[])[]>(
    (lists, next) => lists.flatMap((list) => next.map((type) => [...list, type])),
    [[]],
  );

const repeat = (type: DataType, count: number): readonly DataType[] => Array.from({ length: count }, () => type);

/** Argument lists by example; none for signatures that take anything. */
export function exampleTypes(signature: Signature | TypeSignature): readonly (readonly DataType[])[] {
  if (signature instanceof Signature) return exampleTypes(signature.typeSignature);
  switch (signature.kind) {
    case 'Exact':
      return [signature.types];
    case 'OneOf':
      return signature.signatures.flatMap((one) => exampleTypes(one));
    case 'Uniform':
      return signature.types.map((type) => repeat(type, signature.count));
    case 'Coercible':
      return product(signature.coercions.map(coercionExamples));
    case 'Variadic':
      return signature.types.map((type) => [type]);
    case 'Numeric':
      return NUMBERS.map((type) => repeat(type, signature.count));
    case 'String':
      return TEXTS.map((type) => repeat(type, signature.count));
    default:
      return [];
  }
}
