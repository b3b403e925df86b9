import { DataTypes } from '@datafusion-ts/common';
import { mem, stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { reserveText, textsOf, writtenRows } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { perTextType } from '../utils/string-signatures.js';

/** Bytes that take the place of a character, by its bytes as a big-endian number. */
type Mapping = ReadonlyMap<number, Uint8Array>;

/** What becomes of each character; those without a partner vanish, first mentions win. */
function mapping(from: string, to: string): Mapping {
  const encoder = new TextEncoder();
  const targets = [...to];
  const map = new Map<number, Uint8Array>();
  [...from].forEach((char, i) => {
    const key = encoder.encode(char).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!map.has(key)) map.set(key, encoder.encode(targets[i] ?? ''));
  });
  return map;
}

/** Writes a text with its characters replaced; with `to` 0 only counts the bytes. */
function translated(start: number, length: number, map: Mapping, to: number): number {
  const { u8 } = mem;
  const end = start + length;
  let size = 0;
  for (let at = start; at < end;) {
    const first = at;
    let key = u8[at++]!;
    while (at < end && (u8[at]! & 0xc0) === 0x80) key = key * 256 + u8[at++]!;
    const target = map.get(key);
    if (to !== 0) {
      if (target === undefined) for (let i = first; i < at; i++) u8[to + size + i - first] = u8[i]!;
      else u8.set(target, to + size);
    }
    size += target === undefined ? at - first : target.length;
  }
  return size;
}

/** `translate('twice', 'wic', 'her')` is `there`. */
export const translate: ScalarUDF = {
  name: 'translate',
  signature: perTextType((text) => [text, DataTypes.Utf8, DataTypes.Utf8]),
  returnType: ([type]) => type!,
  invoke: (call) =>
    writtenRows(call, ([text, from, to], arena) => {
      const [texts, readFrom, readTo] = [textsOf(text!, arena), stringReader(from!), stringReader(to!)];
      let known: readonly [string, string] | undefined;
      let map: Mapping = new Map();
      return (row, builder) => {
        const [a, b] = [readFrom(row), readTo(row)];
        if (texts.isNull(row) || a === null || b === null) {
          builder.appendNull();
          return;
        }
        if (known === undefined || known[0] !== a || known[1] !== b) [known, map] = [[a, b], mapping(a, b)];
        const [start, length] = [texts.address(row), texts.length(row)];
        const bytes = translated(start, length, map, 0);
        translated(start, length, map, reserveText(builder, bytes));
        builder.commit(bytes);
      };
    }),
  documentation: doc(
    Sections.string,
    'Replaces characters by others at the same place of two lists; those without a partner are removed.',
    'translate(str, from, to)',
    "SELECT translate('twice', 'wic', 'her')",
    [
      ['str', 'Text to change.'],
      ['from', 'Characters to replace.'],
      ['to', 'Characters in their place.'],
    ],
  ),
};
