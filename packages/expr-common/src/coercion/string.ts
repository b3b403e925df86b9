/** Common types of text and bytes. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import { isBinary, isNumeric, isString } from './type-tests.js';

/** Common type of two texts: a view wins, then the large one. */
export function stringCoercion(a: DataType, b: DataType): DataType | undefined {
  if (!isString(a) || !isString(b)) return undefined;
  if (a.kind === 'Utf8View' || b.kind === 'Utf8View') return DataTypes.Utf8View;
  return a.kind === 'LargeUtf8' || b.kind === 'LargeUtf8' ? DataTypes.LargeUtf8 : DataTypes.Utf8;
}

const LARGE = new Set<string>(['LargeUtf8', 'LargeBinary', 'Utf8View']);

/** Common type of bytes with bytes or text: bytes. */
export function binaryCoercion(a: DataType, b: DataType): DataType | undefined {
  if (!(isBinary(a) && (isBinary(b) || isString(b))) && !(isString(a) && isBinary(b))) return undefined;
  if (a.kind === 'BinaryView' || b.kind === 'BinaryView') return DataTypes.BinaryView;
  if (a.kind === 'FixedSizeBinary' && b.kind === 'FixedSizeBinary') return a.byteWidth === b.byteWidth ? a : undefined;
  if (a.kind === 'FixedSizeBinary' || b.kind === 'FixedSizeBinary') {
    return a.kind === 'Binary' || b.kind === 'Binary' ? DataTypes.Binary : undefined;
  }
  return LARGE.has(a.kind) || LARGE.has(b.kind) ? DataTypes.LargeBinary : DataTypes.Binary;
}

/** A number with a text: the number in comparisons. */
export function stringNumericComparison(a: DataType, b: DataType): DataType | undefined {
  if (isString(a) && isNumeric(b)) return b;
  return isNumeric(a) && isString(b) ? a : undefined;
}

/** A number with a text: the text where values are merged into one column. */
export function stringNumericUnion(a: DataType, b: DataType): DataType | undefined {
  if (isString(a) && isNumeric(b)) return a;
  return isNumeric(a) && isString(b) ? b : undefined;
}

/** Text behind bytes: how LIKE and regular expressions read binary columns. */
export function binaryAsString(a: DataType, b: DataType): DataType | undefined {
  const asText = (type: DataType): DataType =>
    type.kind === 'Binary'
      ? DataTypes.Utf8
      : type.kind === 'LargeBinary'
        ? DataTypes.LargeUtf8
        : type.kind === 'BinaryView'
          ? DataTypes.Utf8View
          : type;
  return stringCoercion(asText(a), asText(b));
}
