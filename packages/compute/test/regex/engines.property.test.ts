/** The engines against JavaScript's on patterns that mean the same there, and against each other. */
import * as fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import {
  allocator,
  Arena,
  kernels,
  mem,
  readString,
  StringBuilder,
  twinKernels,
  useKernels,
  wasmKernels,
} from '../../src/index.js';
import { replaceInColumn } from '../../src/regex/column-replacer.js';
import { pikeMatch } from '../../src/regex/engine/pike-vm.js';
import { RegexMatcher } from '../../src/regex/matcher.js';
import { Regex } from '../../src/regex/regex.js';

/** A pattern of the syntax that both know; `plain` when it has no group under a quantifier, whose text differs in JavaScript. */
interface Sample {
  readonly source: string;
  readonly nullable: boolean;
  readonly groups: boolean;
  readonly plain: boolean;
}

const leaf = (source: string, nullable = false): Sample => ({ source, nullable, groups: false, plain: true });
const leaves = [
  'a',
  'b',
  'c',
  'é',
  '𝄞',
  '\\n',
  '[ab]',
  '[^a]',
  '[^é]',
  '[a-cé-ü]',
  '.',
  '[^b\\n]',
  '\\x41',
  'ab',
  'ba',
];
const places = ['^', '$', '(?:)'];

const samples = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom(...leaves.map((source) => leaf(source)), ...places.map((source) => leaf(source, true))),
    fc.array(tie('sample'), { minLength: 1, maxLength: 4 }).map((parts) => ({
      source: parts.map(({ source }) => `(?:${source})`).join(''),
      nullable: parts.every((part) => part.nullable),
      groups: parts.some((part) => part.groups),
      plain: parts.every((part) => part.plain),
    })),
    fc.array(tie('sample'), { minLength: 2, maxLength: 3 }).map((parts) => ({
      source: parts.map(({ source }) => source).join('|'),
      nullable: parts.some((part) => part.nullable),
      groups: parts.some((part) => part.groups),
      plain: parts.every((part) => part.plain),
    })),
    tie('sample').map((part) => ({ ...part, source: `(${part.source})`, groups: true })),
    fc
      .tuple(tie('sample'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}'), fc.boolean())
      .map(([part, quantifier, lazy]) => {
        // What an empty round does is told apart in too many ways.
        if (part.nullable) return part;
        return {
          source: `(?:${part.source})${quantifier}${lazy ? '?' : ''}`,
          nullable: /^[*?]|^\{0/.test(quantifier),
          groups: part.groups,
          plain: part.plain && !part.groups,
        };
      }),
  ),
})).sample;

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', 'é', 'ü', '𝄞', '\n', 'A', 'x', '€'), { maxLength: 12 })
  .map((chars) => chars.join(''));

type Found = readonly (readonly [start: number, end: number])[];

/** All matches with their groups, in bytes; -1 for groups that took no part. */
function ours(regex: Regex, text: string): Found[] {
  return withText(text, (address, length, arena) => {
    const matcher = new RegexMatcher(regex, arena);
    const found: Found[] = [];
    const count = matcher.matches(address, length, true, true);
    for (let i = 0; i < count; i++) {
      const at = (matcher.matchesAt + i * matcher.matchStride) >>> 2;
      found.push(pairs([...mem.i32.subarray(at, at + regex.groupCount * 2)]));
    }
    expect(matcher.test(address, length)).toBe(found.length > 0);
    return found;
  });
}

function pairs(slots: readonly number[]): Found {
  return Array.from({ length: slots.length / 2 }, (_, i) => [slots[i * 2]!, slots[i * 2 + 1]!] as const);
}

function withText<T>(text: string, use: (address: number, length: number, arena: Arena) => T): T {
  const arena = new Arena();
  try {
    const bytes = new TextEncoder().encode(text);
    const address = arena.alloc(bytes.length);
    mem.u8.set(bytes, address);
    return use(address, bytes.length, arena);
  } finally {
    arena.release();
  }
}

