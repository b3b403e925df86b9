import { fold, type Constraints, type Schema } from '@datafusion-ts/common';
import { ordered, SINGLETON, UNORDERED, type PhysicalExpr, type PhysicalSortExpr } from '@datafusion-ts/expr-common';
import { Column } from '../expressions/column.js';
import {
  compatibleSortOptions,
  reverseSortOptions,
  type LexOrdering,
  type LexRequirement,
  type PhysicalSortRequirement,
} from '../sort-expr.js';
import { constExpr, type AcrossPartitions, type ConstExpr } from './const-expr.js';
import { EquivalenceGroup, formatConstness } from './equivalence-group.js';
import { OrderingEquivalenceClass } from './ordering-equivalence.js';
import { renameColumns } from './projection-mapping.js';
import { isOrderAware, type OrderProperties } from './sort-properties.js';

/** How constants count as ordered. */
const CONSTANT_OPTIONS = { descending: false, nullsFirst: true } as const;

/**
 * What is known of the rows of an operator's output, in each partition: which expressions are equal, which are constant,
 * which orderings hold, which columns are unique. Answers whether a required ordering holds already, so that the planner
 * leaves out sorts. Immutable: every addition gives a new object.
 *
 * Example: rows sorted by `[a, b]` with `b = c` satisfy `[a, c]`; with `a` constant they satisfy `[b]`, too.
 */
export class EquivalenceProperties {
  readonly schema: Schema;
  readonly group: EquivalenceGroup;
  readonly orderings: OrderingEquivalenceClass;
  readonly constraints: Constraints | undefined;
  #normalized: OrderingEquivalenceClass | undefined;

  constructor(
    schema: Schema,
    group: EquivalenceGroup = EquivalenceGroup.empty,
    orderings: OrderingEquivalenceClass = OrderingEquivalenceClass.empty,
    constraints?: Constraints,
  ) {
    this.schema = schema;
    this.group = group;
    this.orderings = orderings;
    this.constraints = constraints;
  }

  /** Nothing known but that the given orderings hold. */
  static withOrderings(schema: Schema, orderings: readonly LexOrdering[]): EquivalenceProperties {
    return new EquivalenceProperties(schema).addOrderings(orderings);
  }

  addOrdering(ordering: LexOrdering): EquivalenceProperties {
    return this.addOrderings([ordering]);
  }

  addOrderings(orderings: readonly LexOrdering[]): EquivalenceProperties {
    const useful = orderings.filter((ordering) => ordering.length > 0);
    return useful.length === 0 ? this : this.#with({ orderings: this.orderings.add(useful) });
  }

  addEqualCondition(left: PhysicalExpr, right: PhysicalExpr): EquivalenceProperties {
    const group = this.group.addEqualCondition(left, right);
    return group === this.group ? this : this.#with({ group }).#discoverOrderings(left);
  }

  addConstants(constants: Iterable<ConstExpr>): EquivalenceProperties {
    let group = this.group;
    for (const constant of constants) group = group.addConstant(constant);
    if (group === this.group) return this;
    let result: EquivalenceProperties = this.#with({ group });
    for (const { expr } of constants) result = result.#discoverOrderings(expr);
    return result;
  }

  /** Everything another group knows, too. */
  addEquivalenceGroup(other: EquivalenceGroup): EquivalenceProperties {
    return this.#with({ group: this.group.extend(other) });
  }

  /** Adds the equalities and constants, and the orderings, of properties over the same schema. */
  extend(other: EquivalenceProperties): EquivalenceProperties {
    return this.addEquivalenceGroup(other.group).addOrderings(other.orderings.orderings);
  }

  withConstraints(constraints: Constraints | undefined): EquivalenceProperties {
    return new EquivalenceProperties(this.schema, this.group, this.orderings, constraints);
  }

  /** The same facts without any ordering: after operators that do not keep the order. */
  clearOrderings(): EquivalenceProperties {
    return this.#with({ orderings: OrderingEquivalenceClass.empty });
  }

  /** Drops constants that differ between partitions: after partitions are mixed. */
  clearPerPartitionConstants(): EquivalenceProperties {
    const classes = this.group.classes.flatMap((cls) => {
      if (cls.constant === undefined || cls.constant.kind === 'Uniform') return [cls];
      return cls.exprs.length > 1 ? [{ exprs: cls.exprs }] : [];
    });
    return this.#with({ group: new EquivalenceGroup(classes) });
  }

  constants(): readonly ConstExpr[] {
    return this.group.constants();
  }

  isExprConstant(expr: PhysicalExpr): AcrossPartitions | undefined {
    return this.group.isExprConstant(this.group.normalizeExpr(expr));
  }

