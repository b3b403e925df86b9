/**
 * Percent-encoding of forms (`application/x-www-form-urlencoded`): letters, digits, `*`, `-`, `.` and `_` stay, a space is
 * `+`, everything else its bytes as `%XX`. Reading works on bytes, as what stands behind `%` may be halves of characters.
 */
import { ExecutionError } from '@datafusion-ts/common';
import {
  byteLengthAt,
  bytesAddressAt,
  describeUtf8Defect,
  findUtf8Defect,
  flatten,
  isNull,
  mem,
  StringBuilder,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, encodedRows, evaluateOnce, Sections } from '@datafusion-ts/functions';
import { valueTypeOrText } from './result-type.js';

const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

/** What stays as it is besides letters and digits. */
const SAFE = '*-._';
const CAPITALS = 0x41 - 10;
const digit = (value: number): number => (value < 10 ? 0x30 + value : CAPITALS + value);

/** 1 for bytes that stay; made with the first use. */
let safe: Uint8Array | undefined;

const makeSafe = (): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) =>
    /[0-9A-Za-z]/.test(String.fromCharCode(byte)) || SAFE.includes(String.fromCharCode(byte)) ? 1 : 0,
  );

function encodeTo(from: number, length: number, to: number): number {
  const { u8 } = mem;
  const stays = (safe ??= makeSafe());
  let next = to;
  for (let at = from; at < from + length; at++) {
    const byte = u8[at]!;
    if (stays[byte] === 1) u8[next++] = byte;
    else if (byte === SPACE) u8[next++] = PLUS;
    else {
      u8[next++] = PERCENT;
      u8[next++] = digit(byte >>> 4);
      u8[next++] = digit(byte & 15);
    }
  }
  return next - to;
}

/** `url_encode('a b')` is `a+b`. */
export const urlEncode: ScalarUDF = {
  name: 'url_encode',
  signature: Signature.string(1, 'Immutable'),
  returnType: ([type]) => valueTypeOrText(type!),
  invoke: (call) => encodedRows(call, (length) => 3 * length, encodeTo),
  documentation: doc(
    Sections.string,
    'Writes a text so that it can be part of a URL.',
    'url_encode(str)',
    "SELECT url_encode('https://spark.apache.org')",
    [['str', 'Text.']],
    ['url_decode'],
  ),
};

const digitOf = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};

/** The byte of `%XX` at an address. */
function escapedByte(at: number, start: number, end: number): number {
  const { u8 } = mem;
  if (at + 2 >= end)
    throw new ExecutionError(`Invalid percent-encoding: incomplete sequence at position ${at - start}`);
  const [high, low] = [digitOf(u8[at + 1]!), digitOf(u8[at + 2]!)];
  if (high < 0 || low < 0) {
    const sequence = String.fromCharCode(u8[at]!, u8[at + 1]!, u8[at + 2]!);
    throw new ExecutionError(`Invalid percent-encoding: invalid hex sequence '${sequence}' at position ${at - start}`);
  }
  return high * 16 + low;
}

/** Writes the decoded bytes to an address; gives their number. They are never more than the encoded ones. */
function decodeTo(to: number, start: number, length: number): number {
  const { u8 } = mem;
  const end = start + length;
  let next = to;
  for (let at = start; at < end; at++) {
    const byte = u8[at]!;
    if (byte === PERCENT) {
      u8[next++] = escapedByte(at, start, end);
      at += 2;
    } else {
      u8[next++] = byte === PLUS ? SPACE : byte;
    }
  }
  const defect = findUtf8Defect(to, next - to);
  if (defect !== undefined) throw new ExecutionError(`Invalid UTF-8 sequence: ${describeUtf8Defect(defect)}`);
  return next - to;
}

function appendDecoded(builder: StringBuilder, flat: FlatVector, row: number): void {
  const length = byteLengthAt(flat, row);
  const to = builder.reserve(length);
  builder.commit(decodeTo(to, bytesAddressAt(flat, row), length));
}

function decodeFunction(name: string, tolerant: boolean, description: string): ScalarUDF {
  return {
    name,
    signature: Signature.string(1, 'Immutable'),
    returnType: ([type]) => valueTypeOrText(type!),
    invoke: (call) =>
      evaluateOnce(call, ({ args: [text], rowCount, arena }) => {
        const flat = flatten(text!, arena);
        const builder = new StringBuilder(arena, rowCount, call.returnField.dataType);
        for (let row = 0; row < rowCount; row++) {
          if (isNull(flat, row)) {
            builder.appendNull();
            continue;
          }
          try {
            appendDecoded(builder, flat, row);
          } catch (error) {
            if (!tolerant || !(error instanceof ExecutionError)) throw error;
            builder.appendNull();
          }
        }
        return builder.finish();
      }),
    documentation: doc(
      Sections.string,
      description,
      `${name}(str)`,
      `SELECT ${name}('https%3A%2F%2Fspark.apache.org')`,
      [['str', 'Text as `url_encode` writes it.']],
      ['url_encode', tolerant ? 'url_decode' : 'try_url_decode'],
    ),
  };
}

/** `url_decode('a+b%21')` is `a b!`; what is no such text is an error. */
export const urlDecode: ScalarUDF = decodeFunction('url_decode', false, 'Reads text that was written for a URL.');

/** `try_url_decode('%zz')` is NULL. */
export const tryUrlDecode: ScalarUDF = decodeFunction(
  'try_url_decode',
  true,
  'Reads text that was written for a URL; NULL when it is none.',
);
