/**
 * `LIKE` and `ILIKE`: `%` is any text, `_` any character, a backslash takes the meaning from the next character. Patterns
 * made of text and `%` run in kernels on the bytes: equality, prefix, suffix, search; everything else becomes a regular
 * expression of our own engine, which is linear whatever the pattern. Constant patterns are matched once per dictionary entry.
 */
import { DataTypes, NotImplementedError } from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { asciiCase } from './ascii-case.js';
import { commonValidity, evaluateBinary, type BinaryFunction, type Plain } from '../operand/operand.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap, andBitmaps, bitmapBytes, getBit, setBit, writeBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { encodeUtf8, utf8Bound } from '../vector/text.js';
import { RegexMatcher } from '../regex/matcher.js';
import { compileRegex, escapeRegex, type Regex } from '../regex/regex.js';
import { withMatchers, withScratch } from '../regex/with-matchers.js';
import { byteLengthAt, bytesAddressAt, stringReader, writeView } from '../vector/view.js';

/** Variants of LIKE. */
export interface LikeOptions {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
  /** Escape character; default backslash. */
  readonly escape?: string;
}

/** Parts of a pattern: text, any text, any character. */
type Token = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'one' };

/** Splits a pattern; text runs are as long as possible and several `%` are one. */
function tokenize(pattern: string, escape: string): Token[] {
  const tokens: Token[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') tokens.push({ kind: 'text', text });
    text = '';
  };
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char === escape) text += chars[++i] ?? char;
    else if (char === '%') {
      flush();
      if (tokens.at(-1)?.kind !== 'any') tokens.push({ kind: 'any' });
    } else if (char === '_') {
      flush();
      tokens.push({ kind: 'one' });
    } else text += char;
  }
  flush();
  return tokens;
}

/** `value [NOT] [I]LIKE pattern` as a Boolean vector; constant patterns are compiled once, dictionaries matched per entry. */
export function like(value: ColumnVector, pattern: ColumnVector, options: LikeOptions, arena: Arena): ColumnVector {
  const escape = options.escape ?? '\\';
  if (escape !== '\\') throw new NotImplementedError('LIKE does not support escape_char other than the backslash (\\)');
  const run: BinaryFunction = (a, b, length, own) => {
    const values =
      (a.encoding === 'flat' && b.encoding === 'constant' && byConstant(a, String(b.value.value), options, own)) ||
      byText(a, b, options, length, own);
    return flatVector(DataTypes.Boolean, length, { values, ...commonValidity(validity(a), validity(b), length, own) });
  };
  const name = `${options.negated ? 'not ' : ''}${options.caseInsensitive ? 'ilike' : 'like'}`;
  return evaluateBinary(value, pattern, DataTypes.Boolean, arena, run, name);
}

const validity = (vector: Plain): { validity: number } => ({
  validity: vector.encoding === 'flat' ? vector.validity : 0,
});

/** A constant pattern on bytes; 0 when the text must be decoded. */
function byConstant(value: FlatVector, pattern: string, options: LikeOptions, arena: Arena): number {
  if (options.caseInsensitive) return byLowerCase(value, pattern, options, arena);
  const tokens = tokenize(pattern, '\\');
  if (tokens.every((token) => token.kind !== 'one')) return byBytes(value, tokens, options.negated, arena);
  return byCandidates(value, tokens, pattern, options, arena);
}

/** ILIKE with an ASCII pattern: the text in lower case is matched as by LIKE, text beyond ASCII is looked at closely. */
function byLowerCase(value: FlatVector, pattern: string, options: LikeOptions, arena: Arena): number {
  if (!/^[\0-\x7f]*$/.test(pattern)) return 0;
  const { vector, others, otherCount } = asciiCase(value, false, arena);
  // Lower case leaves escapes and wildcards what they are.
  const bits = byConstant(vector, pattern.toLowerCase(), { ...options, caseInsensitive: false }, arena);
  if (otherCount === 0) return bits;
  return withScratch((scratch) => {
    const rows = andBitmaps(others, value.validity, value.length, scratch);
    const found = new RegexMatcher(likeRegex(pattern, options), scratch).testViews(value.values, value.length, rows);
    for (let row = 0; row < value.length; row++) {
      if (getBit(rows, row)) writeBit(bits, row, getBit(found, row) !== options.negated);
    }
    return bits;
  });
}

