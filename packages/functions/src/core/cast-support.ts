import type { Expr } from '@datafusion-ts/expr';
import { textOf, valueOfLiteral } from '../utils/literals.js';
export { cast, tryCast } from '@datafusion-ts/expr';

/** The type name in a literal. */
export const dataTypeOfLiteral = (expr: Expr | undefined): string | undefined => textOf(valueOfLiteral(expr));
