import type { ScalarValue } from '@datafusion-ts/common';
import type { Expr, ReturnFieldArgs } from '@datafusion-ts/expr';

/** A literal argument's text; undefined for anything else and for NULL. */
export function literalText(args: ReturnFieldArgs, position: number): string | undefined {
  return textOf(args.scalarArguments[position]);
}

/** The text of a text value. */
export function textOf(value: ScalarValue | undefined): string | undefined {
  return typeof value?.value === 'string' ? value.value : undefined;
}

/** The value of a literal expression. */
export function valueOfLiteral(expr: Expr | undefined): ScalarValue | undefined {
  return expr?.kind === 'Literal' ? expr.value : undefined;
}
