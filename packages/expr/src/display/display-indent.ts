import { type DFSchema, displayType, type Field } from '@datafusion-ts/common';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { inputsOf } from '../plan/plan-children.js';
import { subqueryPlansOf } from '../plan/plan-tree.js';
import { schemaOf } from '../plan/schema-of.js';
import { displayPlanNode } from './display-plan.js';

/**
 * A whole plan as EXPLAIN prints it: one node a line, each two spaces deeper than its parent, subqueries of a node's
 * expressions before its inputs.
 */
export function displayIndent(plan: LogicalPlan): string {
  return indented(plan, displayPlanNode);
}

/** Like {@link displayIndent}, each line ending with its columns: `Filter: t.a > Int64(1) [a:Int64;N]`. */
export function displayIndentSchema(plan: LogicalPlan): string {
  return indented(plan, (node) => `${displayPlanNode(node)} ${displaySchema(schemaOf(node))}`);
}

/** `[a:Int64;N, b:Utf8]`: names without qualifiers, types, `;N` where nulls may be. */
export function displaySchema(schema: DFSchema): string {
  return `[${schema.fields.map(displaySchemaField).join(', ')}]`;
}

function displaySchemaField(field: Field): string {
  return `${field.name}:${displayType(field.dataType)}${field.nullable ? ';N' : ''}`;
}

/** Subqueries of a node's expressions, then its inputs: the order in which plans are printed. */
export function displayChildren(plan: LogicalPlan): readonly LogicalPlan[] {
  return [...subqueryPlansOf(plan), ...inputsOf(plan)];
}

function indented(plan: LogicalPlan, line: (plan: LogicalPlan) => string): string {
  const lines: string[] = [];
  const pending: { readonly node: LogicalPlan; readonly depth: number }[] = [{ node: plan, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    lines.push('  '.repeat(next.depth) + line(next.node));
    for (const node of displayChildren(next.node).toReversed()) pending.push({ node, depth: next.depth + 1 });
  }
  return lines.join('\n');
}
