/** Twin of assembly/split.ts: finds the values of flat records whose keys come in a known order. */
import { mem } from '@datafusion-ts/compute';
import { BOOLEAN_KIND, NUMBER_KIND, STRING_KIND } from '../fast/value-kinds.js';

const KEY_BYTES = 16;
const SPACE = /[ \n\r\t]*/y;
const VALUE = /"([^"\\]*)"|([0-9-][0-9.+\-eE]*)|(null)|(true|false)/y;

/**
 * Reads at most `capacity` records from the bytes between `begin` and `end` and gives their number; where the next one
 * begins is stored at `state`. A key has 16 bytes in `keys`: address and length of its text with quotes, where in a
 * record's spans (`stride` bytes each) its pair lies or -1, and the kinds it may have. A record that is anything else, or
 * is not complete, ends the reading.
 */
export function splitJson(
  begin: number,
  end: number,
  keys: number,
  keyCount: number,
  spans: number,
  stride: number,
  capacity: number,
  state: number,
): number {
  const bytes = new TextDecoder('latin1');
  const textOf = (from: number, to: number): string => bytes.decode(mem.u8.slice(from, to));
  const text = textOf(begin, end);
  const known = Array.from({ length: keyCount }, (_, i) => {
    const [address, length, slot, kinds] = mem.i32.slice(
      (keys + i * KEY_BYTES) >>> 2,
      ((keys + i * KEY_BYTES) >>> 2) + 4,
    );
    return { text: textOf(address! >>> 0, (address! >>> 0) + length!), slot: slot!, kinds: kinds! };
  });
  let at = 0;
  const skip = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };

  function readRecord(row: number): boolean {
    const put = (slot: number, start: number, stop: number): void => {
      if (slot >= 0) mem.u32.set([start, stop], (spans + row * stride + slot) >>> 2);
    };
    if (text[at++] !== '{') return false;
    let next = 0;
    skip(SPACE);
    if (text[at] === '}') at++;
    else {
      for (;;) {
        const found = known.findIndex((key, i) => i >= next && text.startsWith(key.text, at));
        if (found === -1) return false;
        for (; next < found; next++) put(known[next]!.slot, 0, 0);
        const { text: keyText, slot, kinds } = known[next++]!;
        at += keyText.length;
        skip(SPACE);
        if (text[at++] !== ':') return false;
        skip(text[at] === ' ' ? SPACE : /(?:)/y);
        const start = at;
        const match = skip(VALUE);
        if (match === null || at >= text.length) return false;
        if (match[3] !== undefined) put(slot, 0, 0);
        else {
          const kind = match[1] !== undefined ? STRING_KIND : match[2] !== undefined ? NUMBER_KIND : BOOLEAN_KIND;
          if ((kinds & kind) === 0) return false;
          const quote = kind === STRING_KIND ? 1 : 0;
          put(slot, begin + start + quote, begin + at - quote);
        }
        skip(SPACE);
        const separator = text[at++];
        if (separator === '}') break;
        if (separator !== ',') return false;
        skip(SPACE);
      }
    }
    for (; next < keyCount; next++) put(known[next]!.slot, 0, 0);
    return true;
  }

  let rows = 0;
  let behind = 0;
  for (; rows < capacity; rows++) {
    at = behind;
    skip(SPACE);
    behind = at;
    if (!readRecord(rows)) break;
    behind = at;
  }
  mem.u32[state >>> 2] = begin + behind;
  return rows;
}
