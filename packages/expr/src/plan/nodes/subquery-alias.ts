import { DFSchema, type Field, TableReference } from '@datafusion-ts/common';
import { alias as aliasExpr, qualifiedCol } from '../../expr/expr-fn.js';
import type { LogicalPlan, SubqueryAlias } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { projection } from './projection.js';

/**
 * A plan under a name: all columns get it as their qualifier. Columns that shared a name under different qualifiers are
 * renamed first (`x`, `x:1`).
 */
export function subqueryAlias(input: LogicalPlan, name: TableReference | string): SubqueryAlias {
  const alias = typeof name === 'string' ? TableReference.parse(name) : name;
  const named = withUniqueNames(input);
  const schema = schemaOf(named);
  return {
    kind: 'SubqueryAlias',
    input: named,
    alias,
    schema: DFSchema.fromQualifiedSchema(alias, schema.toSchema()).withFunctionalDependencies(
      schema.functionalDependencies,
    ),
  };
}

function withUniqueNames(input: LogicalPlan): LogicalPlan {
  const schema = schemaOf(input);
  const aliases = uniqueFieldAliases(schema.fields);
  if (aliases.every((a) => a === undefined)) return input;
  return projection(
    schema.qualifiedFields().map(({ qualifier, field }, i) => {
      const column = qualifiedCol(qualifier, field.name);
      const name = aliases[i];
      return name === undefined ? column : aliasExpr(column, name, qualifier);
    }),
    input,
  );
}

/** For each field that repeats an earlier name a new one, `name:1`, `name:2` …; undefined for the others. */
export function uniqueFieldAliases(fields: readonly Field[]): readonly (string | undefined)[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return fields.map(({ name: original }) => {
    let name = original;
    while (seen.has(name)) {
      const count = (counts.get(original) ?? 0) + 1;
      counts.set(original, count);
      name = `${original}:${count}`;
    }
    seen.add(name);
    return name === original ? undefined : name;
  });
}
