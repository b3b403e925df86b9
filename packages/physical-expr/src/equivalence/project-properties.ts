import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr, PhysicalSortExpr } from '@datafusion-ts/expr-common';
import type { LexOrdering } from '../sort-expr.js';
import { ExprTable } from '../utils/expr-table.js';
import { Column } from '../expressions/column.js';
import { constExpr, uniform } from './const-expr.js';
import { EquivalenceGroup, newClass } from './equivalence-group.js';
import { EquivalenceProperties } from './equivalence-properties.js';
import { OrderingEquivalenceClass } from './ordering-equivalence.js';
import type { ProjectionMapping } from './projection-mapping.js';

/**
 * What is known of the output of a projection.
 *
 * Expressions that are projected (or equal to one that is) become their output columns, parts included: `a + b` becomes
 * `x + y` for `SELECT a AS x, b AS y`. Orderings keep the keys up to the first one that is lost; a key that is lost may
 * live on in something monotonic that is projected, `date_trunc('hour', ts)` for `ts`.
 */
export function projectProperties(
  input: EquivalenceProperties,
  mapping: ProjectionMapping,
  outputSchema: Schema,
): EquivalenceProperties {
  const group = projectGroup(input, mapping);
  const orderings = projectOrderings(input, mapping);
  const constraints = input.constraints?.project(columnSources(mapping, outputSchema.fields.length));
  return new EquivalenceProperties(outputSchema, group, new OrderingEquivalenceClass(orderings), constraints);
}

/** The output expression for an input expression, also through what is equal to it; undefined when it is lost. */
export function projectExpr(
  input: EquivalenceProperties,
  expr: PhysicalExpr,
  mapping: ProjectionMapping,
): PhysicalExpr | undefined {
  return imageOf(input.group, expr, mapping);
}

function imageOf(group: EquivalenceGroup, expr: PhysicalExpr, mapping: ProjectionMapping): PhysicalExpr | undefined {
  const direct = mapping.targetsOf(expr)[0]?.column;
  if (direct !== undefined) return direct;
  const normal = group.normalizeExpr(expr);
  const equal = mapping.entries.find((entry) => group.normalizeExpr(entry.source).equals(normal));
  if (equal !== undefined) return equal.targets[0]!.column;
  const children = expr.children();
  if (children.length === 0) return expr.literal === undefined ? undefined : expr;
  const images = children.map((child) => imageOf(group, child, mapping));
  return images.every((image) => image !== undefined)
    ? expr.withNewChildren(images as readonly PhysicalExpr[])
    : undefined;
}

function projectGroup(input: EquivalenceProperties, mapping: ProjectionMapping): EquivalenceGroup {
  let result = EquivalenceGroup.empty;
  for (const cls of input.group.classes) {
    const exprs = cls.exprs.flatMap((expr) => imagesOf(input.group, expr, mapping));
    if (exprs.length > 0) result = result.withClass(newClass(exprs, cls.constant));
  }
  // Output columns computed from equal sources are equal, and those computed from constants are constant.
  const seen = new ExprTable<PhysicalExpr>();
  const hasClasses = input.group.classes.length > 0;
  // Sources differ from each other: without classes, or anything computed, only repeated columns are equal.
  const plain = !hasClasses || mapping.entries.every(({ source }) => source instanceof Column);
  for (const { source, targets } of mapping.entries) {
    // A column is not constant unless a class says so, and the classes' columns are there already.
    if (plain && targets.length === 1 && source instanceof Column) continue;
    const normal = input.group.normalizeExpr(source);
    const constant = input.group.isExprConstant(normal);
    const columns = targets.map((target) => target.column);
    if (constant !== undefined) {
      const value = source.literal;
      for (const column of columns)
        result = result.addConstant(constExpr(column, value === undefined ? constant : uniform(value)));
    }
    const same = hasClasses ? seen.get(normal) : undefined;
    const group = same === undefined ? columns : [same, ...columns];
    if (source.volatile !== true && group.length > 1) result = result.withClass(newClass(group));
    if (hasClasses && same === undefined) seen.add(normal, columns[0]!);
  }
  return result;
}

