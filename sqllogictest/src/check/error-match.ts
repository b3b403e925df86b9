/**
 * Whether an error is the expected one. Patterns are written for Rust's `regex`, which JavaScript reads alike except
 * for flags at the front (`(?is)`), named groups and the text anchors.
 */
import type { ExpectedError } from '../parser/record.js';

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  space: '\\s',
  upper: 'A-Z',
  lower: 'a-z',
  word: '\\w',
};

/** The JavaScript form of a pattern in Rust's syntax. @throws SyntaxError when it is none */
export function rustRegex(pattern: string): RegExp {
  let flags = '';
  let body = pattern;
  const leading = /^\(\?([a-z]+)\)/.exec(body);
  if (leading) {
    flags = [...(leading[1] as string)].filter((flag) => 'ims'.includes(flag)).join('');
    body = body.slice(leading[0].length);
  }
  body = body
    .replace(/\(\?P</g, '(?<')
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
  return new RegExp(body, flags);
}

/** Whether `actual`, the text of an error, is `expected`. */
export function matchesError(expected: ExpectedError, actual: string): boolean {
  switch (expected.kind) {
    case 'any':
      return true;
    case 'text':
      return expected.text.trim() === actual.trim();
    case 'regex':
      return rustRegex(expected.pattern).test(actual);
  }
}

/** The expectation in words, for a failure's message. */
export function describeExpectedError(expected: ExpectedError): string {
  switch (expected.kind) {
    case 'any':
      return 'any error';
    case 'text':
      return expected.text;
    case 'regex':
      return `an error matching /${expected.pattern}/`;
  }
}
