/** Binary operators of expressions, named as in DataFusion. */
export type Operator =
  | 'Eq'
  | 'NotEq'
  | 'Lt'
  | 'LtEq'
  | 'Gt'
  | 'GtEq'
  | 'Plus'
  | 'Minus'
  | 'Multiply'
  | 'Divide'
  | 'Modulo'
  | 'And'
  | 'Or'
  | 'IsDistinctFrom'
  | 'IsNotDistinctFrom'
  | 'RegexMatch'
  | 'RegexIMatch'
  | 'RegexNotMatch'
  | 'RegexNotIMatch'
  | 'LikeMatch'
  | 'ILikeMatch'
  | 'NotLikeMatch'
  | 'NotILikeMatch'
  | 'BitwiseAnd'
  | 'BitwiseOr'
  | 'BitwiseXor'
  | 'BitwiseShiftRight'
  | 'BitwiseShiftLeft'
  | 'StringConcat'
  | 'AtArrow'
  | 'ArrowAt'
  | 'Arrow'
  | 'LongArrow'
  | 'HashArrow'
  | 'HashLongArrow'
  | 'AtAt'
  | 'IntegerDivide'
  | 'HashMinus'
  | 'AtQuestion'
  | 'Question'
  | 'QuestionAnd'
  | 'QuestionPipe'
  | 'Colon';

interface OperatorFacts {
  readonly text: string;
  /** Binds tighter when larger; 0 for operators that always print in parentheses. */
  readonly precedence: number;
  readonly negated?: Operator;
  readonly swapped?: Operator;
}

const FACTS: Readonly<Record<Operator, OperatorFacts>> = {
  Or: { text: 'OR', precedence: 5 },
  And: { text: 'AND', precedence: 10 },
  Eq: { text: '=', precedence: 15, negated: 'NotEq', swapped: 'Eq' },
  NotEq: { text: '!=', precedence: 15, negated: 'Eq', swapped: 'NotEq' },
  Lt: { text: '<', precedence: 20, negated: 'GtEq', swapped: 'Gt' },
  LtEq: { text: '<=', precedence: 15, negated: 'Gt', swapped: 'GtEq' },
  Gt: { text: '>', precedence: 20, negated: 'LtEq', swapped: 'Lt' },
  GtEq: { text: '>=', precedence: 15, negated: 'Lt', swapped: 'LtEq' },
  IsDistinctFrom: { text: 'IS DISTINCT FROM', precedence: 30, negated: 'IsNotDistinctFrom' },
  IsNotDistinctFrom: { text: 'IS NOT DISTINCT FROM', precedence: 30, negated: 'IsDistinctFrom' },
  LikeMatch: { text: '~~', precedence: 25, negated: 'NotLikeMatch' },
  ILikeMatch: { text: '~~*', precedence: 25, negated: 'NotILikeMatch' },
  NotLikeMatch: { text: '!~~', precedence: 25, negated: 'LikeMatch' },
  NotILikeMatch: { text: '!~~*', precedence: 25, negated: 'ILikeMatch' },
  RegexMatch: { text: '~', precedence: 30, negated: 'RegexNotMatch' },
  RegexIMatch: { text: '~*', precedence: 30, negated: 'RegexNotIMatch' },
  RegexNotMatch: { text: '!~', precedence: 30, negated: 'RegexMatch' },
  RegexNotIMatch: { text: '!~*', precedence: 30, negated: 'RegexIMatch' },
  Plus: { text: '+', precedence: 40, swapped: 'Plus' },
  Minus: { text: '-', precedence: 40 },
  Multiply: { text: '*', precedence: 45, swapped: 'Multiply' },
  Divide: { text: '/', precedence: 45 },
  Modulo: { text: '%', precedence: 45 },
  BitwiseAnd: { text: '&', precedence: 30 },
  BitwiseOr: { text: '|', precedence: 30 },
  BitwiseXor: { text: 'BIT_XOR', precedence: 30 },
  BitwiseShiftRight: { text: '>>', precedence: 30 },
  BitwiseShiftLeft: { text: '<<', precedence: 30 },
  StringConcat: { text: '||', precedence: 30 },
  AtArrow: { text: '@>', precedence: 30, swapped: 'ArrowAt' },
  ArrowAt: { text: '<@', precedence: 30, swapped: 'AtArrow' },
  Arrow: { text: '->', precedence: 30 },
  LongArrow: { text: '->>', precedence: 30 },
  HashArrow: { text: '#>', precedence: 30 },
  HashLongArrow: { text: '#>>', precedence: 30 },
  AtAt: { text: '@@', precedence: 30 },
  IntegerDivide: { text: 'DIV', precedence: 45 },
  HashMinus: { text: '#-', precedence: 30 },
  AtQuestion: { text: '@?', precedence: 30 },
  Question: { text: '?', precedence: 30 },
  QuestionAnd: { text: '?&', precedence: 30 },
  QuestionPipe: { text: '?|', precedence: 30 },
  Colon: { text: ':', precedence: 30 },
};

/** How the operator prints. */
export const operatorText = (op: Operator): string => FACTS[op].text;

/** How tightly the operator binds; expressions print parentheses around operands that bind less tightly. */
export const operatorPrecedence = (op: Operator): number => FACTS[op].precedence;

/** The operator that is true exactly where this one is false; undefined when there is none. */
export const negateOperator = (op: Operator): Operator | undefined => FACTS[op].negated;

/** The operator with the same result when the operands change places; undefined when there is none. */
export const swapOperator = (op: Operator): Operator | undefined => FACTS[op].swapped;

const COMPARISONS = new Set<Operator>([
  ...(['Eq', 'NotEq', 'Lt', 'LtEq', 'Gt', 'GtEq', 'IsDistinctFrom', 'IsNotDistinctFrom'] as const),
  ...(['RegexMatch', 'RegexIMatch', 'RegexNotMatch', 'RegexNotIMatch'] as const),
]);
const NUMERICAL = new Set<Operator>(['Plus', 'Minus', 'Multiply', 'Divide', 'Modulo']);
const SUPPORTS_PROPAGATION = new Set<Operator>(['Eq', 'NotEq', 'Lt', 'LtEq', 'Gt', 'GtEq']);
const BITWISE = new Set<Operator>(['BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'BitwiseShiftLeft', 'BitwiseShiftRight']);

/** True for operators that compare and give a boolean (regular expressions included). */
export const isComparisonOperator = (op: Operator): boolean => COMPARISONS.has(op);
/** True for `+ - * / %`. */
export const isNumericalOperator = (op: Operator): boolean => NUMERICAL.has(op);
/** True for AND and OR. */
export const isLogicOperator = (op: Operator): boolean => op === 'And' || op === 'Or';
/** True for `= != < <= > >=`. */
export const supportsPropagation = (op: Operator): boolean => SUPPORTS_PROPAGATION.has(op);
export const isBitwiseOperator = (op: Operator): boolean => BITWISE.has(op);

/** True when a NULL operand always gives NULL; DataFusion does not count `||` among these. */
export function returnsNullOnNull(op: Operator): boolean {
  return op !== 'And' && op !== 'Or' && op !== 'IsDistinctFrom' && op !== 'IsNotDistinctFrom' && op !== 'StringConcat';
}
