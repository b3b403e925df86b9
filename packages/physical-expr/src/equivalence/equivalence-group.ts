import type { PhysicalExpr, PhysicalSortExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import { collapseOrdering, type LexOrdering, type LexRequirement } from '../sort-expr.js';
import { ExprTable } from '../utils/expr-table.js';
import { containsExpr } from '../utils/expr-lists.js';
import { transformExprUp } from '../utils/transform.js';
import {
  constExpr,
  HETEROGENEOUS,
  literalConstness,
  uniform,
  type AcrossPartitions,
  type ConstExpr,
} from './const-expr.js';

/** Expressions with the same value in every row; `constant` when that value does not change either. */
export interface EquivalenceClass {
  readonly exprs: readonly PhysicalExpr[];
  readonly constant?: AcrossPartitions;
}

/**
 * Which expressions are always equal, and which are constant: what `WHERE a = b AND c = 5` teaches. Classes do not
 * overlap; a class of one expression is a constant. Immutable.
 */
export class EquivalenceGroup {
  readonly classes: readonly EquivalenceClass[];
  /** The members by their hash, made when somebody looks for one. */
  #members: ExprTable<EquivalenceClass> | undefined;

  constructor(classes: readonly EquivalenceClass[] = []) {
    this.classes = classes;
  }

  static readonly empty = new EquivalenceGroup();

  /** The group knowing also that `left = right` holds in every row. */
  addEqualCondition(left: PhysicalExpr, right: PhysicalExpr): EquivalenceGroup {
    if (left.equals(right)) return this;
    return this.withClass(newClass([left, right]));
  }

  /** The group knowing also that `constant.expr` is constant. */
  addConstant(constant: ConstExpr): EquivalenceGroup {
    return this.withClass({ exprs: [constant.expr], constant: constant.acrossPartitions });
  }

  /** The group with one more class, merged with all it shares an expression with. */
  withClass(added: EquivalenceClass): EquivalenceGroup {
    const touching: readonly EquivalenceClass[] = this.#touching(added);
    if (touching.length === 0) return isUseful(added) ? this.#append(added) : this;
    const merged = [...touching, added].reduce(mergeClasses);
    const rest = this.classes.filter((cls) => !touching.includes(cls));
    const at = this.classes.indexOf(touching[0]!);
    return new EquivalenceGroup([...rest.slice(0, at), merged, ...rest.slice(at)]);
  }

  /** Everything both groups know. */
  extend(other: EquivalenceGroup): EquivalenceGroup {
    return other.classes.reduce<EquivalenceGroup>((group, cls) => group.withClass(cls), this);
  }

  /** Everything both groups know, where they have no column in common. */
  extendDistinct(other: EquivalenceGroup): EquivalenceGroup {
    if (other.classes.length === 0) return this;
    if (this.classes.length === 0) return other;
    // What is computed from no column may be in both.
    const distinct = other.classes.every(({ exprs }) => exprs.every((expr) => expr instanceof Column));
    return distinct ? new EquivalenceGroup([...this.classes, ...other.classes]) : this.extend(other);
  }

  /** The group with every expression mapped to one that no other is mapped to. */
  moveExprs(map: (expr: PhysicalExpr) => PhysicalExpr): EquivalenceGroup {
    if (this.classes.length === 0) return this;
    return new EquivalenceGroup(this.classes.map((cls) => ({ ...cls, exprs: cls.exprs.map(map) })));
  }

  /** The classes that share an expression with another one, in their order. */
  #touching(added: EquivalenceClass): readonly EquivalenceClass[] {
    if (this.classes.length === 0) return NO_CLASSES;
    const found: EquivalenceClass[] = [];
    for (const expr of added.exprs) {
      const cls = this.classOf(expr);
      if (cls !== undefined && !found.includes(cls)) found.push(cls);
    }
    if (found.length > 1) found.sort((a, b) => this.classes.indexOf(a) - this.classes.indexOf(b));
    return found;
  }

  /**
   * The group with a class that shares nothing with the others. What is known of the members goes with it: this group is
   * seldom asked again.
   */
  #append(added: EquivalenceClass): EquivalenceGroup {
    const group = new EquivalenceGroup([...this.classes, added]);
    if (this.#members !== undefined) {
      group.#members = this.#members;
      addMembers(group.#members, added);
      this.#members = undefined;
    }
    return group;
  }

  /** The class an expression is in. */
  classOf(expr: PhysicalExpr): EquivalenceClass | undefined {
    if (this.classes.length === 0) return undefined;
    if (this.#members === undefined) {
      this.#members = new ExprTable<EquivalenceClass>();
      for (const cls of this.classes) addMembers(this.#members, cls);
    }
    return this.#members.get(expr);
  }

  /** Whether, and how, an expression is constant: by itself, by its class, or because all it is made of is. */
  isExprConstant(expr: PhysicalExpr): AcrossPartitions | undefined {
    const own = this.#ownConstness(expr);
    if (own !== undefined || expr instanceof Column) return own;
    let isUniform = true;
    const pending = [expr];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const known = node === expr ? undefined : this.#ownConstness(node);
      if (known !== undefined) {
        isUniform &&= known.kind === 'Uniform';
        continue;
      }
      const children = node.children();
      if (children.length === 0 || node.volatile === true) return undefined;
      pending.push(...children);
    }
    return isUniform ? uniform() : HETEROGENEOUS;
  }

  #ownConstness(expr: PhysicalExpr): AcrossPartitions | undefined {
    return literalConstness(expr) ?? this.classOf(expr)?.constant;
  }

  /** All constants of the group. */
  constants(): readonly ConstExpr[] {
    return this.classes.flatMap(({ exprs, constant }) =>
      constant === undefined ? [] : exprs.map((expr) => constExpr(expr, constant)),
    );
  }

  /** The expression with every part replaced by the first member of its class. */
  normalizeExpr(expr: PhysicalExpr): PhysicalExpr {
    if (this.classes.length === 0) return expr;
    if (expr instanceof Column) return this.classOf(expr)?.exprs[0] ?? expr;
    return transformExprUp(expr, (node) => this.classOf(node)?.exprs[0] ?? node);
  }

  /** The ordering in normal form, without keys that are constant or repeated. May become empty. */
  normalizeOrdering(ordering: LexOrdering): LexOrdering {
    if (ordering.length === 0) return ordering;
    const kept: PhysicalSortExpr[] = [];
    for (const key of ordering) {
      if (key.expr instanceof Column) {
        const cls = this.classOf(key.expr);
        if (cls === undefined) kept.push(key);
        else if (cls.constant === undefined) kept.push({ expr: cls.exprs[0]!, options: key.options });
        continue;
      }
      const expr = this.normalizeExpr(key.expr);
      if (this.isExprConstant(expr) === undefined) kept.push(expr === key.expr ? key : { expr, options: key.options });
    }
    return collapseOrdering(kept);
  }

  /** Likewise for a requirement. */
  normalizeRequirement(requirement: LexRequirement): LexRequirement {
    const kept = requirement
      .map((key) => ({ ...key, expr: this.normalizeExpr(key.expr) }))
      .filter((key) => this.isExprConstant(key.expr) === undefined);
    return kept.filter((key, i) => kept.findIndex((other) => other.expr.equals(key.expr)) === i);
  }

  /** True when both expressions are equal in every row, as far as known. */
  exprsEqual(left: PhysicalExpr, right: PhysicalExpr): boolean {
    return left.equals(right) || this.normalizeExpr(left).equals(this.normalizeExpr(right));
  }

  /** The group with every expression mapped; members without image leave. */
  mapExprs(map: (expr: PhysicalExpr) => readonly PhysicalExpr[]): EquivalenceGroup {
    let result = EquivalenceGroup.empty;
    for (const cls of this.classes) {
      const exprs = cls.exprs.flatMap(map);
      if (exprs.length === 0) continue;
      result = result.withClass(newClass(exprs, cls.constant));
    }
    return result;
  }

  /** `{members: [a@0, b@1], constant: (uniform: 5)}` …, as verbose plans print it. */
  toString(): string {
    return `[${this.classes.map(formatClass).join(', ')}]`;
  }
}

