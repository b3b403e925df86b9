/** Which places hold between two neighbours, when one byte on each side tells. */
import { Look } from '../syntax/node.js';

/** What a neighbour can be; beyond ASCII nothing is known to be a word character. */
export const Kind = { Other: 0, Edge: 1, LineFeed: 2, Return: 3, Word: 4 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** The kind of a byte. */
export function kindOf(byte: number): Kind {
  if (byte === 10) return Kind.LineFeed;
  if (byte === 13) return Kind.Return;
  return isWordByte(byte) ? Kind.Word : Kind.Other;
}

/** Letters, digits and the underscore. */
export const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || ((byte | 32) >= 0x61 && (byte | 32) <= 0x7a) || byte === 0x5f;

/** Bits of the Looks that hold between two neighbours. */
export function looksBetween(before: Kind, after: Kind): number {
  let bits = 0;
  for (let look = 0; look <= Look.AsciiWordEndHalf; look++) if (holds(look as Look, before, after)) bits |= 1 << look;
  return bits;
}

function holds(look: Look, before: Kind, after: Kind): boolean {
  const [wordBefore, wordAfter] = [before === Kind.Word, after === Kind.Word];
  switch (look) {
    case Look.Start:
      return before === Kind.Edge;
    case Look.End:
      return after === Kind.Edge;
    case Look.StartLine:
      return before === Kind.Edge || before === Kind.LineFeed;
    case Look.EndLine:
      return after === Kind.Edge || after === Kind.LineFeed;
    case Look.StartCrlf:
      return before === Kind.Edge || before === Kind.LineFeed || (before === Kind.Return && after !== Kind.LineFeed);
    case Look.EndCrlf:
      return after === Kind.Edge || after === Kind.Return || (after === Kind.LineFeed && before !== Kind.Return);
    case Look.Word:
    case Look.AsciiWord:
      return wordBefore !== wordAfter;
    case Look.NotWord:
    case Look.AsciiNotWord:
      return wordBefore === wordAfter;
    case Look.WordStart:
    case Look.AsciiWordStart:
      return !wordBefore && wordAfter;
    case Look.WordEnd:
    case Look.AsciiWordEnd:
      return wordBefore && !wordAfter;
    case Look.WordStartHalf:
    case Look.AsciiWordStartHalf:
      return !wordBefore;
    case Look.WordEndHalf:
    case Look.AsciiWordEndHalf:
      return !wordAfter;
  }
}
