import { displayScalar, DataTypes, ScalarValue, type DataType, type Schema } from '@datafusion-ts/common';
import {
  constantVector,
  countBits,
  flatten,
  flatVector,
  mapDictionary,
  type Arena,
  type Batch,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ExprNode } from './expr-node.js';

/** The keys a join's build side has, while it is there. */
export interface KeyMembership {
  /** Address of a bitmap: which rows have a key of the build side (never a null one); undefined once the keys are gone. */
  test(keys: readonly FlatVector[], rowCount: number, arena: Arena): number | undefined;
}

/** Looking keys up is given up when more than this share of them was there… */
const USELESS_SHARE = 0.8;
/** …of at least this many. */
const TRIAL_KEYS = 50_000;

/**
 * Whether a row's key is among those of a hash join's build side: `hash_lookup`, or the keys themselves (`struct(a@0, b@1)
 * IN (SET) ([…])`) when they are few. Never null; a single key is looked up once per dictionary entry. When the build side
 * is gone, or nearly all keys are found anyway, every row passes: the join is what decides.
 */
export class HashTableLookupExpr extends ExprNode {
  readonly kind = 'HashTableLookupExpr';
  readonly keys: readonly PhysicalExpr[];
  readonly #membership: KeyMembership;
  /** Rows of keys for the text, when it shows them. */
  readonly #shown: readonly ScalarValue[] | undefined;
  #tested = 0;
  #found = 0;

  constructor(keys: readonly PhysicalExpr[], membership: KeyMembership, shown?: readonly ScalarValue[]) {
    super();
    this.keys = keys;
    this.#membership = membership;
    this.#shown = shown;
  }

  dataType(): DataType {
    return DataTypes.Boolean;
  }

  nullable(_input: Schema): boolean {
    return false;
  }

  /** True once it showed that nearly all keys are found: every row passes from then on. */
  get isUseless(): boolean {
    return this.#tested > TRIAL_KEYS && this.#found > this.#tested * USELESS_SHARE;
  }

  evaluate(batch: Batch, arena: Arena): ColumnVector {
    if (this.isUseless) return allTrue(batch.rowCount);
    const values = this.keys.map((key) => key.evaluate(batch, arena));
    const [only] = values;
    if (values.length === 1 && only !== undefined) {
      return mapDictionary(only, arena, (flat, own) => this.#test([flat], flat.length, own), this);
    }
    const flats = values.map((value) => flatten(value, arena));
    return this.#test(flats, batch.rowCount, arena);
  }

  #test(keys: readonly FlatVector[], rowCount: number, arena: Arena): ColumnVector {
    const bits = this.#membership.test(keys, rowCount, arena);
    if (bits === undefined) return allTrue(rowCount);
    this.#tested += rowCount;
    this.#found += countBits(bits, rowCount);
    return flatVector(DataTypes.Boolean, rowCount, { values: bits });
  }

  children(): readonly PhysicalExpr[] {
    return this.keys;
  }

  withNewChildren(children: readonly PhysicalExpr[]): PhysicalExpr {
    return new HashTableLookupExpr(children, this.#membership, this.#shown);
  }

  protected override sameDetails(other: ExprNode): boolean {
    return other instanceof HashTableLookupExpr && other.#membership === this.#membership;
  }

  toString(): string {
    return this.#text(String);
  }

  fmtSql(): string {
    return this.#text((expr) => expr.fmtSql());
  }

  #text(print: (expr: PhysicalExpr) => string): string {
    if (this.#shown === undefined) return 'hash_lookup';
    return `struct(${this.keys.map(print).join(', ')}) IN (SET) ([${this.#shown.map(displayScalar).join(', ')}])`;
  }
}

const allTrue = (rowCount: number): ColumnVector => constantVector(ScalarValue.boolean(true), rowCount);
