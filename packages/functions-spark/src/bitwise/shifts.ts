import { type DataType, DataTypes } from '@datafusion-ts/common';
import { BigIntBuilder, type ColumnVector, NumberBuilder } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { coerceImplicit, NativeTypes, Signature, TypeClasses, type Coercion } from '@datafusion-ts/expr-common';
import { type Call, doc, evaluateOnce, numberReader, Sections } from '@datafusion-ts/functions';
import { wordsOf } from '../support/words.js';
import { nullsOfArguments } from '../support/result-fields.js';

/**
 * Shifts of integers as Java has them: by the amount modulo the width, so that a shift by -1 is one by 31 or 63. Integers
 * of 8 and 16 bits are first made 32 bits wide. 64-bit integers are shifted as two words.
 */

const native = TypeClasses.native;
const AMOUNT = coerceImplicit(native(NativeTypes.Int32), [TypeClasses.integer], NativeTypes.Int32);
const shift = (value: Coercion): { readonly kind: 'Coercible'; readonly coercions: readonly Coercion[] } => ({
  kind: 'Coercible',
  coercions: [value, AMOUNT],
});

const SIGNATURE = Signature.oneOf(
  [
    shift(
      coerceImplicit(
        native(NativeTypes.Int32),
        [native(NativeTypes.Int8), native(NativeTypes.Int16)],
        NativeTypes.Int32,
      ),
    ),
    shift(
      coerceImplicit(
        native(NativeTypes.UInt32),
        [native(NativeTypes.UInt8), native(NativeTypes.UInt16)],
        NativeTypes.UInt32,
      ),
    ),
    shift({ desired: native(NativeTypes.Int64) }),
    shift({ desired: native(NativeTypes.UInt64) }),
  ],
  'Immutable',
);

/** A shift of one word and of two; `filler` is what comes in from the left: the sign or zero. */
interface Shift {
  word(value: number, by: number): number;
  /** Both words of the shifted value, low first, into `out`. */
  words(low: number, high: number, by: number, out: Int32Array): void;
}

const LEFT: Shift = {
  word: (value, by) => value << by,
  words(low, high, by, out) {
    out[0] = by < 32 ? low << by : 0;
    out[1] = by >= 32 ? low << (by - 32) : by === 0 ? high : (high << by) | (low >>> (32 - by));
  },
};

function rightWords(low: number, high: number, by: number, filler: number, out: Int32Array): void {
  if (by >= 32) {
    out[0] = by === 32 ? high : (high >>> (by - 32)) | (filler << (64 - by));
    out[1] = filler;
  } else if (by === 0) {
    out[0] = low;
    out[1] = high;
  } else {
    out[0] = (low >>> by) | (high << (32 - by));
    out[1] = (high >>> by) | (filler << (32 - by));
  }
}

const RIGHT: Shift = {
  word: (value, by) => value >> by,
  words: (low, high, by, out) => rightWords(low, high, by, high >> 31, out),
};

const RIGHT_UNSIGNED: Shift = {
  word: (value, by) => value >>> by,
  words: (low, high, by, out) => rightWords(low, high, by, 0, out),
};

function shifted32(call: Call, type: DataType, by: Shift): ColumnVector {
  const { args, rowCount, arena } = call;
  const words = wordsOf(args[0]!, arena);
  const amount = numberReader(args[1]!, arena);
  const builder = new NumberBuilder(type, arena, rowCount);
  const unsigned = type.kind === 'UInt32';
  for (let row = 0; row < rowCount; row++) {
    const count = amount(row);
    if (count === null || words.isNull(row)) {
      builder.appendNull();
      continue;
    }
    const value = by.word(words.low(row), count & 31);
    builder.appendNumber(unsigned ? value >>> 0 : value | 0);
  }
  return builder.finish();
}

function shifted64(call: Call, type: DataType, by: Shift): ColumnVector {
  const { args, rowCount, arena } = call;
  const words = wordsOf(args[0]!, arena);
  const amount = numberReader(args[1]!, arena);
  const builder = new BigIntBuilder(type, arena, rowCount);
  const out = new Int32Array(2);
  for (let row = 0; row < rowCount; row++) {
    const count = amount(row);
    if (count === null || words.isNull(row)) {
      builder.appendNull();
      continue;
    }
    by.words(words.low(row), words.high(row), count & 63, out);
    builder.appendWords(out[0]!, out[1]!);
  }
  return builder.finish();
}

function shiftFunction(name: string, left: Shift, unsigned: Shift, description: string, example: string): ScalarUDF {
  return {
    name,
    signature: SIGNATURE,
    returnField: nullsOfArguments(name, ([type]) => (type!.kind === 'Null' ? DataTypes.Int32 : type!)),
    invoke: (call: ScalarFunctionArgs) => {
      const type = call.returnField.dataType;
      // The bits of unsigned integers have no sign to keep.
      const by = type.kind === 'UInt32' || type.kind === 'UInt64' ? unsigned : left;
      const body = type.kind === 'Int64' || type.kind === 'UInt64' ? shifted64 : shifted32;
      return evaluateOnce(call, (once) => body(once, type, by));
    },
    documentation: doc(Sections.math, description, `${name}(expr, bits)`, example, [
      ['expr', 'An integer.'],
      ['bits', 'By how many bits, modulo the width of the type.'],
    ]),
  };
}

/** `shiftleft(2, 1)` is 4. */
export const shiftLeft: ScalarUDF = shiftFunction(
  'shiftleft',
  LEFT,
  LEFT,
  'Moves the bits of an integer to the left.',
  'SELECT shiftleft(2, 1)',
);

/** `shiftright(-4, 1)` is -2: the sign stays. */
export const shiftRight: ScalarUDF = shiftFunction(
  'shiftright',
  RIGHT,
  RIGHT_UNSIGNED,
  'Moves the bits of an integer to the right and keeps its sign.',
  'SELECT shiftright(-4, 1)',
);

/** `shiftrightunsigned(-4, 1)` is a large positive number: zeros come in from the left. */
export const shiftRightUnsigned: ScalarUDF = shiftFunction(
  'shiftrightunsigned',
  RIGHT_UNSIGNED,
  RIGHT_UNSIGNED,
  'Moves the bits of an integer to the right, with zeros in their place.',
  'SELECT shiftrightunsigned(-4, 1)',
);
