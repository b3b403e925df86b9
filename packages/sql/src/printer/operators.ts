import type { BinaryOperator, CustomOperator, UnaryOperator } from '../ast/index.js';

const BINARY: Readonly<Record<BinaryOperator, string>> = {
  Plus: '+', Minus: '-', Multiply: '*', Divide: '/', Modulo: '%', StringConcat: '||', Gt: '>', Lt: '<', GtEq: '>=', LtEq: '<=', Spaceship: '<=>', Eq: '=',
  NotEq: '<>', And: 'AND', Or: 'OR', Xor: 'XOR', BitwiseOr: '|', BitwiseAnd: '&', BitwiseXor: '^', DuckIntegerDivide: '//', MyIntegerDivide: 'DIV',
  PGBitwiseXor: '#', PGBitwiseShiftLeft: '<<', PGBitwiseShiftRight: '>>', PGExp: '^', PGOverlap: '&&', PGRegexMatch: '~', PGRegexIMatch: '~*',
  PGRegexNotMatch: '!~', PGRegexNotIMatch: '!~*', PGLikeMatch: '~~', PGILikeMatch: '~~*', PGNotLikeMatch: '!~~', PGNotILikeMatch: '!~~*', PGStartsWith: '^@',
  Arrow: '->', LongArrow: '->>', HashArrow: '#>', HashLongArrow: '#>>', AtAt: '@@', AtArrow: '@>', ArrowAt: '<@', HashMinus: '#-', AtQuestion: '@?',
  Question: '?', QuestionAnd: '?&', QuestionPipe: '?|', DoubleHash: '##', LtDashGt: '<->', AndLt: '&<', AndGt: '&>', LtLtPipe: '<<|', PipeGtGt: '|>>',
  AndLtPipe: '&<|', PipeAndGt: '|&>', LtCaret: '<^', GtCaret: '>^', QuestionHash: '?#', QuestionDash: '?-', QuestionDashPipe: '?-|', QuestionDoublePipe: '?||',
  At: '@', TildeEq: '~=', Assignment: ':=', Overlaps: 'OVERLAPS', Match: 'MATCH', Regexp: 'REGEXP',
};

const UNARY: Readonly<Record<UnaryOperator, string>> = {
  Plus: '+', Minus: '-', Not: 'NOT', BangNot: '!', PGBitwiseNot: '~', PGSquareRoot: '|/', PGCubeRoot: '||/', PGPostfixFactorial: '!', PGPrefixFactorial: '!!',
  PGAbs: '@', Hash: '#', AtDashAt: '@-@', DoubleAt: '@@', QuestionDash: '?-', QuestionPipe: '?|',
};

/** The spelling of a binary operator. */
export function binaryOperatorText(op: BinaryOperator | CustomOperator): string {
  if (typeof op === 'string') return BINARY[op];
  return op.kind === 'Custom' ? op.text : `OPERATOR(${op.parts.join('.')})`;
}

/** The spelling of a unary operator. */
export function unaryOperatorText(op: UnaryOperator): string {
  return UNARY[op];
}
