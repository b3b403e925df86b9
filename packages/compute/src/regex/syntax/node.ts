import type { CodePointSet } from '../unicode/code-point-set.js';

/** Places in a text that take no character. */
export const Look = {
  /** Start and end of the text. */
  Start: 0,
  End: 1,
  /** Start and end of a line; lines end with a line feed. */
  StartLine: 2,
  EndLine: 3,
  /** The same where lines may also end with CR or CR LF. */
  StartCrlf: 4,
  EndCrlf: 5,
  /** Word boundaries by Unicode's word characters. */
  Word: 6,
  NotWord: 7,
  WordStart: 8,
  WordEnd: 9,
  WordStartHalf: 10,
  WordEndHalf: 11,
  /** Word boundaries by ASCII's word characters. */
  AsciiWord: 12,
  AsciiNotWord: 13,
  AsciiWordStart: 14,
  AsciiWordEnd: 15,
  AsciiWordStartHalf: 16,
  AsciiWordEndHalf: 17,
} as const;

/** One of {@link Look}. */
export type Look = (typeof Look)[keyof typeof Look];

/** True when the place depends on which characters beyond ASCII are word characters. */
export const isUnicodeWord = (look: Look): boolean => look >= Look.Word && look <= Look.WordEndHalf;

/** What a pattern means, flags resolved. */
export type Node =
  | { readonly kind: 'Empty' }
  | { readonly kind: 'Set'; readonly set: CodePointSet }
  | { readonly kind: 'Look'; readonly look: Look }
  | {
      readonly kind: 'Repeat';
      readonly node: Node;
      readonly least: number;
      /** Infinity when unbounded. */
      readonly most: number;
      readonly greedy: boolean;
    }
  /** A group whose text is kept; groups count from 1. */
  | { readonly kind: 'Capture'; readonly index: number; readonly node: Node }
  | { readonly kind: 'Concat'; readonly nodes: readonly Node[] }
  /** The first alternative that leads to a match is taken. */
  | { readonly kind: 'Alternate'; readonly nodes: readonly Node[] };

/** A parsed pattern. */
export interface Parsed {
  readonly node: Node;
  /** Names of the groups by index; the whole match, at 0, has none. */
  readonly names: readonly (string | undefined)[];
}

/** The code point that a node stands for, when it is a single one. */
export function literalOf(node: Node): number | undefined {
  return node.kind === 'Set' && node.set.length === 2 && node.set[0] === node.set[1] ? node.set[0] : undefined;
}
