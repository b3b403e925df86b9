/**
 * Rewrites a predicate over columns to one over their statistics that is false only where no row can satisfy the
 * original: `a = 5` becomes `a_null_count != row_count AND a_min <= 5 AND 5 <= a_max`. What says nothing becomes `true`.
 */
import { ScalarValue, type Schema } from '@datafusion-ts/common';
import { isFloating, type Operator, type PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  Column,
  DynamicFilterPhysicalExpr,
  InListExpr,
  IsNotNullExpr,
  IsNullExpr,
  LikeExpr,
  Literal,
  NotExpr,
} from '@datafusion-ts/physical-expr';
import { toPrunable, type Prunable } from './prunable.js';
import type { RequiredColumns } from './required-columns.js';
import { compared } from './unwrap-cast.js';

/** Longer lists are not rewritten to comparisons. */
const LONGEST_LIST = 20;

const bool = (value: boolean): PhysicalExpr => new Literal(ScalarValue.boolean(value));
const zero = (): PhysicalExpr => new Literal(ScalarValue.uint64(0n));

export const isAlwaysTrue = (expr: PhysicalExpr): boolean => expr.literal?.value === true;
const isAlwaysFalse = (expr: PhysicalExpr): boolean => expr.literal?.value === false;

/** The predicate over statistics; those it needs are noted in `required`. */
export function buildPredicate(expr: PhysicalExpr, schema: Schema, required: RequiredColumns): PhysicalExpr {
  return new PredicateBuilder(schema, required).build(expr);
}

class PredicateBuilder {
  readonly #schema: Schema;
  readonly #required: RequiredColumns;
  /** Whether the predicate is a dynamic filter, or part of one. */
  readonly #isDynamic: boolean;

  constructor(schema: Schema, required: RequiredColumns, isDynamic = false) {
    this.#schema = schema;
    this.#required = required;
    this.#isDynamic = isDynamic;
  }