/** JavaScript's matches by Rust's rule: a match of no bytes may not touch the one before it. */
function theirs(source: string, text: string): Found[] {
  const regex = new RegExp(source, 'dgsu'.replace('s', ''));
  const bytes = (index: number): number => Buffer.byteLength(text.slice(0, index));
  const found: Found[] = [];
  let previous = -1;
  for (let from = 0; from <= text.length;) {
    regex.lastIndex = from;
    const match = regex.exec(text);
    if (match === null) break;
    const [start, end] = match.indices![0]!;
    if (start === end && end === previous) {
      from += text.codePointAt(from)! > 0xffff ? 2 : 1;
      continue;
    }
    found.push(match.indices!.map((range) => (range === undefined ? [-1, -1] : [bytes(range[0]), bytes(range[1])])));
    [previous, from] = [end, end];
  }
  return found;
}

afterEach(() => {
  useKernels(undefined);
  expect(allocator.liveBlocks).toBe(0);
});

describe.each(['wasm', 'twin'])('%s kernels', (name) => {
  beforeEach(() => useKernels(name === 'twin' ? twinKernels() : wasmKernels()));

  it('find what JavaScript finds', () => {
    fc.assert(
      fc.property(samples, fc.array(texts, { minLength: 1, maxLength: 6 }), ({ source, plain }, list) => {
        const regex = new Regex(source);
        for (const text of list) {
          const [mine, others] = [ours(regex, text), theirs(source, text)];
          expect(plain ? mine : mine.map((groups) => groups[0])).toEqual(
            plain ? others : others.map((groups) => groups[0]),
          );
        }
      }),
      propertyBudget(1500),
    );
  });

  it('replace in columns what they find in texts', () => {
    const column = fc.array(fc.option(texts, { nil: null, freq: 4 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(samples, column, fc.boolean(), fc.integer({ min: 0, max: 2 }), ({ source }, list, all, group) => {
        using arena = new Arena();
        const regex = new Regex(source);
        const wanted = Math.min(group, regex.groupCount - 1);
        const builder = new StringBuilder(arena, list.length);
        for (const text of list) {
          if (text === null) builder.appendNull();
          else builder.appendString(text);
        }
        const flat = builder.finish();
        const parts = arena.alloc(24);
        const dash = arena.alloc(1);
        mem.u8[dash] = 45;
        mem.i32.set([-1, dash, 1, wanted, 0, 0], parts >>> 2);
        const matcher = new RegexMatcher(regex, arena);
        const given = { address: parts, count: 2, needsGroups: wanted > 0 };
        const values = replaceInColumn(flat, matcher, given, all, arena, () => undefined);
        list.forEach((text, row) => {
          if (text === null) return;
          const bytes = Buffer.from(text);
          const found = ours(regex, text).slice(0, all ? undefined : 1);
          let [expected, copied] = ['', 0];
          for (const slots of found) {
            const [[start, end], [from, to]] = [slots[0]!, slots[wanted]!];
            expected += `${bytes.subarray(copied, start).toString()}-`;
            if (from >= 0) expected += bytes.subarray(from, to).toString();
            copied = end;
          }
          expect(readString({ ...flat, values }, row)).toBe(expected + bytes.subarray(copied).toString());
        });
      }),
      propertyBudget(400),
    );
  });

  it('agree with the virtual machine that follows all threads', () => {
    const word = fc.constantFrom(
      '\\b',
      '\\B',
      '\\b{start}',
      '\\b{end-half}',
      '(?m:^)',
      '(?Rm:$)',
      '\\w',
      '(\\z)+?',
      '(?:($)*|a)*',
      '(a|b*)*',
      '(|a)+',
    );
    const pattern = fc.array(
      fc.oneof(
        samples.map(({ source }) => `(?:${source})`),
        word,
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(pattern, texts, (parts, text) => {
        const regex = new Regex(parts.join(''));
        const first = ours(regex, text)[0];
        const isWord = (code: number): boolean =>
          /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u.test(String.fromCodePoint(code));
        const slots = withText(text, (address, length) =>
          pikeMatch(regex.program, regex.groupCount * 2, address, length, 0, false, isWord),
        );
        expect(slots === undefined ? undefined : pairs([...slots])).toEqual(first);
      }),
      propertyBudget(1500),
    );
  });
});

it('gives the same from both kinds of kernels', () => {
  expect(Object.keys(twinKernels()).filter((name) => name.startsWith('regex'))).toHaveLength(9);
  expect(kernels()).toBeDefined();
});
