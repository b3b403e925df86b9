import { DataTypes, ExecutionError, NotImplementedError, PlanError, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { bytesReader } from '../utils/readers.js';
import { encodedRows, type ByteEncoder } from '../utils/encode-rows.js';
import { bytesRows } from '../utils/rows.js';
import { base64Bound, decodeBase64 } from './base64.js';
import { base64Encoder, hexBound, hexEncoder } from './byte-encoders.js';
import { decodeHex } from './hex.js';

/** `encode(x, 'hex')` and `decode(x, 'base64')`: bytes as text and back. */

interface Encoding {
  readonly name: string;
  /** Longest encoding of so many bytes. */
  bound(length: number): number;
  readonly encode: ByteEncoder;
  decode(text: Uint8Array): Uint8Array;
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  base64: { name: 'base64', bound: base64Bound, encode: base64Encoder(false), decode: decodeBase64 },
  base64pad: { name: 'base64pad', bound: base64Bound, encode: base64Encoder(true), decode: decodeBase64 },
  hex: { name: 'hex', bound: hexBound, encode: hexEncoder(false), decode: decodeHex },
};

function encodingOf(vector: ColumnVector): Encoding {
  if (vector.encoding !== 'constant') {
    throw new NotImplementedError('Encoding must be a scalar; array specified encoding is not yet supported');
  }
  const name = vector.value.value;
  if (typeof name !== 'string') throw new ExecutionError('Encoding must be a non-null string');
  const found = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
  if (found !== undefined) return found;
  throw new PlanError(
    `There is no built-in encoding named '${name}', currently supported encodings are: ${Object.keys(ENCODINGS).join(', ')}`,
  );
}

const SIGNATURE = Signature.coercible(
  [coerceImplicit(TypeClasses.binary, [TypeClasses.native(NativeTypes.String)], NativeTypes.Binary), Args.string],
  'Immutable',
);

const isLarge = (type: DataType): boolean => type.kind === 'LargeBinary' || type.kind === 'LargeUtf8';

const PARAMETERS: readonly (readonly [string, string])[] = [
  ['expression', 'Bytes or text.'],
  ['format', 'base64, base64pad or hex.'],
];

/** `encode`. */
export const encode: ScalarUDF = {
  name: 'encode',
  signature: SIGNATURE,
  returnType: ([type]) => (isLarge(type!) ? DataTypes.LargeUtf8 : DataTypes.Utf8),
  invoke: (call) => {
    const encoding = encodingOf(call.args[1]!);
    return encodedRows(call, encoding.bound, encoding.encode);
  },
  documentation: doc(
    Sections.binary,
    'Writes bytes as text.',
    'encode(expression, format)',
    "SELECT encode('abc', 'hex')",
    PARAMETERS,
    ['decode'],
  ),
};

/** `decode`. */
export const decode: ScalarUDF = {
  name: 'decode',
  signature: SIGNATURE,
  returnType: ([type]) => (isLarge(type!) ? DataTypes.LargeBinary : DataTypes.Binary),
  invoke: (call) => {
    const encoding = encodingOf(call.args[1]!);
    return bytesRows(call, ([value], arena) => {
      const read = bytesReader(value!, arena);
      return (row) => {
        const text = read(row);
        return text === null ? null : decoded(encoding, text);
      };
    });
  },
  documentation: doc(
    Sections.binary,
    'Reads bytes from text.',
    'decode(expression, format)',
    "SELECT decode('616263', 'hex')",
    PARAMETERS,
    ['encode'],
  ),
};

function decoded(encoding: Encoding, text: Uint8Array): Uint8Array {
  try {
    return encoding.decode(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExecutionError(`Failed to decode value using ${encoding.name}: ${why}`);
  }
}
