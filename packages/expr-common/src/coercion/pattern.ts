/** Operand types of LIKE, regular expression matches and `||`. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import { dictionaryCoercion, nullCoercion, runEndCoercion } from './comparison.js';
import { binaryAsString, binaryCoercion, stringCoercion } from './string.js';
import { isBinary, isNull, isString } from './type-tests.js';

/** LIKE compares text with text, bytes are read as text. */
export function likeCoercion(a: DataType, b: DataType): DataType | undefined {
  return (
    stringCoercion(a, b) ??
    binaryAsString(a, b) ??
    dictionaryCoercion(a, b, false, likeCoercion) ??
    runEndCoercion(a, b, false, likeCoercion) ??
    textWithNull(a, b) ??
    nullBoth(a, b)
  );
}

/** Regular expressions match text only. */
export function regexCoercion(a: DataType, b: DataType): DataType | undefined {
  return (
    stringCoercion(a, b) ??
    dictionaryCoercion(a, b, false, regexCoercion) ??
    runEndCoercion(a, b, false, regexCoercion) ??
    textWithNull(a, b) ??
    (isNull(a) && isNull(b) ? DataTypes.Utf8 : undefined)
  );
}

function textWithNull(a: DataType, b: DataType): DataType | undefined {
  const other = nullCoercion(a, b);
  return other !== undefined && isString(other) ? other : undefined;
}

const nullBoth = (a: DataType, b: DataType): DataType | undefined =>
  isNull(a) && isNull(b) ? DataTypes.Utf8View : undefined;

const NESTED = new Set<string>([
  'List',
  'LargeList',
  'FixedSizeList',
  'ListView',
  'LargeListView',
  'Struct',
  'Map',
  'Union',
]);

/** `||`: text with anything printable is text; bytes with bytes are bytes. */
export function stringConcatCoercion(a: DataType, b: DataType): DataType | undefined {
  return (
    stringCoercion(a, b) ??
    (isBinary(a) && isBinary(b) ? bytesConcat(a, b) : undefined) ??
    bytesWithNull(a, b) ??
    dictionaryCoercion(a, b, false, encodedConcat) ??
    runEndCoercion(a, b, false, encodedConcat) ??
    withText(a, b) ??
    withText(b, a)
  );
}

/** Text behind encodings, however many of them. */
function encodedConcat(a: DataType, b: DataType): DataType | undefined {
  return (
    stringCoercion(a, b) ??
    dictionaryCoercion(a, b, false, encodedConcat) ??
    runEndCoercion(a, b, false, encodedConcat) ??
    textWithNull(a, b)
  );
}

function bytesConcat(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === 'FixedSizeBinary' && b.kind === 'FixedSizeBinary') return DataTypes.Binary;
  if (a.kind === 'LargeBinary' && b.kind === 'FixedSizeBinary') return a;
  return a.kind === 'FixedSizeBinary' && b.kind === 'LargeBinary' ? b : binaryCoercion(a, b);
}

function bytesWithNull(a: DataType, b: DataType): DataType | undefined {
  const other = nullCoercion(a, b);
  if (other === undefined || !isBinary(other)) return undefined;
  return other.kind === 'FixedSizeBinary' ? DataTypes.Binary : other;
}

function withText(text: DataType, other: DataType): DataType | undefined {
  return isString(text) && !NESTED.has(other.kind) && !isBinary(other) ? text : undefined;
}