/** A class of distinct expressions; a literal among them makes it constant. */
export function newClass(exprs: readonly PhysicalExpr[], constant?: AcrossPartitions): EquivalenceClass {
  const distinct: PhysicalExpr[] = [];
  let known = constant;
  for (const expr of exprs) {
    if (!containsExpr(distinct, expr)) distinct.push(expr);
    known = strongerConstness(known, literalConstness(expr));
  }
  return known === undefined ? { exprs: distinct } : { exprs: distinct, constant: known };
}

function mergeClasses(a: EquivalenceClass, b: EquivalenceClass): EquivalenceClass {
  return newClass([...a.exprs, ...b.exprs], strongerConstness(a.constant, b.constant));
}

/** The one that says more: a value over uniform over heterogeneous over nothing. */
function strongerConstness(
  a: AcrossPartitions | undefined,
  b: AcrossPartitions | undefined,
): AcrossPartitions | undefined {
  const rank = (c: AcrossPartitions | undefined): number =>
    c === undefined ? 0 : c.kind === 'Heterogeneous' ? 1 : c.value === undefined ? 2 : 3;
  return rank(b) > rank(a) ? b : a;
}

function addMembers(members: ExprTable<EquivalenceClass>, cls: EquivalenceClass): void {
  for (const expr of cls.exprs) members.add(expr, cls);
}

const NO_CLASSES: readonly EquivalenceClass[] = [];

const isUseful = (cls: EquivalenceClass): boolean => cls.exprs.length > 1 || cls.constant !== undefined;

function formatClass({ exprs, constant }: EquivalenceClass): string {
  const members = `members: [${exprs.map(String).join(', ')}]`;
  if (constant === undefined) return `{${members}}`;
  return `{${members}, constant: ${formatConstness(constant)}}`;
}

/** `(heterogeneous)`, `(uniform: 5)` or `(uniform: unknown)`. */
export function formatConstness(constant: AcrossPartitions): string {
  if (constant.kind === 'Heterogeneous') return '(heterogeneous)';
  return `(uniform: ${constant.value === undefined ? 'unknown' : String(constant.value.value)})`;
}
