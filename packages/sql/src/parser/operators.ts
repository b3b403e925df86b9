/**
 * Infix operators: how tight each token binds and what operation it stands for. The tables are per token, the
 * numbers come from the dialect, so that PostgreSQL's order of precedence is only another table.
 */
import type { BinaryOperator } from '../ast/index.js';
import type { Precedence } from '../dialect/dialect.js';
import type { Dialect } from '../dialect/dialect.js';
import type { Token } from '../tokenizer/token.js';

const OPERATORS: Readonly<Partial<Record<string, readonly [BinaryOperator, keyof Precedence]>>> = {
  '=': ['Eq', 'eq'],
  '==': ['Eq', 'eq'],
  '<>': ['NotEq', 'eq'],
  '<': ['Lt', 'eq'],
  '<=': ['LtEq', 'eq'],
  '>': ['Gt', 'eq'],
  '>=': ['GtEq', 'eq'],
  '<=>': ['Spaceship', 'eq'],
  ':=': ['Assignment', 'eq'],
  '~': ['PGRegexMatch', 'eq'],
  '~*': ['PGRegexIMatch', 'eq'],
  '!~': ['PGRegexNotMatch', 'eq'],
  '!~*': ['PGRegexNotIMatch', 'eq'],
  '~~': ['PGLikeMatch', 'eq'],
  '~~*': ['PGILikeMatch', 'eq'],
  '!~~': ['PGNotLikeMatch', 'eq'],
  '!~~*': ['PGNotILikeMatch', 'eq'],
  '+': ['Plus', 'plusMinus'],
  '-': ['Minus', 'plusMinus'],
  '*': ['Multiply', 'mulDivMod'],
  '/': ['Divide', 'mulDivMod'],
  '//': ['DuckIntegerDivide', 'mulDivMod'],
  '%': ['Modulo', 'mulDivMod'],
  '||': ['StringConcat', 'mulDivMod'],
  '|': ['BitwiseOr', 'pipe'],
  '&': ['BitwiseAnd', 'ampersand'],
  '^': ['BitwiseXor', 'caret'],
  '<<': ['PGBitwiseShiftLeft', 'caret'],
  '>>': ['PGBitwiseShiftRight', 'caret'],
  '&&': ['PGOverlap', 'doubleColon'],
  '^@': ['PGStartsWith', 'doubleColon'],
  '->': ['Arrow', 'pgOther'],
  '->>': ['LongArrow', 'pgOther'],
  '#>': ['HashArrow', 'pgOther'],
  '#>>': ['HashLongArrow', 'pgOther'],
  '#-': ['HashMinus', 'pgOther'],
  '@>': ['AtArrow', 'pgOther'],
  '<@': ['ArrowAt', 'pgOther'],
  '@?': ['AtQuestion', 'pgOther'],
  '@@': ['AtAt', 'pgOther'],
  '?': ['Question', 'pgOther'],
  '?|': ['QuestionPipe', 'pgOther'],
  '?&': ['QuestionAnd', 'pgOther'],
};

/** The operation of an operator token (words are the parser's affair). */
export function operatorOf(token: Token, dialect: Dialect): BinaryOperator | undefined {
  if (token.kind === '^' && dialect.name === 'postgresql') return 'PGExp';
  if (token.kind === '#' && dialect.name === 'postgresql') return 'PGBitwiseXor';
  return OPERATORS[token.kind]?.[0];
}

/** How tight the operator at this token binds, 0 when it is none. `next` and `afterNext` follow it. */
export function infixPrecedence(token: Token, next: Token, afterNext: Token, dialect: Dialect): number {
  const { precedence } = dialect;
  if (token.kind === 'Word') return token.keyword === '' ? 0 : wordPrecedence(token, next, afterNext, dialect);
  const known = OPERATORS[token.kind];
  if (known !== undefined) return precedence[known[1]];
  switch (token.kind) {
    case '::':
    case '!':
      return precedence.doubleColon;
    case '[':
      return precedence.bracket;
    case '#':
      return precedence.caret;
    case '@':
      return precedence.pgOther;
    case ':':
      return dialect.jsonPaths &&
        next.kind !== 'Number' &&
        next.kind !== 'SingleQuotedString' &&
        next.kind !== 'Placeholder'
        ? precedence.colon
        : 0;
    default:
      return 0;
  }
}

function wordPrecedence(token: Token, next: Token, afterNext: Token, dialect: Dialect): number {
  const { precedence } = dialect;
  switch (token.keyword) {
    case 'OR':
      return precedence.or;
    case 'AND':
      return precedence.and;
    case 'XOR':
      return precedence.xor;
    case 'AT':
      return next.keyword === 'TIME' && afterNext.keyword === 'ZONE' ? precedence.atTz : 0;
    case 'NOT':
      return next.keyword === 'NULL' ? precedence.is : notPrecedence(next, precedence);
    case 'NOTNULL':
      return dialect.notNullOperator ? precedence.is : 0;
    case 'IS':
      return precedence.is;
    case 'IN':
    case 'BETWEEN':
    case 'OVERLAPS':
    case 'OPERATOR':
      return precedence.between;
    case 'LIKE':
    case 'ILIKE':
    case 'SIMILAR':
    case 'RLIKE':
    case 'REGEXP':
    case 'MATCH':
    case 'MEMBER':
      return precedence.like;
    case 'DIV':
      return precedence.mulDivMod;
    case 'COLLATE':
      return precedence.collate;
    default:
      return 0;
  }
}

function notPrecedence(next: Token, precedence: Precedence): number {
  switch (next.keyword) {
    case 'IN':
    case 'BETWEEN':
      return precedence.between;
    case 'LIKE':
    case 'ILIKE':
    case 'SIMILAR':
    case 'REGEXP':
    case 'MATCH':
    case 'RLIKE':
    case 'MEMBER':
      return precedence.like;
    default:
      return 0;
  }
}
