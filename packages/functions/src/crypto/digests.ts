import { DataTypes, ExecutionError, NotImplementedError, PlanError } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { encodeHex } from '../encoding/hex.js';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { bytesReader } from '../utils/readers.js';
import { bytesRows, textRows } from '../utils/rows.js';
import { blake2b, blake2s } from './blake2.js';
import { blake3 } from './blake3.js';
import { md5 as md5Of } from './md5.js';
import { sha224 as sha224Of, sha256 as sha256Of, sha384 as sha384Of, sha512 as sha512Of } from './sha2.js';

type Digest = (bytes: Uint8Array) => Uint8Array;

const SIGNATURE = Signature.oneOf(
  [
    { kind: 'Coercible', coercions: [Args.string] },
    { kind: 'Coercible', coercions: [Args.binary] },
  ],
  'Immutable',
);

/** `md5('a')`: as hexadecimal text. */
export const md5: ScalarUDF = {
  name: 'md5',
  signature: SIGNATURE,
  returnType: () => DataTypes.Utf8View,
  invoke: (call) =>
    textRows(call, ([value], arena) => {
      const read = bytesReader(value!, arena);
      return (row) => {
        const bytes = read(row);
        return bytes === null ? null : encodeHex(md5Of(bytes));
      };
    }),
  documentation: doc(
    Sections.hashing,
    'Gives the MD5 checksum (128 bits) of bytes or text in hexadecimal digits.',
    'md5(expression)',
    "SELECT md5('foo')",
    [['expression', 'Bytes or text.']],
  ),
};

function shaFunction(name: string, digest: Digest, bits: number): ScalarUDF {
  return {
    name,
    signature: SIGNATURE,
    returnType: () => DataTypes.Binary,
    invoke: (call) => bytesRows(call, ([value], arena) => digestRows(value!, digest, arena)),
    documentation: doc(
      Sections.hashing,
      `Gives the SHA-${bits} hash of bytes or text.`,
      `${name}(expression)`,
      `SELECT ${name}('foo')`,
      [['expression', 'Bytes or text.']],
    ),
  };
}

function digestRows(value: ColumnVector, digest: Digest, arena: Parameters<typeof bytesReader>[1]) {
  const read = bytesReader(value, arena);
  return (row: number): Uint8Array | null => {
    const bytes = read(row);
    return bytes === null ? null : digest(bytes);
  };
}

export const sha224: ScalarUDF = shaFunction('sha224', sha224Of, 224);
export const sha256: ScalarUDF = shaFunction('sha256', sha256Of, 256);
export const sha384: ScalarUDF = shaFunction('sha384', sha384Of, 384);
export const sha512: ScalarUDF = shaFunction('sha512', sha512Of, 512);

const ALGORITHMS: Readonly<Record<string, Digest>> = {
  md5: md5Of,
  sha224: sha224Of,
  sha256: sha256Of,
  sha384: sha384Of,
  sha512: sha512Of,
  blake2s,
  blake2b,
  blake3,
};

function algorithmOf(vector: ColumnVector): Digest {
  if (vector.encoding !== 'constant') {
    throw new NotImplementedError('Digest using dynamically decided method is not yet supported');
  }
  const name = vector.value.value;
  if (typeof name !== 'string')
    throw new ExecutionError(`Unsupported data type ${vector.type.kind}(NULL) for function digest`);
  const found = Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined;
  if (found !== undefined) return found;
  throw new PlanError(
    `There is no built-in digest algorithm named '${name}', currently supported algorithms are: ${Object.keys(ALGORITHMS).join(', ')}`,
  );
}

/** `digest('a', 'sha256')`. */
export const digest: ScalarUDF = {
  name: 'digest',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.string, Args.string] },
      { kind: 'Coercible', coercions: [Args.binary, Args.string] },
    ],
    'Immutable',
  ),
  returnType: () => DataTypes.Binary,
  invoke: (call) => {
    const algorithm = algorithmOf(call.args[1]!);
    return bytesRows(call, ([value], arena) => digestRows(value!, algorithm, arena));
  },
  documentation: doc(
    Sections.hashing,
    'Gives the hash of bytes or text by a named algorithm.',
    'digest(expression, algorithm)',
    "SELECT digest('foo', 'sha256')",
    [
      ['expression', 'Bytes or text.'],
      ['algorithm', 'One of md5, sha224, sha256, sha384, sha512, blake2s, blake2b, blake3.'],
    ],
  ),
};
