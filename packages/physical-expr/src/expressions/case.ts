import { DataTypes, sameType, type DataType, type Schema } from '@datafusion-ts/common';
import {
  andBitmaps,
  compare,
  concatVectors,
  countNulls,
  filterToSelection,
  flatten,
  kernels,
  nullVector,
  physicalTypeOf,
  takeVectorOrNull,
  type Arena,
  type Batch,
  type ColumnVector,
  type Selection,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from './column.js';
import { ExprNode } from './expr-node.js';
import { narrow, rowsNotTrue } from './narrowing.js';
import { evaluateSimpleCase } from './simple-case.js';

/** One branch of CASE. */
export interface WhenThen {
  readonly when: PhysicalExpr;
  readonly then: PhysicalExpr;
}

/**
 * `CASE [a] WHEN … THEN … ELSE … END`.
 *
 * Every condition is evaluated only on the rows that no earlier branch took, and every result only on the rows of its
 * branch, so a branch that would fail on other rows (`CASE WHEN b <> 0 THEN a / b END`) does not fail.
 */
export class CaseExpr extends ExprNode {
  readonly kind = 'CaseExpr';
  readonly operand: PhysicalExpr | undefined;
  readonly branches: readonly WhenThen[];
  readonly elseExpr: PhysicalExpr | undefined;

  constructor(operand: PhysicalExpr | undefined, branches: readonly WhenThen[], elseExpr: PhysicalExpr | undefined) {
    super();
    this.operand = operand;
    this.branches = branches;
    // ELSE NULL says nothing.
    this.elseExpr = elseExpr?.literal?.isNull === true ? undefined : elseExpr;
  }

  /** The first type that is not Null among the results. */
  dataType(input: Schema): DataType {
    const results = [
      ...this.branches.map((branch) => branch.then),
      ...(this.elseExpr === undefined ? [] : [this.elseExpr]),
    ];
    const types = results.map((expr) => expr.dataType(input));
    return types.find((type) => !sameType(type, DataTypes.Null)) ?? DataTypes.Null;
  }

  nullable(input: Schema): boolean {
    return (
      this.elseExpr === undefined ||
      this.elseExpr.nullable(input) ||
      this.branches.some(({ then }) => then.nullable(input))
    );
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    const type = this.dataType(batch.schema);
    if (batch.rowCount === 0) return nullVector(type, 0);
    const [first] = this.branches;
    if (this.operand === undefined && this.branches.length === 1) {
      const simple = evaluateSimpleCase({ ...first!, otherwise: this.elseExpr }, type, batch, arena);
      if (simple !== undefined) return simple;
    }
    const operand = this.operand?.evaluate(batch, arena);
    const merger = new BranchMerger(batch.rowCount, arena);
    let rest: Selection | undefined;
    for (const { when, then } of this.branches) {
      const open = rest === undefined ? batch : narrow(batch, rest, arena);
      if (open.rowCount === 0) break;
      const condition = flatten(this.#condition(when, operand, rest, open, arena), arena);
      const taken = compose(rest, filterToSelection(condition, open.rowCount, arena), arena);
      if (taken.count > 0) merger.addBranch(then, batch, taken);
      if (taken.count === batch.rowCount) return retype(then.evaluate(batch, arena), type);
      rest = compose(rest, rowsNotTrue(asBoolean(condition, arena), arena), arena);
    }
    if (this.elseExpr !== undefined && rest!.count > 0) {
      merger.addBranch(this.elseExpr, batch, rest!);
    }
    return merger.finish(type);
  }

  /**
   * For aggregates, which look at rows that are not NULL only: `CASE WHEN … THEN column END` as the column itself, NULL
   * where the condition does not hold; values of these rows are left as they are. Undefined for other expressions.
   */
  evaluateMasked(batch: Batch, arena: Arena): ColumnVector | undefined {
    const [only, ...others] = this.branches;
    if (others.length > 0 || this.operand !== undefined || this.elseExpr !== undefined) return undefined;
    if (!(only!.then instanceof Column) || !isNumber(only!.then.dataType(batch.schema))) return undefined;
    const column = only!.then.evaluate(batch, arena);
    if (column.encoding === 'constant' || batch.rowCount === 0) return undefined;
    const condition = flatten(only!.when.evaluate(batch, arena), arena);
    if (condition.type.kind !== 'Boolean') return undefined;
    const taken = andBitmaps(condition.values, condition.validity, batch.rowCount, arena);
    const validity = andBitmaps(taken, column.validity, batch.rowCount, arena);
    return { ...column, validity, nullCount: countNulls(validity, batch.rowCount) };
  }

  /** The condition over the open rows; with an operand, whether it equals the WHEN value. */
  #condition(
    when: PhysicalExpr,
    operand: ColumnVector | undefined,
    rest: Selection | undefined,
    open: Batch,
    arena: Arena,
  ): ColumnVector {
    const value = when.evaluate(open, arena);
    if (operand === undefined) return value;
    const own = rest === undefined ? operand : takeVectorOrNull(operand, rest.rows, rest.count, arena);
    return compare('eq', own, value, arena);
  }

  children(): readonly PhysicalExpr[] {
    return [
      ...(this.operand === undefined ? [] : [this.operand]),
      ...this.branches.flatMap(({ when, then }) => [when, then]),
      ...(this.elseExpr === undefined ? [] : [this.elseExpr]),
    ];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    const offset = this.operand === undefined ? 0 : 1;
    const branches = this.branches.map((_, i) => ({
      when: children[offset + 2 * i]!,
      then: children[offset + 2 * i + 1]!,
    }));
    return new CaseExpr(
      this.operand === undefined ? undefined : children[0]!,
      branches,
      this.elseExpr === undefined ? undefined : children.at(-1)!,
    );
  }

  protected override sameDetails(other: ExprNode): boolean {
    return (
      other instanceof CaseExpr &&
      (other.operand === undefined) === (this.operand === undefined) &&
      (other.elseExpr === undefined) === (this.elseExpr === undefined) &&
      other.branches.length === this.branches.length
    );
  }

  #text(text: (expr: PhysicalExpr) => string): string {
    const operand = this.operand === undefined ? '' : `${text(this.operand)} `;
    const branches = this.branches.map(({ when, then }) => `WHEN ${text(when)} THEN ${text(then)} `).join('');
    const rest = this.elseExpr === undefined ? '' : `ELSE ${text(this.elseExpr)} `;
    return `CASE ${operand}${branches}${rest}END`;
  }

  toString(): string {
    return this.#text(String);
  }

  fmtSql(): string {
    return this.#text((expr) => expr.fmtSql());
  }
}

