import { DataTypes, displayType, InternalError, type DataType } from '@datafusion-ts/common';
import {
  BigIntBuilder,
  flatten,
  isNull,
  listRange,
  mem,
  physicalTypeOf,
  readWide,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { bytesReader, doc, evaluateOnce, Sections } from '@datafusion-ts/functions';
import { wordsOf } from '../support/words.js';
import { hashBytes, hashHigh, hashInt, hashLong, hashLow, seedHash } from './xxh64.js';
import { neverNull } from '../support/result-fields.js';

/** Mixes the value of a row into the running hash. */
type Hasher = (row: number) => void;

const SEED = 42;

function hasherOf(vector: ColumnVector, arena: Arena): Hasher {
  const flat = flatten(vector, arena);
  const hash = valueHasher(flat, arena);
  // NULL leaves the hash as it is.
  return (row) => {
    if (!isNull(flat, row)) hash(row);
  };
}

function valueHasher(flat: FlatVector, arena: Arena): Hasher {
  const { type } = flat;
  const kind = type.kind === 'Dictionary' ? type.valueType.kind : type.kind;
  switch (kind) {
    case 'Null':
      return () => undefined;
    case 'Boolean':
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Date32': {
      const words = wordsOf(flat, arena);
      return (row) => hashInt(words.low(row));
    }
    case 'Int64':
    case 'Date64':
    case 'Timestamp': {
      const words = wordsOf(flat, arena);
      return (row) => hashLong(words.low(row), words.high(row));
    }
    case 'Float32':
    case 'Float64':
      return floatHasher(flat);
    case 'Decimal128':
      return decimalHasher(flat, type);
    case 'Struct':
    case 'List':
    case 'LargeList':
    case 'Map':
    case 'FixedSizeList':
      return nestedHasher(flat, arena);
    default:
      return bytesHasher(flat, arena);
  }
}

/** Bits of floats; -0.0 is hashed as 0.0. */
function floatHasher({ type, values }: FlatVector): Hasher {
  if (physicalTypeOf(type) === 'float32') {
    return (row) => hashInt(mem.f32[(values >>> 2) + row] === 0 ? 0 : mem.i32[(values >>> 2) + row]!);
  }
  return (row) => {
    const at = (values >>> 2) + 2 * row;
    if (mem.f64[(values >>> 3) + row] === 0) hashLong(0, 0);
    else hashLong(mem.i32[at]!, mem.i32[at + 1]!);
  };
}

/** Unscaled values: as 64-bit integers when the type's all fit, else as 16 bytes. */
function decimalHasher({ values, width }: FlatVector, type: DataType): Hasher {
  const decimal = type.kind === 'Dictionary' ? type.valueType : type;
  if (decimal.kind === 'Decimal128' && decimal.precision <= 18) {
    return (row) => {
      const at = (values + row * width) >>> 2;
      hashLong(mem.i32[at]!, mem.i32[at + 1]!);
    };
  }
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  return (row) => {
    const value = readWide(values + row * width, width);
    view.setBigInt64(0, BigInt.asIntN(64, value), true);
    view.setBigInt64(8, BigInt.asIntN(64, value >> 64n), true);
    hashBytes(bytes);
  };
}

/** Elements one after the other, fields in their order. */
function nestedHasher(flat: FlatVector, arena: Arena): Hasher {
  const children = flat.children.map((child) => hasherOf(child, arena));
  if (flat.type.kind === 'Struct') {
    return (row) => {
      for (const child of children) child(row);
    };
  }
  const [elements] = children;
  return (row) => {
    const { start, end } = listRange(flat, row);
    for (let element = start; element < end; element++) elements!(element);
  };
}

function bytesHasher(flat: FlatVector, arena: Arena): Hasher {
  const physical = physicalTypeOf(flat.type);
  if (physical !== 'view' && flat.type.kind !== 'FixedSizeBinary') {
    throw new InternalError(`Unsupported data type in hasher: ${displayType(flat.type)}`);
  }
  const read = bytesReader(flat, arena);
  return (row) => hashBytes(read(row)!);
}

/**
 * `xxhash64(a, b, …)`: Spark's 64-bit hash of a row: XXH64 of each value with the hash so far as its seed, 42 at first.
 * NULLs change nothing, so a row of NULLs gives 42; lists and structs are hashed like rows of their elements.
 *
 * Example: `SELECT xxhash64('hello')` is -4367754540140381902.
 */
export const xxhash64: ScalarUDF = {
  name: 'xxhash64',
  signature: Signature.variadicAny('Immutable'),
  returnField: neverNull('xxhash64', () => DataTypes.Int64),
  invoke: (call) =>
    evaluateOnce(
      call,
      ({ args, rowCount, arena }) => {
        const hashers = args.map((arg) => hasherOf(arg, arena));
        const builder = new BigIntBuilder(DataTypes.Int64, arena, rowCount);
        for (let row = 0; row < rowCount; row++) {
          seedHash(SEED, 0);
          for (const hash of hashers) hash(row);
          builder.appendWords(hashLow(), hashHigh());
        }
        return builder.finish();
      },
      'values',
    ),
  documentation: doc(
    Sections.hashing,
    'Gives the 64-bit hash of all arguments together.',
    'xxhash64(expr[, ..., expr_n])',
    "SELECT xxhash64('Spark', 1)",
    [['expr, expr_n', 'Values to hash.']],
  ),
};
