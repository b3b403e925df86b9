import type { QualifiedField } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { toQualifiedField } from '../schema/expr-schema.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { schemaOf } from '../plan/schema-of.js';
import { expandQualifiedWildcard, expandWildcard } from './wildcard.js';

/** The columns that a list of expressions over a plan gives; wildcards are expanded. */
export function exprlistToFields(exprs: readonly Expr[], plan: LogicalPlan): readonly QualifiedField[] {
  const schema = schemaOf(plan);
  const fields: QualifiedField[] = [];
  for (const expr of exprs) {
    if (expr.kind !== 'Wildcard') {
      fields.push(toQualifiedField(expr, schema));
      continue;
    }
    const columns =
      expr.qualifier === undefined
        ? expandWildcard(schema, plan, expr.options)
        : expandQualifiedWildcard(expr.qualifier, schema, expr.options);
    for (const column of columns) fields.push(toQualifiedField(column, schema));
  }
  return fields;
}