/** Types with one value of a fixed width a row. */
function isNumber(type: DataType): boolean {
  switch (physicalTypeOf(type)) {
    case 'int64':
    case 'uint64':
    case 'float64':
    case 'decimal':
      return true;
    default:
      return false;
  }
}

/** Rows of a selection inside a selection, as rows of the batch. */
function compose(outer: Selection | undefined, inner: Selection, arena: Arena): Selection {
  if (outer === undefined) return inner;
  const rows = arena.alloc(inner.count * 4);
  kernels().gather4(outer.rows, inner.rows, inner.count, rows);
  return { rows, count: inner.count };
}

/** NULL conditions (of type Null) take no row. */
function asBoolean(flat: ReturnType<typeof flatten>, arena: Arena): ReturnType<typeof flatten> {
  return flat.type.kind === 'Null' ? flatten(nullVector(DataTypes.Boolean, flat.length), arena) : flat;
}

function retype(vector: ColumnVector, type: DataType): ColumnVector {
  return vector.type.kind === 'Null' ? nullVector(type, vector.length) : vector;
}

/** Puts the results of branches back in the order of rows. */
class BranchMerger {
  readonly #arena: Arena;
  readonly #sources: number;
  readonly #rowCount: number;
  readonly #parts: ColumnVector[] = [];
  #offset = 0;

  constructor(rowCount: number, arena: Arena) {
    this.#arena = arena;
    this.#rowCount = rowCount;
    this.#sources = arena.alloc(rowCount * 4);
    // No row takes any branch so far: NO_ROW everywhere.
    kernels().fillMemory(this.#sources, rowCount * 4, 0xff);
  }

  /** Takes the values of a branch for its rows. A plain column cannot fail, so it is taken whole and gathered once. */
  addBranch(expr: PhysicalExpr, batch: Batch, taken: Selection): void {
    const whole = expr instanceof Column && taken.count * 4 > batch.rowCount;
    const values = expr.evaluate(whole ? batch : narrow(batch, taken, this.#arena), this.#arena);
    this.#add(values, taken, whole);
  }

  /** A constant is kept once; `whole` values are found at their own rows. */
  #add(values: ColumnVector, taken: Selection, whole: boolean): void {
    if (values.type.kind === 'Null') return;
    const constant = values.encoding === 'constant';
    this.#parts.push(constant ? { ...values, length: 1 } : values);
    if (whole && !constant) kernels().scatterOwn(taken.rows, taken.count, this.#offset, this.#sources);
    else kernels().scatterRows(taken.rows, taken.count, this.#offset, constant ? 0 : 1, this.#sources);
    this.#offset += constant ? 1 : values.length;
  }

  finish(type: DataType): ColumnVector {
    if (this.#parts.length === 0) return nullVector(type, this.#rowCount);
    const all = concatVectors(this.#parts, type, this.#arena);
    return takeVectorOrNull(all, this.#sources, this.#rowCount, this.#arena);
  }
}
