/** Patterns that take other engines exponential time, memory or their stack. */
import {
  allocator,
  Arena,
  compileRegex,
  RegexMatcher,
  RegexSyntaxError,
  RegexTooBigError,
  StringBuilder,
} from '../../src/index.js';
import { byteLengthAt, bytesAddressAt } from '../../src/vector/view.js';

function matches(pattern: string, text: string): boolean {
  const arena = new Arena();
  try {
    const builder = new StringBuilder(arena, 1);
    builder.appendString(text);
    const flat = builder.finish();
    return new RegexMatcher(compileRegex(pattern), arena).findGroups(bytesAddressAt(flat, 0), byteLengthAt(flat, 0), 0);
  } finally {
    arena.release();
  }
}

afterEach(() => expect(allocator.liveBlocks).toBe(0));

it.each([
  ['(a+)+$', 'a'.repeat(50_000) + 'b', false],
  ['^(a|a)*$', 'a'.repeat(50_000) + 'b', false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000), false],
  ['(a|aa)+$', 'a'.repeat(50_000) + 'b', false],
  ['(.*)*x', 'a'.repeat(50_000), false],
  ['(.*)(.*)(.*)(.*)(.*)[^a]$', 'a'.repeat(50_000), false],
  ['(x+x+)+y', 'x'.repeat(50_000), false],
  ['((a{0,5}){0,5})*[c]', 'a'.repeat(20_000), false],
  ['\\b(\\w+\\s?)+$', 'é word '.repeat(5_000) + '!', false],
  ['(a|b)*a(a|b){12}', 'ab'.repeat(10_000), true],
  ['(é|ü)*$', 'é'.repeat(100_000), true],
])('decides %s in linear time', (pattern, text, expected) => {
  const start = performance.now();
  expect(matches(pattern, text)).toBe(expected);
  // Far above what it takes, far below what backtracking would.
  expect(performance.now() - start).toBeLessThan(20_000);
});

it.each(['a{400000}', '((a{100}){100}){100}', '((((x{50}){50}){50}){50}){50}', '(?i)(\\w{100}){100}'])(
  'refuses the size of %s',
  (pattern) => expect(() => compileRegex(pattern)).toThrow(RegexTooBigError),
);

it.each([
  '('.repeat(100_000),
  '['.repeat(100_000),
  '(?:'.repeat(50_000) + ')'.repeat(50_000),
  'a{99999999999}',
  'a\nb(',
])('refuses bad syntax without losing its stack', (pattern) =>
  expect(() => compileRegex(pattern)).toThrow(RegexSyntaxError),
);

it('takes long alternations and classes', () => {
  const words = Array.from({ length: 5_000 }, (_, i) => `word${i}x`).join('|');
  expect(matches(`^(?:${words})$`, 'word4321x')).toBe(true);
  expect(matches(`^(?:${words})$`, 'word54321x')).toBe(false);
});