  /** The orderings in normal form: equal expressions replaced by their representative, constants left out. */
  normalizedOrderings(): OrderingEquivalenceClass {
    return (this.#normalized ??= this.#normalize());
  }

  #normalize(): OrderingEquivalenceClass {
    const { orderings } = this.orderings;
    const plain = (ordering: LexOrdering): boolean => ordering.every(({ expr }) => expr instanceof Column);
    if (orderings.length === 0 || (this.group.classes.length === 0 && orderings.every(plain))) return this.orderings;
    return new OrderingEquivalenceClass(orderings.map((ordering) => this.group.normalizeOrdering(ordering)));
  }

  /** The ordering EXPLAIN prints: all orderings joined, in normal form; undefined when there is none. */
  outputOrdering(): LexOrdering | undefined {
    const keys = this.orderings.outputOrdering();
    if (keys === undefined) return undefined;
    const normal = this.normalizeOrdering(keys);
    return normal.length === 0 ? undefined : normal;
  }

  normalizeOrdering(ordering: LexOrdering): LexOrdering {
    return this.group.normalizeOrdering(ordering);
  }

  normalizeRequirement(requirement: LexRequirement): LexRequirement {
    return this.group.normalizeRequirement(requirement);
  }

  /** True when rows are ordered by `ordering`. */
  orderingSatisfy(ordering: LexOrdering): boolean {
    if (this.orderings.isEmpty) return this.#allConstant(ordering);
    const wanted = this.normalizeOrdering(ordering);
    return this.#satisfiedPrefix(wanted) === wanted.length;
  }

