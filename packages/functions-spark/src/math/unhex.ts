import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, bytesReader, bytesRows, doc, Sections } from '@datafusion-ts/functions';

/** Value of a hexadecimal digit given as ASCII; -1 for anything else. */
function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Bytes of digits, an odd number of them as if a 0 came first; null when something else is among them. */
function bytesOf(text: Uint8Array): Uint8Array | null {
  const odd = text.length % 2;
  const bytes = new Uint8Array((text.length + odd) / 2);
  for (let i = 0; i < text.length; i++) {
    const value = digit(text[i]!);
    if (value < 0) return null;
    const at = (i + odd) >>> 1;
    bytes[at] = bytes[at]! * 16 + value;
  }
  return bytes;
}

/** `unhex('414243')`: the bytes of hexadecimal digits; NULL for texts that have other characters. */
export const unhex: ScalarUDF = {
  name: 'unhex',
  signature: Signature.coercible([Args.string], 'Immutable'),
  returnType: () => DataTypes.Binary,
  invoke: (call) =>
    bytesRows(call, ([text], arena) => {
      const read = bytesReader(text!, arena);
      return (row) => {
        const digits = read(row);
        return digits === null ? null : bytesOf(digits);
      };
    }),
  documentation: doc(
    Sections.math,
    'Gives the bytes that hexadecimal digits stand for; NULL when the text has other characters.',
    'unhex(expr)',
    "SELECT unhex('537061726B')",
    [['expr', 'Text of hexadecimal digits.']],
  ),
};