/** A pattern with `_`: rows that match it with `%` in its place are looked at closely. */
function byCandidates(
  value: FlatVector,
  tokens: readonly Token[],
  pattern: string,
  options: LikeOptions,
  arena: Arena,
): number {
  const { length } = value;
  const looser = tokens
    .map((token): Token => (token.kind === 'one' ? { kind: 'any' } : token))
    .filter((token, i, all) => token.kind !== 'any' || all[i - 1]?.kind !== 'any');
  return withScratch((scratch) => {
    const rows = andBitmaps(byBytes(value, looser, false, scratch), value.validity, length, scratch);
    const found = new RegexMatcher(likeRegex(pattern, options), scratch).testViews(value.values, length, rows);
    const values = arena.alloc(bitmapBytes(length));
    const flip = options.negated ? 0xff : 0;
    for (let i = 0; i < bitmapBytes(length); i++) mem.u8[values + i] = mem.u8[found + i]! ^ flip;
    return values;
  });
}

/** A pattern of text and `%` in kernels. */
function byBytes(value: FlatVector, tokens: readonly Token[], negated: boolean, arena: Arena): number {
  const texts = tokens.flatMap((token) => (token.kind === 'text' ? [token.text] : []));
  const [startsAny, endsAny] = [tokens[0]?.kind === 'any', tokens.at(-1)?.kind === 'any'];
  const { length, values } = value;
  const invert = negated ? 0xff : 0;
  const k = kernels();
  const to = arena.alloc(bitmapBytes(length));
  if (texts.length === 0) {
    if (startsAny) mem.u8.fill(0xff ^ invert, to, to + bitmapBytes(length));
    else k.eqView(values, 1, viewOf('', arena), 0, length, invert, to);
    return to;
  }
  if (texts.length > 1) {
    const { segments, count } = segmentsOf(texts, arena);
    k.likeView(values, length, segments, count, startsAny ? 1 : 0, endsAny ? 1 : 0, invert, to);
    return to;
  }
  const needle = arena.alloc(utf8Bound(texts[0]!));
  const size = encodeUtf8(texts[0]!, needle);
  if (startsAny && endsAny) k.containsView(values, length, needle, size, invert, to);
  else if (startsAny) k.endsView(values, length, needle, size, invert, to);
  else if (endsAny) k.startsView(values, length, needle, size, invert, to);
  else k.eqView(values, 1, viewOf(texts[0]!, arena), 0, length, invert, to);
  return to;
}

function viewOf(text: string, arena: Arena): number {
  const bytes = arena.alloc(utf8Bound(text));
  const size = encodeUtf8(text, bytes);
  const view = arena.alloc(16);
  writeView(view, bytes, size);
  return view;
}

/** Address and length of each text, u32 each. */
function segmentsOf(texts: readonly string[], arena: Arena): { readonly segments: number; readonly count: number } {
  const segments = arena.alloc(texts.length * 8);
  const places = texts.map((text) => ({ address: arena.alloc(utf8Bound(text)), text }));
  places.forEach(({ address, text }, i) => {
    const size = encodeUtf8(text, address);
    mem.u32[(segments >>> 2) + i * 2] = address;
    mem.u32[(segments >>> 2) + i * 2 + 1] = size;
  });
  return { segments, count: texts.length };
}

function byText(a: Plain, b: Plain, options: LikeOptions, length: number, arena: Arena): number {
  const values = allocBitmap(length, false, arena);
  const text = flatten(a, arena);
  const patternOf = stringReader(b);
  withMatchers((matcherOf) => {
    for (let row = 0; row < length; row++) {
      const pattern = patternOf(row);
      if (pattern === null || (text.validity !== 0 && !getBit(text.validity, row))) continue;
      const matcher = matcherOf(likeRegex(pattern, options));
      if (matcher.test(bytesAddressAt(text, row), byteLengthAt(text, row)) !== options.negated) setBit(values, row);
    }
  });
  return values;
}

/** The regular expression of a pattern. */
function likeRegex(pattern: string, options: Omit<LikeOptions, 'negated'>): Regex {
  const tokens = tokenize(pattern, options.escape ?? '\\');
  // Open ends are left out of the expression: the search ends early.
  const openStart = tokens[0]?.kind === 'any';
  const openEnd = tokens.at(-1)?.kind === 'any';
  const middle = tokens.slice(openStart ? 1 : 0, openEnd && tokens.length > 1 ? -1 : undefined);
  let source = '';
  for (const token of middle) {
    if (token.kind === 'any') source += '.*';
    else if (token.kind === 'one') source += '.';
    else source += escapeRegex(token.text);
  }
  return compileRegex(`${openStart ? '' : '^'}${source}${openEnd ? '' : '$'}`, options.caseInsensitive ? 'si' : 's');
}