  /** Without any ordering, rows are in the order of constants only. */
  #allConstant(keys: LexRequirement): boolean {
    return keys.every(({ expr }) => this.isExprConstant(expr) !== undefined);
  }

  /** True when the rows' order meets `requirement`. */
  orderingSatisfyRequirement(requirement: LexRequirement): boolean {
    if (this.orderings.isEmpty) return this.#allConstant(requirement);
    const wanted = this.normalizeRequirement(requirement);
    return this.#satisfiedPrefix(wanted) === wanted.length;
  }

  /** The longest beginning of `ordering` that holds, and whether that is all of it. */
  extractCommonSortPrefix(ordering: LexOrdering): { readonly prefix: LexOrdering; readonly satisfied: boolean } {
    const wanted = this.normalizeOrdering(ordering);
    const length = this.#satisfiedPrefix(wanted);
    return { prefix: wanted.slice(0, length), satisfied: length === wanted.length };
  }

  /** Number of leading keys that hold; each taken key counts as constant for the keys behind it. */
  #satisfiedPrefix(wanted: LexRequirement): number {
    if (wanted.length > 0 && this.#satisfiedByConstraints(wanted)) return wanted.length;
    const [first, ...rest] = wanted;
    if (first === undefined || !this.#keySatisfied(first)) return 0;
    return 1 + this.addConstants([constExpr(first.expr)]).#satisfiedPrefix(rest);
  }

  #keySatisfied(key: PhysicalSortRequirement): boolean {
    const { sortProperties } = this.getExprProperties(key.expr);
    switch (sortProperties.kind) {
      case 'Singleton':
        return true;
      case 'Unordered':
        return false;
      case 'Ordered':
        return (
          key.options === undefined ||
          compatibleSortOptions(sortProperties.options, key.options, key.expr.nullable(this.schema))
        );
    }
  }

  /** A known ordering whose columns are unique orders rows completely: whatever follows its keys holds. */
  #satisfiedByConstraints(wanted: LexRequirement): boolean {
    const constraints = this.constraints?.items ?? [];
    return constraints.some((constraint) => {
      if (constraint.columns.some((c) => constraint.kind === 'Unique' && this.schema.fields[c]?.nullable !== false))
        return false;
      return this.normalizedOrderings().orderings.some(
        (ordering) =>
          ordering.length <= wanted.length &&
          constraint.columns.every((c) => ordering.some(({ expr }) => expr instanceof Column && expr.index === c)) &&
          ordering.every(
            (key, i) =>
              key.expr.equals(wanted[i]!.expr) &&
              (wanted[i]!.options === undefined ||
                compatibleSortOptions(key.options, wanted[i]!.options!, key.expr.nullable(this.schema))),
          ),
      );
    });
  }

  /** The stricter of two orderings when one begins with the other (in normal form). */
  getFinerOrdering(a: LexOrdering, b: LexOrdering): LexOrdering | undefined {
    const [x, y] = [this.normalizeOrdering(a), this.normalizeOrdering(b)];
    const agree = x.every(
      (key, i) =>
        i >= y.length || (key.expr.equals(y[i]!.expr) && compatibleSortOptions(key.options, y[i]!.options, true)),
    );
    return agree ? (x.length >= y.length ? x : y) : undefined;
  }

  /** The stricter of two requirements when one begins with the other. */
  getFinerRequirement(a: LexRequirement, b: LexRequirement): LexRequirement | undefined {
    const [x, y] = [this.normalizeRequirement(a), this.normalizeRequirement(b)];
    const merged: PhysicalSortRequirement[] = [];
    for (let i = 0; i < Math.max(x.length, y.length); i++) {
      const [left, right] = [x[i], y[i]];
      if (left === undefined || right === undefined) merged.push((left ?? right)!);
      else if (!left.expr.equals(right.expr)) return undefined;
      else if (left.options === undefined) merged.push(right);
      else if (right.options === undefined || compatibleSortOptions(left.options, right.options, true))
        merged.push(left);
      else return undefined;
    }
    return merged;
  }

  /** True when `given` is at least as strict as `reference`. */
  requirementsCompatible(given: LexRequirement, reference: LexRequirement): boolean {
    const [x, y] = [this.normalizeRequirement(given), this.normalizeRequirement(reference)];
    return (
      y.length <= x.length &&
      y.every(
        (key, i) =>
          key.expr.equals(x[i]!.expr) &&
          (key.options === undefined ||
            (x[i]!.options !== undefined && compatibleSortOptions(x[i]!.options!, key.options, true))),
      )
    );
  }

  /**
   * How an expression's values run over the rows, from the orderings that hold and from its arguments: `a + 1` follows
   * `a`, `a + b` is ordered when both are.
   */
  getExprProperties(expr: PhysicalExpr): OrderProperties {
    const normal = this.group.normalizeExpr(expr);
    if (normal instanceof Column) return this.#knownProperties(normal)!;
    return fold(
      normal,
      (node) => node.children(),
      (node) => this.#knownProperties(node),
      (node, children) => this.#propertiesOver(node, children),
    );
  }

  /** Properties of a normalized expression that do not come from those of its children. */
  #knownProperties(node: PhysicalExpr): OrderProperties | undefined {
    if (this.group.isExprConstant(node) !== undefined) return { sortProperties: SINGLETON };
    if (node instanceof Column && this.orderings.isEmpty) return NOT_ORDERED;
    const orderings = this.normalizedOrderings();
    const leading = orderings.leadingOptions(node);
    if (leading !== undefined) {
      return {
        sortProperties: orderings.isExprPartialConst(node) ? SINGLETON : ordered(leading),
        preservesLexOrdering: true,
      };
    }
    const derived = node.children().length > 0 && node.volatile !== true && isOrderAware(node);
    return derived ? undefined : { sortProperties: UNORDERED };
  }

  #propertiesOver(node: PhysicalExpr, children: readonly OrderProperties[]): OrderProperties {
    if (!isOrderAware(node)) return { sortProperties: UNORDERED };
    const own = node.exprProperties(children, this.schema);
    if (own.preservesLexOrdering === true && own.sortProperties.kind === 'Unordered')
      return this.#lexOrderOf(node.children()) ?? own;
    return own;
  }

  /** Order of an expression that keeps the order of its arguments taken together (such as a struct). */
  #lexOrderOf(children: readonly PhysicalExpr[]): OrderProperties | undefined {
    for (const options of [
      { descending: false, nullsFirst: false },
      { descending: false, nullsFirst: true },
      { descending: true, nullsFirst: true },
      { descending: true, nullsFirst: false },
    ]) {
      if (this.orderingSatisfy(children.map((expr) => ({ expr, options }))))
        return { sortProperties: ordered(options) };
    }
    return undefined;
  }

  /**
   * The longest arrangement of `exprs` by which rows are ordered, with the position of each in `exprs`: for grouping and
   * window partitions, where any order of the keys will do.
   */
  findLongestPermutation(exprs: readonly PhysicalExpr[]): {
    readonly ordering: LexOrdering;
    readonly indices: readonly number[];
  } {
    const open = new Map(exprs.entries());
    const ordering: PhysicalSortExpr[] = [];
    const indices: number[] = [];
    // What is taken counts as constant for the rest, round by round.
    for (let taken = -1; taken < indices.length;) {
      taken = indices.length;
      const facts = this.addConstants(indices.map((i) => constExpr(exprs[i]!)));
      for (const [i, expr] of [...open]) {
        const { sortProperties } = facts.getExprProperties(expr);
        if (sortProperties.kind === 'Unordered') continue;
        const options = sortProperties.kind === 'Ordered' ? sortProperties.options : CONSTANT_OPTIONS;
        ordering.push({ expr, options });
        indices.push(i);
        open.delete(i);
      }
    }
    return { ordering, indices };
  }

  /** Facts after sorting by `ordering`: it holds, and older orderings only where sorting cannot break them. */
  reorder(ordering: LexOrdering): EquivalenceProperties {
    const cleared = this.clearOrderings();
    const wanted = cleared.normalizeOrdering(ordering);
    return wanted.length === 0 ? cleared : cleared.addOrdering(ordering);
  }

  /** The same facts over a schema with the same columns (other names or nullability). */
  withNewSchema(schema: Schema): EquivalenceProperties {
    const rename = (expr: PhysicalExpr): PhysicalExpr => renameColumns(expr, schema);
    const group = this.group.mapExprs((expr) => [rename(expr)]);
    return new EquivalenceProperties(schema, group, this.orderings.mapExprs(rename), this.constraints);
  }

  /** When equalities or constants change, orderings that begin with them may begin with what follows from them. */
  #discoverOrderings(expr: PhysicalExpr): EquivalenceProperties {
    if (this.orderings.isEmpty) return this;
    const cls = this.group.classOf(this.group.normalizeExpr(expr));
    // Only what is computed from something ordered leads to another ordering.
    if (cls === undefined || !cls.exprs.some((member) => member.children().length > 0 && isOrderAware(member)))
      return this;
    const found: LexOrdering[] = [];
    for (const member of cls.exprs) {
      const children = member.children();
      if (children.length === 0 || !isOrderAware(member)) continue;
      for (const ordering of this.normalizedOrderings().orderings) {
        const lead = ordering.slice(0, children.length);
        const leads =
          lead.length === children.length &&
          children.every((c) => lead.some((k) => k.expr.equals(this.group.normalizeExpr(c))));
        if (!leads) continue;
        const own = this.getExprProperties(member).sortProperties;
        if (own.kind === 'Ordered')
          found.push([{ expr: cls.exprs[0]!, options: own.options }, ...ordering.slice(children.length)]);
      }
    }
    return this.addOrderings([...found, ...this.#withoutImplied(cls.exprs)]);
  }

  /**
   * Orderings whose first key follows from those behind it: with `[c, a, b]` and `c = f(a, b)`, where `f` rises with both,
   * `[a, b]` is an ordering, too.
   */
  #withoutImplied(equal: readonly PhysicalExpr[]): readonly LexOrdering[] {
    return this.normalizedOrderings().orderings.flatMap((ordering) => {
      const [first, ...rest] = ordering;
      if (first === undefined || !equal.some((member) => member.equals(first.expr))) return [];
      const implied = equal.some((member) => this.#followsFrom(member, rest, first.options));
      return implied ? [rest] : [];
    });
  }

  /** True when an expression is ordered as `wanted` wherever its arguments, in turn, are the keys of an ordering. */
  #followsFrom(expr: PhysicalExpr, keys: LexOrdering, wanted: PhysicalSortExpr['options']): boolean {
    const children = expr.children();
    if (children.length === 0 || children.length > keys.length || !isOrderAware(expr)) return false;
    if (!children.every((child, i) => this.group.normalizeExpr(child).equals(keys[i]!.expr))) return false;
    const given = children.map((_child, i): OrderProperties => ({
      sortProperties: ordered(keys[i]!.options),
      preservesLexOrdering: true,
    }));
    const { sortProperties, preservesLexOrdering } = expr.exprProperties(given, this.schema);
    return (
      preservesLexOrdering === true &&
      sortProperties.kind === 'Ordered' &&
      sortProperties.options.descending === wanted.descending &&
      sortProperties.options.nullsFirst === wanted.nullsFirst
    );
  }

  #with(change: { group?: EquivalenceGroup; orderings?: OrderingEquivalenceClass }): EquivalenceProperties {
    return new EquivalenceProperties(
      this.schema,
      change.group ?? this.group,
      change.orderings ?? this.orderings,
      this.constraints,
    );
  }

  /** `order: [[a@0 ASC]], eq: [{members: [a@0, b@1]}]`, as verbose plans print it. */
  toString(): string {
    const parts: string[] = [];
    if (this.orderings.orderings.length > 0) parts.push(`order: ${this.orderings.toString()}`);
    if (this.group.classes.length > 0) parts.push(`eq: ${this.group.toString()}`);
    return parts.length === 0 ? 'No properties' : parts.join(', ');
  }
}

const NOT_ORDERED: OrderProperties = { sortProperties: UNORDERED };

/** The opposite of every key. */
export const reverseOrdering = (ordering: LexOrdering): LexOrdering =>
  ordering.map((key) => ({ expr: key.expr, options: reverseSortOptions(key.options) }));

/** Text of constants: `a@0(uniform: 5)`. */
export const formatConstExpr = (constant: ConstExpr): string =>
  `${constant.expr.toString()}${formatConstness(constant.acrossPartitions)}`;
