/**
 * Binary operators by the names sqlparser gives them; `binaryOperatorText` of the printer has their spelling.
 * Operators written as words (`AND`, `DIV`, …) are in the list as well.
 */
export type BinaryOperator =
  | 'Plus' | 'Minus' | 'Multiply' | 'Divide' | 'Modulo' | 'StringConcat'
  | 'Gt' | 'Lt' | 'GtEq' | 'LtEq' | 'Spaceship' | 'Eq' | 'NotEq'
  | 'And' | 'Or' | 'Xor'
  | 'BitwiseOr' | 'BitwiseAnd' | 'BitwiseXor'
  | 'DuckIntegerDivide' | 'MyIntegerDivide'
  | 'PGBitwiseXor' | 'PGBitwiseShiftLeft' | 'PGBitwiseShiftRight' | 'PGExp' | 'PGOverlap'
  | 'PGRegexMatch' | 'PGRegexIMatch' | 'PGRegexNotMatch' | 'PGRegexNotIMatch'
  | 'PGLikeMatch' | 'PGILikeMatch' | 'PGNotLikeMatch' | 'PGNotILikeMatch' | 'PGStartsWith'
  | 'Arrow' | 'LongArrow' | 'HashArrow' | 'HashLongArrow' | 'AtAt' | 'AtArrow' | 'ArrowAt' | 'HashMinus'
  | 'AtQuestion' | 'Question' | 'QuestionAnd' | 'QuestionPipe' | 'DoubleHash' | 'LtDashGt'
  | 'AndLt' | 'AndGt' | 'LtLtPipe' | 'PipeGtGt' | 'AndLtPipe' | 'PipeAndGt' | 'LtCaret' | 'GtCaret'
  | 'QuestionHash' | 'QuestionDash' | 'QuestionDashPipe' | 'QuestionDoublePipe' | 'At' | 'TildeEq'
  | 'Assignment' | 'Overlaps' | 'Match' | 'Regexp';

/** Prefix operators, and `!` behind an operand (`PGPostfixFactorial`), by sqlparser's names. */
export type UnaryOperator =
  | 'Plus' | 'Minus' | 'Not' | 'BangNot'
  | 'PGBitwiseNot' | 'PGSquareRoot' | 'PGCubeRoot' | 'PGPostfixFactorial' | 'PGPrefixFactorial' | 'PGAbs'
  | 'Hash' | 'AtDashAt' | 'DoubleAt' | 'QuestionDash' | 'QuestionPipe';
