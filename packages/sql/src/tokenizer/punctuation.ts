import type { Dialect } from '../dialect/dialect.js';
import type { PunctuationKind } from './token.js';

const SINGLE: Readonly<Record<string, PunctuationKind>> = {
  ',': ',',
  ';': ';',
  '(': '(',
  ')': ')',
  '[': '[',
  ']': ']',
  '{': '{',
  '}': '}',
  '.': '.',
  '\\': '\\',
  '+': '+',
  '*': '*',
  '%': '%',
};

/** The candidates by first character, longest first. */
const MULTI: Readonly<Record<string, readonly PunctuationKind[]>> = {
  '-': ['->>', '->', '-'],
  '/': ['//', '/'],
  '|': ['||/', '||', '|/', '|>', '|'],
  '=': ['=>', '==', '='],
  '!': ['!~~*', '!~~', '!~*', '!~', '!!', '!'],
  '<': ['<=>', '<=', '<>', '<<', '<@', '<'],
  '>': ['>=', '>>', '>'],
  ':': ['::', ':=', ':'],
  '&': ['&&', '&'],
  '^': ['^@', '^'],
  '~': ['~~*', '~~', '~*', '~'],
  '#': ['#>>', '#>', '#-', '##', '#'],
  '@': ['@@', '@>', '@?', '@'],
  '?': ['?|', '?&', '?'],
};

/** The operator or punctuation at `pos`, or nothing; `!=` comes back as `<>`. */
export function matchPunctuation(sql: string, pos: number, dialect: Dialect): PunctuationKind | undefined {
  const first = sql.charAt(pos);
  const single = SINGLE[first];
  if (single !== undefined) return single;
  if (first === '!' && sql.charCodeAt(pos + 1) === 61) return '<>';
  return MULTI[first]?.find((candidate) => sql.startsWith(candidate, pos) && allowed(candidate, dialect));
}

function allowed(kind: PunctuationKind, dialect: Dialect): boolean {
  switch (kind) {
    case '//':
      return dialect.integerDivision;
    case '|>':
      return dialect.pipeOperators;
    default:
      return true;
  }
}
