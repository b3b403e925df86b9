import { DataTypes, type DataType, type ScalarValue, type Schema } from '@datafusion-ts/common';
import {
  compare,
  flatten,
  mapDictionary,
  not3,
  nullVector,
  or3,
  type Arena,
  type Batch,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ExprNode } from './expr-node.js';
import { makeValueSet, type ValueSet } from './value-set.js';

/**
 * `a [NOT] IN (…)`. When every member is a literal, values are looked up in a set (`IN (SET) ([1, 2, 3])`), and only
 * once per dictionary entry; otherwise members are compared one after the other. NULL in the list makes a miss NULL.
 */
export class InListExpr extends ExprNode {
  readonly kind = 'InListExpr';
  readonly arg: PhysicalExpr;
  readonly list: readonly PhysicalExpr[];
  readonly negated: boolean;
  #set: ValueSet | undefined;
  /** The members once looked at: null when some are no literals. */
  #members: readonly ScalarValue[] | null | undefined;

  constructor(arg: PhysicalExpr, list: readonly PhysicalExpr[], negated: boolean) {
    super();
    this.arg = arg;
    this.list = list;
    this.negated = negated;
  }

  /** The members, when all are literals. */
  get staticValues(): readonly ScalarValue[] | undefined {
    if (this.#members === undefined) {
      const values = this.list.map((expr) => expr.literal);
      this.#members = values.every((value) => value !== undefined) ? values : null;
    }
    return this.#members ?? undefined;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(input: Schema): boolean {
    return this.arg.nullable(input) || this.list.some((expr) => expr.nullable(input));
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    const value = this.arg.evaluate(batch, arena);
    const members = this.staticValues;
    if (members === undefined) return this.#compareEach(value, batch, arena);
    const set = (this.#set ??= makeValueSet(members));
    return mapDictionary(value, arena, (flat, own) => set.lookup(flat, this.negated, own), this);
  }

  #compareEach(value: ColumnVector, batch: Batch, arena: Arena): ColumnVector {
    let found: ColumnVector | undefined;
    for (const expr of this.list) {
      const equal = compare('eq', flatten(value, arena), flatten(expr.evaluate(batch, arena), arena), arena);
      found = found === undefined ? equal : or3(found, equal, arena);
    }
    const result = found ?? nullVector(DataTypes.Boolean, batch.rowCount);
    return this.negated ? not3(result, arena) : result;
  }

  children(): readonly PhysicalExpr[] {
    return [this.arg, ...this.list];
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new InListExpr(children[0]!, children.slice(1), this.negated);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof InListExpr && other.negated === this.negated;
  }

  toString(): string {
    const members = `[${this.list.map(String).join(', ')}]`;
    const set = this.staticValues === undefined ? '' : '(SET) ';
    return `${this.arg.toString()} ${this.negated ? 'NOT IN' : 'IN'} ${set}(${members})`;
  }

  fmtSql(): string {
    const members = this.list.map((expr) => expr.fmtSql()).join(', ');
    return `${this.arg.fmtSql()} ${this.negated ? 'NOT IN' : 'IN'} (${members})`;
  }
}
