/** Functional dependencies across GROUP BY and ORDER BY: what grouping guarantees, and which keys add nothing. */
import type { DFSchema } from '../df-schema.js';
import { FunctionalDependencies, type FunctionalDependence } from './functional-dependencies.js';

const ascending = (a: number, b: number): number => a - b;

/** What holds after grouping `input` by the named expressions; group keys are the first columns of `output`. */
export function aggregateFunctionalDependencies(
  input: DFSchema,
  groupByNames: readonly string[],
  output: DFSchema,
): FunctionalDependencies {
  const targetIndices = output.fields.map((_, i) => i);
  const carried = carriedDependencies(input, groupByNames, targetIndices);
  const count = groupByNames.length;
  if (count === 0 || carried.some((item) => item.sourceIndices.every((i) => i < count))) {
    return new FunctionalDependencies(carried);
  }
  const nullable = output.fields.slice(0, count).some((field) => field.nullable);
  const sourceIndices = targetIndices.slice(0, count);
  return new FunctionalDependencies([...carried, { sourceIndices, targetIndices, nullable, mode: 'Single' }]);
}

/** Dependencies of the input whose sources are all group keys. */
function carriedDependencies(
  input: DFSchema,
  groupByNames: readonly string[],
  targetIndices: readonly number[],
): readonly FunctionalDependence[] {
  const inputNames = input.fieldNames();
  return input.functionalDependencies.items.flatMap((item) => {
    const sourceNames = item.sourceIndices.map((i) => inputNames[i]!);
    const sourceIndices = groupByNames.flatMap((name, i) => (sourceNames.includes(name) ? [i] : []));
    if (sourceIndices.length !== item.sourceIndices.length) return [];
    const reached = targetFunctionalDependencies(input, groupByNames);
    const alone = targetFunctionalDependencies(
      input,
      sourceIndices.map((i) => groupByNames[i]!),
    );
    const coversAll = reached !== undefined && alone !== undefined && reached.join() === alone.join();
    return [
      { sourceIndices, targetIndices, nullable: item.nullable, mode: coversAll ? ('Single' as const) : item.mode },
    ];
  });
}

/** Positions of columns that the named ones determine, ascending; undefined when they determine none. */
export function targetFunctionalDependencies(
  schema: DFSchema,
  names: readonly string[],
): readonly number[] | undefined {
  const fieldNames = schema.fieldNames();
  const targets = new Set<number>();
  for (const item of schema.functionalDependencies.items) {
    if (!item.sourceIndices.every((i) => names.includes(fieldNames[i]!))) continue;
    for (const target of item.targetIndices) targets.add(target);
  }
  return targets.size === 0 ? undefined : [...targets].sort(ascending);
}

/**
 * Positions in `names` of the group keys that are enough, the others being determined by them; undefined when a name is
 * no column of the schema.
 */
export function requiredGroupByIndices(schema: DFSchema, names: readonly string[]): readonly number[] | undefined {
  const fieldNames = schema.fieldNames();
  let required = names.map((name) => fieldNames.indexOf(name)).sort(ascending);
  if (required.includes(-1)) return undefined;
  for (const { sourceIndices, targetIndices } of schema.functionalDependencies.items) {
    if (!sourceIndices.every((i) => required.includes(i))) continue;
    const rest = required.filter((i) => !targetIndices.includes(i));
    required = [...new Set([...rest, ...sourceIndices])].sort(ascending);
  }
  return required.map((i) => names.indexOf(fieldNames[i]!));
}

/** Positions in `names` of the sort keys that earlier keys do not determine. */
export function requiredSortIndices(schema: DFSchema, names: readonly string[]): readonly number[] {
  const fieldNames = schema.fieldNames();
  const known = new Set<number>();
  const isDetermined = (index: number): boolean =>
    known.has(index) ||
    schema.functionalDependencies.items.some(
      (item) => item.targetIndices.includes(index) && item.sourceIndices.every((i) => known.has(i)),
    );
  return names.flatMap((name, position) => {
    const index = fieldNames.indexOf(name);
    if (index < 0) return [position];
    const determined = isDetermined(index);
    known.add(index);
    return determined ? [] : [position];
  });
}
