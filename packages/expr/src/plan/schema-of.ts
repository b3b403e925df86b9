import { assertNever, DFSchema } from '@datafusion-ts/common';
import type { DdlNode, LogicalPlan } from './logical-plan.js';

/** The columns a plan gives. */
export function schemaOf(plan: LogicalPlan): DFSchema {
  let node = plan;
  for (;;) {
    switch (node.kind) {
      case 'Filter':
      case 'Sort':
      case 'Limit':
      case 'Repartition':
        node = node.input;
        continue;
      case 'Distinct':
        if (node.on !== undefined) return node.on.schema;
        node = node.input;
        continue;
      case 'Subquery':
        node = node.subquery;
        continue;
      case 'RecursiveQuery':
        return recursiveSchema(schemaOf(node.staticTerm), schemaOf(node.recursiveTerm));
      case 'Ddl':
        if (node.ddl.kind !== 'CreateMemoryTable' && node.ddl.kind !== 'CreateView') return ddlSchema(node.ddl);
        node = node.ddl.input;
        continue;
      case 'Projection':
      case 'Window':
      case 'Aggregate':
      case 'Join':
      case 'Union':
      case 'EmptyRelation':
      case 'SubqueryAlias':
      case 'Values':
      case 'Explain':
      case 'Analyze':
      case 'Unnest':
        return node.schema;
      case 'TableScan':
        return node.projectedSchema;
      case 'Extension':
        return node.node.schema;
      case 'Dml':
      case 'Copy':
      case 'DescribeTable':
        return node.outputSchema;
      case 'Statement':
        return DFSchema.empty;
      default:
        return assertNever(node);
    }
  }
}

function ddlSchema(ddl: Exclude<DdlNode, { kind: 'CreateMemoryTable' | 'CreateView' }>): DFSchema {
  return ddl.schema;
}

const recursive = new WeakMap<DFSchema, WeakMap<DFSchema, DFSchema>>();

/** The static term's columns, without what is unique there; those that a round may make NULL can be NULL. */
function recursiveSchema(first: DFSchema, rounds: DFSchema): DFSchema {
  let known = recursive.get(first);
  if (known === undefined) recursive.set(first, (known = new WeakMap()));
  let result = known.get(rounds);
  if (result === undefined) {
    const fields = first.qualifiedFields().map(({ qualifier, field }, i) => ({
      qualifier,
      field: { ...field, nullable: field.nullable || rounds.field(i).nullable },
    }));
    result = DFSchema.unchecked(fields, first.metadata);
    known.set(rounds, result);
  }
  return result;
}