function imagesOf(group: EquivalenceGroup, expr: PhysicalExpr, mapping: ProjectionMapping): readonly PhysicalExpr[] {
  const targets = mapping.targetsOf(expr).map((target) => target.column);
  if (targets.length > 0) return targets;
  const children = expr.children();
  if (children.length === 0) return [];
  const images = children.map((child) => imageOf(group, child, mapping));
  return images.every((image) => image !== undefined) ? [expr.withNewChildren(images as readonly PhysicalExpr[])] : [];
}

/** One key of an ordering of the input, taken as constant together with those before it. */
interface Step {
  readonly expr: PhysicalExpr;
  readonly image: PhysicalExpr;
  readonly before: EquivalenceProperties;
  /** Made when asked for: what is ordered once this key and those before are constant. */
  facts?: EquivalenceProperties;
  targets?: readonly PhysicalSortExpr[];
}

function projectOrderings(input: EquivalenceProperties, mapping: ProjectionMapping): readonly LexOrdering[] {
  // What is computed from unordered rows is constant at most.
  if (input.orderings.isEmpty) return [];
  const found: LexOrdering[] = [];
  // Orderings often begin alike: the steps of the one before are used again as far as they agree.
  const steps: Step[] = [];
  for (const ordering of input.normalizedOrderings().orderings) projectOrdering(input, ordering, mapping, steps, found);
  for (const key of orderedTargets(input, mapping)) found.push([key]);
  return found;
}

/** Adds the images of one ordering: the prefix that survives, and shorter ones that end in something monotonic. */
function projectOrdering(
  input: EquivalenceProperties,
  ordering: LexOrdering,
  mapping: ProjectionMapping,
  steps: Step[],
  found: LexOrdering[],
): void {
  const prefix: PhysicalSortExpr[] = [];
  for (const [i, key] of ordering.entries()) {
    if (i > 0) for (const target of targetsAfter(steps[i - 1]!, mapping)) found.push([...prefix, target]);
    if (steps[i]?.expr.equals(key.expr) !== true) {
      steps.length = i;
      const image = imageOf(input.group, key.expr, mapping);
      if (image === undefined) break;
      steps.push({ expr: key.expr, image, before: i === 0 ? input : factsAfter(steps[i - 1]!) });
    }
    prefix.push({ expr: steps[i]!.image, options: key.options });
  }
  if (prefix.length > 0) found.push(prefix);
}

const factsAfter = (step: Step): EquivalenceProperties =>
  (step.facts ??= step.before.addConstants([constExpr(step.expr)]));

const targetsAfter = (step: Step, mapping: ProjectionMapping): readonly PhysicalSortExpr[] =>
  (step.targets ??= orderedTargets(factsAfter(step), mapping));

/** Output columns computed from ordered expressions that are not ordering keys themselves. */
function orderedTargets(facts: EquivalenceProperties, mapping: ProjectionMapping): readonly PhysicalSortExpr[] {
  const found: PhysicalSortExpr[] = [];
  for (const { source, targets } of mapping.entries) {
    const { sortProperties } = facts.getExprProperties(source);
    if (sortProperties.kind !== 'Ordered') continue;
    found.push({ expr: targets[0]!.column, options: sortProperties.options });
  }
  return found;
}

/** For each output column the input column it is, or -1. */
function columnSources(mapping: ProjectionMapping, length: number): readonly number[] {
  const sources = new Array<number>(length).fill(-1);
  for (const { source, targets } of mapping.entries) {
    if (!(source instanceof Column)) continue;
    for (const { index } of targets) if (index !== undefined) sources[index] = source.index;
  }
  return sources;
}
