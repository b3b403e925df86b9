import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  flatten,
  flatVector,
  mapDictionary,
  mem,
  nullVector,
  viewBytes,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { textSignature } from '../utils/string-signatures.js';
import { lengthTypeOf } from '../utils/types.js';

/** Lengths of text, read from its bytes without decoding them. */

type Measure = (view: number) => number;

const byteCount: Measure = (view) => mem.u32[view >>> 2]!;

/** Characters are the bytes that do not continue one (10xxxxxx); long texts are counted four bytes at a time. */
function charactersAt(view: number): number {
  const { u8, u32 } = mem;
  const length = u32[view >>> 2]!;
  let at = viewBytes(view);
  const end = at + length;
  let continued = 0;
  for (; at < end && (at & 3) !== 0; at++) if ((u8[at]! & 0xc0) === 0x80) continued++;
  for (; at + 4 <= end; at += 4) {
    const word = u32[at >>> 2]!;
    if ((word & 0x80808080) === 0) continue;
    continued += Math.imul((word >>> 7) & ~(word >>> 6) & 0x01010101, 0x01010101) >>> 24;
  }
  for (; at < end; at++) if ((u8[at]! & 0xc0) === 0x80) continued++;
  return length - continued;
}

function measured(call: ScalarFunctionArgs, measure: Measure): ColumnVector {
  const type: DataType = call.returnField.dataType;
  const [text] = call.args;
  if (type.kind === 'Null' || text!.type.kind === 'Null') return nullVector(type, call.rowCount);
  return mapDictionary(text!, call.arena, (flat, arena) => {
    const width = type.kind === 'Int64' ? 8 : 4;
    const values = fill(flatten(flat, arena).values, flat.length, width, measure, arena);
    return flatVector(type, flat.length, { values, width, validity: flat.validity, nullCount: flat.nullCount });
  });
}

function fill(views: number, length: number, width: number, measure: Measure, arena: Arena): number {
  const to = arena.alloc(length * width);
  for (let row = 0; row < length; row++) {
    const value = measure(views + row * 16);
    if (width === 8) mem.i64[(to >>> 3) + row] = BigInt(value);
    else mem.i32[(to >>> 2) + row] = value;
  }
  return to;
}

/** `bit_length('a')` is 8. */
export const bitLength: ScalarUDF = {
  name: 'bit_length',
  signature: textSignature(1),
  returnType: ([type]) => lengthTypeOf(type!, 'bit_length'),
  invoke: (call) => measured(call, (view) => byteCount(view) * 8),
  documentation: doc(
    Sections.string,
    'Gives the length of a text in bits.',
    'bit_length(str)',
    "SELECT bit_length('datafusion')",
    [['str', 'Text to measure.']],
    ['length', 'octet_length'],
  ),
};

/** `octet_length('é')` is 2. */
export const octetLength: ScalarUDF = {
  name: 'octet_length',
  signature: textSignature(1),
  returnType: ([type]) => lengthTypeOf(type!, 'octet_length'),
  invoke: (call) => measured(call, byteCount),
  documentation: doc(
    Sections.string,
    'Gives the length of a text in bytes.',
    'octet_length(str)',
    "SELECT octet_length('Ångström')",
    [['str', 'Text to measure.']],
    ['bit_length', 'length'],
  ),
};

/** `character_length('é')` is 1. */
export const characterLength: ScalarUDF = {
  name: 'character_length',
  aliases: ['length', 'char_length'],
  signature: Signature.uniform(1, [DataTypes.Utf8, DataTypes.LargeUtf8, DataTypes.Utf8View], 'Immutable'),
  returnType: ([type]) => lengthTypeOf(type!, 'character_length'),
  invoke: (call) => measured(call, charactersAt),
  documentation: doc(
    Sections.string,
    'Gives the number of characters of a text.',
    'character_length(str)',
    "SELECT character_length('Ångström')",
    [['str', 'Text to measure.']],
    ['bit_length', 'octet_length'],
  ),
};