  build(expr: PhysicalExpr): PhysicalExpr {
    if (isAlwaysFalse(expr)) return expr;
    if (expr instanceof DynamicFilterPhysicalExpr) {
      return new PredicateBuilder(this.#schema, this.#required, true).build(expr.current());
    }
    if (expr instanceof IsNullExpr) return this.#nullTest(expr.arg, false);
    if (expr instanceof IsNotNullExpr) return this.#nullTest(expr.arg, true);
    if (expr instanceof Column) return this.#boolean(expr, false);
    if (expr instanceof NotExpr) return expr.arg instanceof Column ? this.#boolean(expr.arg, true) : bool(true);
    if (expr instanceof InListExpr) return this.#inList(expr);
    if (expr instanceof LikeExpr) {
      return expr.caseInsensitive
        ? bool(true)
        : this.#comparison(expr.arg, expr.negated ? 'NotLikeMatch' : 'LikeMatch', expr.pattern);
    }
    if (!(expr instanceof BinaryExpr)) return bool(true);
    if (expr.op === 'And' || expr.op === 'Or') return combine(this.build(expr.left), expr.op, this.build(expr.right));
    return this.#comparison(expr.left, expr.op, expr.right);
  }

  #nullTest(arg: PhysicalExpr, isNot: boolean): PhysicalExpr {
    if (!(arg instanceof Column) || this.#schema.indexOf(arg.name) < 0) return bool(true);
    if (isNot) {
      const rows = this.#required.rowCount();
      return new BinaryExpr(this.#required.nullCount(arg), 'NotEq', rows);
    }
    return new BinaryExpr(this.#required.nullCount(arg), 'Gt', zero());
  }

  /** A boolean column by itself: false everywhere only when its largest value is. */
  #boolean(column: Column, isNot: boolean): PhysicalExpr {
    const index = this.#schema.indexOf(column.name);
    if (index < 0 || this.#schema.field(index).dataType.kind !== 'Boolean') return bool(true);
    const min = this.#required.bound(column, this.#schema, 'Min');
    const max = this.#required.bound(column, this.#schema, 'Max');
    return isNot ? new BinaryExpr(new NotExpr(min), 'Or', new NotExpr(max)) : new BinaryExpr(min, 'Or', max);
  }

  #inList({ arg, list, negated }: InListExpr): PhysicalExpr {
    if (list.length === 0 || list.length > LONGEST_LIST) return bool(true);
    const parts: PhysicalExpr[] = list.map((value) => new BinaryExpr(arg, negated ? 'NotEq' : 'Eq', value));
    return this.build(parts.reduce((a, b) => new BinaryExpr(a, negated ? 'And' : 'Or', b)));
  }

  #comparison(left: PhysicalExpr, op: Operator, right: PhysicalExpr): PhysicalExpr {
    const prunable = toPrunable(left, op, right, this.#schema);
    if (prunable === undefined || this.#keepsNaN(prunable)) return bool(true);
    if (op === 'IsDistinctFrom' || op === 'IsNotDistinctFrom') return this.#distinct(prunable, op === 'IsDistinctFrom');
    const bounds = this.#bounds(prunable, prunable.op);
    return bounds === undefined ? bool(true) : this.#notAllNull(prunable.column, bounds);
  }

  /**
   * Bounds leave out NaN, which is above all other values. Containers are skipped regardless for what users ask for, as in
   * DataFusion, but not for filters that the plan makes by itself: these must change no answer.
   */
  #keepsNaN({ column, op, value }: Prunable): boolean {
    if (!this.#isDynamic || !isFloating(this.#schema.field(this.#schema.indexOf(column.name)).dataType)) return false;
    if (op === 'Lt' || op === 'LtEq') return false;
    return op !== 'Eq' || Number.isNaN(value.literal?.value ?? NaN);
  }

  #notAllNull(column: Column, bounds: PhysicalExpr): PhysicalExpr {
    return new BinaryExpr(this.#someValue(column), 'And', bounds);
  }

  #someValue(column: Column): PhysicalExpr {
    const nulls = this.#required.nullCount(column);
    return new BinaryExpr(nulls, 'NotEq', this.#required.rowCount());
  }

  /** NULL counts as a value: the comparison depends on whether the other side is NULL. */
  #distinct(prunable: Prunable, isDistinct: boolean): PhysicalExpr {
    const { column, value } = prunable;
    const { literal } = value;
    if (literal === undefined) return bool(true);
    const hasNulls = (): PhysicalExpr => new BinaryExpr(this.#required.nullCount(column), 'Gt', zero());
    const whenNull = isDistinct ? this.#someValue(column) : hasNulls();
    const nullNow = isDistinct ? hasNulls() : this.#someValue(column);
    const bounds = this.#bounds(prunable, isDistinct ? 'NotEq' : 'Eq');
    if (bounds === undefined) return bool(true);
    const whenValue = new BinaryExpr(nullNow, isDistinct ? 'Or' : 'And', bounds);
    return new BinaryExpr(
      new BinaryExpr(bool(literal.isNull), 'And', whenNull),
      'Or',
      new BinaryExpr(bool(!literal.isNull), 'And', whenValue),
    );
  }

  #min({ column, columnExpr }: Prunable): PhysicalExpr {
    return this.#required.replaced(columnExpr, column, this.#required.bound(column, this.#schema, 'Min'));
  }

  #max({ column, columnExpr }: Prunable): PhysicalExpr {
    return this.#required.replaced(columnExpr, column, this.#required.bound(column, this.#schema, 'Max'));
  }

  #compared(left: PhysicalExpr, op: Operator, right: PhysicalExpr): PhysicalExpr {
    return compared(left, op, right, () => this.#required.schema);
  }

  #bounds(prunable: Prunable, op: Operator): PhysicalExpr | undefined {
    const { value } = prunable;
    switch (op) {
      case 'Eq': {
        const min = this.#compared(this.#min(prunable), 'LtEq', value);
        return new BinaryExpr(min, 'And', this.#compared(value, 'LtEq', this.#max(prunable)));
      }
      case 'NotEq': {
        const min = this.#compared(this.#min(prunable), 'NotEq', value);
        return new BinaryExpr(min, 'Or', this.#compared(value, 'NotEq', this.#max(prunable)));
      }
      case 'Gt':
      case 'GtEq':
        return this.#compared(this.#max(prunable), op, value);
      case 'Lt':
      case 'LtEq':
        return this.#compared(this.#min(prunable), op, value);
      case 'LikeMatch':
        return this.#like(prunable);
      case 'NotLikeMatch':
        return this.#notLike(prunable);
      default:
        return undefined;
    }
  }

  /** `a LIKE 'ab%'`: from `ab` to below `ac`. */
  #like(prunable: Prunable): PhysicalExpr | undefined {
    const { literal } = prunable.value;
    if (literal === undefined || typeof literal.value !== 'string') return undefined;
    const pattern = literal.value;
    // The statistics are asked for, and so get their numbers, even when the pattern turns out to bound nothing.
    const min = this.#min(prunable);
    const max = this.#max(prunable);
    const wildcard = pattern.search(/[%_]/);
    if (wildcard === 0) return undefined;
    const prefix = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
    const above = wildcard < 0 ? prefix : incremented(prefix);
    if (above === undefined) return undefined;
    const text = (value: string): PhysicalExpr => new Literal(new ScalarValue(literal.dataType, value));
    const isBelow = this.#compared(min, 'LtEq', text(above));
    return new BinaryExpr(isBelow, 'And', this.#compared(text(prefix), 'LtEq', max));
  }

  /** `a NOT LIKE 'ab%'` fails everywhere only when both bounds begin so. */
  #notLike(prunable: Prunable): PhysicalExpr | undefined {
    const pattern = prunable.value.literal?.value;
    if (typeof pattern !== 'string') return undefined;
    const min = this.#min(prunable);
    const max = this.#max(prunable);
    if (!/^[^%_\\]+%$/.test(pattern)) return undefined;
    const first = new LikeExpr(true, false, min, prunable.value);
    return new BinaryExpr(first, 'Or', new LikeExpr(true, false, max, prunable.value));
  }
}

function combine(left: PhysicalExpr, op: 'And' | 'Or', right: PhysicalExpr): PhysicalExpr {
  const [absorbs, neutral] = op === 'And' ? [isAlwaysFalse, isAlwaysTrue] : [isAlwaysTrue, isAlwaysFalse];
  if (absorbs(left)) return left;
  if (absorbs(right)) return right;
  if (neutral(left)) return right;
  if (neutral(right)) return left;
  return new BinaryExpr(left, op, right);
}

/** The smallest text of at most that length above all that begin with it: its last character that can be is raised. */
function incremented(text: string): string | undefined {
  const chars = [...text];
  for (let i = chars.length - 1; i >= 0; i--) {
    const next = chars[i]!.codePointAt(0)! + 1;
    if (next > 0x10ffff) continue;
    if (next >= 0xd800 && next <= 0xdfff) continue;
    return chars.slice(0, i).join('') + String.fromCodePoint(next);
  }
  return undefined;
}
