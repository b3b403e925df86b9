import type { Operator } from '@datafusion-ts/expr-common';

const TEXT: Readonly<Record<Operator, string>> = {
  Eq: '=',
  NotEq: '!=',
  Lt: '<',
  LtEq: '<=',
  Gt: '>',
  GtEq: '>=',
  Plus: '+',
  Minus: '-',
  Multiply: '*',
  Divide: '/',
  Modulo: '%',
  And: 'AND',
  Or: 'OR',
  IsDistinctFrom: 'IS DISTINCT FROM',
  IsNotDistinctFrom: 'IS NOT DISTINCT FROM',
  RegexMatch: '~',
  RegexIMatch: '~*',
  RegexNotMatch: '!~',
  RegexNotIMatch: '!~*',
  LikeMatch: '~~',
  ILikeMatch: '~~*',
  NotLikeMatch: '!~~',
  NotILikeMatch: '!~~*',
  BitwiseAnd: '&',
  BitwiseOr: '|',
  BitwiseXor: 'BIT_XOR',
  BitwiseShiftRight: '>>',
  BitwiseShiftLeft: '<<',
  StringConcat: '||',
  AtArrow: '@>',
  ArrowAt: '<@',
  Arrow: '->',
  LongArrow: '->>',
  HashArrow: '#>',
  HashLongArrow: '#>>',
  AtAt: '@@',
  IntegerDivide: 'DIV',
  HashMinus: '#-',
  AtQuestion: '@?',
  Question: '?',
  QuestionAnd: '?&',
  QuestionPipe: '?|',
  Colon: ':',
};

/** The symbol or word of an operator, as expressions print it. */
export const operatorText = (op: Operator): string => TEXT[op];

/** How tightly an operator binds, deciding where EXPLAIN prints parentheses: PostgreSQL's levels, higher binds tighter. */
export function operatorPrecedence(op: Operator): number {
  switch (op) {
    case 'Or':
      return 5;
    case 'And':
      return 10;
    case 'Eq':
    case 'NotEq':
    case 'LtEq':
    case 'GtEq':
      return 15;
    case 'Lt':
    case 'Gt':
      return 20;
    case 'LikeMatch':
    case 'NotLikeMatch':
    case 'ILikeMatch':
    case 'NotILikeMatch':
      return 25;
    case 'Plus':
    case 'Minus':
      return 40;
    case 'Multiply':
    case 'Divide':
    case 'IntegerDivide':
    case 'Modulo':
      return 45;
    default:
      return 30;
  }
}
