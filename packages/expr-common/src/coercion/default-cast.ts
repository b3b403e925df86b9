/** What a value is cast to when a function wants a logical type or a class of types. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  defaultPhysicalType,
  isFloatNative,
  isIntegerNative,
  isNumericNative,
  nativeTypeOf,
  sameNativeType,
  type NativeType,
} from '../native-type.js';
import type { TypeSignatureClass } from '../signature.js';
import { isBinary, isDate, isString } from './type-tests.js';

/** The physical type of logical type `target` that fits a value of type `origin` best: text stays in its layout. */
export function defaultCastFor(target: NativeType, origin: DataType): DataType {
  switch (target.kind) {
    case 'String':
      if (isString(origin)) return origin;
      return origin.kind === 'LargeBinary' ? DataTypes.LargeUtf8 : DataTypes.Utf8View;
    case 'Binary':
      if (isBinary(origin)) return origin;
      return origin.kind === 'LargeUtf8' ? DataTypes.LargeBinary : DataTypes.BinaryView;
    case 'Date':
      return isDate(origin) ? origin : DataTypes.Date32;
    default:
      return defaultPhysicalType(target);
  }
}

/** True when values of the logical type belong to the class; NULL belongs to each. */
export function matchesNativeType(desired: TypeSignatureClass, type: NativeType): boolean {
  if (type.kind === 'Null') return true;
  switch (desired.kind) {
    case 'Any':
      return true;
    case 'Native':
      return sameNativeType(desired.type, type);
    case 'Integer':
      return isIntegerNative(type);
    case 'Float':
      return isFloatNative(type);
    case 'Numeric':
      return isNumericNative(type);
    case 'Binary':
      return type.kind === 'Binary' || type.kind === 'FixedSizeBinary';
    default:
      return type.kind === desired.kind;
  }
}

/** What a value that belongs to the class is cast to: classes of several types take it as it is. */
export function castWithinClass(desired: TypeSignatureClass, origin: DataType): DataType {
  return desired.kind === 'Native' ? defaultCastFor(desired.type, origin) : origin;
}

/** True when values of the physical type belong to the class. */
export const matchesType = (desired: TypeSignatureClass, type: DataType): boolean =>
  matchesNativeType(desired, nativeTypeOf(type));
