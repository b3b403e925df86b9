/**
 * Regular expressions that LIKE or `=` can do: literal text with or without anchors, and up to four alternatives of it.
 *
 * `s ~ '^ab'` is `s LIKE 'ab%'`, `s ~ '^ab$'` is `s = 'ab'`, `s ~ 'ab|cd'` is `s LIKE '%ab%' OR s LIKE '%cd%'`. Any other
 * syntax is left to the matcher.
 */
import { DataFusionError, ScalarValue } from '@datafusion-ts/common';
import { parseRegex, RegexSyntaxError } from '@datafusion-ts/compute';
import { and, binaryExpr, inList, isNullExpr, likeExpr, lit, or, type Expr } from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';

const MOST_ALTERNATIVES = 4;

/** One alternative: text, with or without anchors. */
interface Simple {
  readonly start: boolean;
  readonly end: boolean;
  readonly text: string;
}

interface Mode {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
}

/** The comparison as LIKE, `=` or IN, or undefined. */
export function simplifyRegex(left: Expr, op: Operator, right: Expr): Expr | undefined {
  const mode = modeOf(op);
  if (mode === undefined || right.kind !== 'Literal' || typeof right.value.value !== 'string') return undefined;
  const pattern = right.value.value;
  checkSyntax(pattern);
  const text = (value: string): Expr => lit(new ScalarValue(right.value.dataType, value));
  // Nothing fails to match; NULL stays NULL.
  if (pattern === '.*') return mode.negated ? and(isNullExpr(left), lit(ScalarValue.boolean(null))) : left.isNotNull();
  const captured = /^\^\(([^()]*)\)\$$/.exec(pattern);
  if (captured !== null) return anchoredList(left, captured[1]!.split('|'), mode, text);
  const alternatives = pattern.split('|').map(parseSimple);
  if (alternatives.length > MOST_ALTERNATIVES || mergeInParser(pattern)) return undefined;
  const exprs = alternatives.map((simple) => (simple === undefined ? undefined : lowered(left, simple, mode, text)));
  if (exprs.some((expr) => expr === undefined)) return undefined;
  return (exprs as Expr[]).reduce(mode.negated ? and : or);
}

/** A pattern that is none fails here, before there are rows. */
function checkSyntax(pattern: string): void {
  try {
    parseRegex(pattern);
  } catch (error) {
    if (!(error instanceof RegexSyntaxError)) throw error;
    throw new DataFusionError('External', error.message).context('Invalid regex');
  }
}

function modeOf(op: Operator): Mode | undefined {
  switch (op) {
    case 'RegexMatch':
      return { negated: false, caseInsensitive: false };
    case 'RegexIMatch':
      return { negated: false, caseInsensitive: true };
    case 'RegexNotMatch':
      return { negated: true, caseInsensitive: false };
    case 'RegexNotIMatch':
      return { negated: true, caseInsensitive: true };
    default:
      return undefined;
  }
}

/** Alternatives of one character, or with a first character in common, are one class or one prefix to DataFusion's parser. */
function mergeInParser(pattern: string): boolean {
  const parts = pattern.split('|');
  if (parts.length < 2) return false;
  return parts.every((part) => part.length === 1) || parts.every((part) => part[0] === parts[0]![0]);
}

function anchoredList(
  left: Expr,
  parts: readonly string[],
  mode: Mode,
  text: (value: string) => Expr,
): Expr | undefined {
  const literals = parts.map(parseSimple);
  const plain = literals.every((part) => part !== undefined && !part.start && !part.end && part.text !== '');
  if (!plain || mode.caseInsensitive || mergeInParser(parts.join('|'))) return undefined;
  if (parts.length === 1) return binaryExpr(left, mode.negated ? 'NotEq' : 'Eq', text(parts[0]!));
  return inList(
    left,
    literals.map((part) => text(part!.text)),
    mode.negated,
  );
}

function lowered(left: Expr, simple: Simple, mode: Mode, text: (value: string) => Expr): Expr | undefined {
  const { start, end, text: literal } = simple;
  if (start && end && !mode.caseInsensitive) {
    return binaryExpr(left, mode.negated ? 'NotEq' : 'Eq', text(literal));
  }
  const pattern = literal === '' && !start ? '%' : `${start ? '' : '%'}${literal}${end ? '' : '%'}`;
  return likeExpr({ kind: 'Like', expr: left, pattern: text(pattern), ...mode });
}

/** Undefined for anything but anchors and plain characters; a dot does not match line ends, as LIKE's `_` does. */
function parseSimple(pattern: string): Simple | undefined {
  const start = pattern.startsWith('^');
  const end = pattern.endsWith('$') && !pattern.endsWith('\\$');
  const text = pattern.slice(start ? 1 : 0, end ? -1 : undefined);
  if (/[%_.\\^$*+?()[\]{}|]/.test(text) || (text === '' && start !== end)) return undefined;
  return { start, end, text };
}
