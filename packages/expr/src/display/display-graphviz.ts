import type { LogicalPlan } from '../plan/logical-plan.js';
import { schemaOf } from '../plan/schema-of.js';
import { displayChildren, displaySchema } from './display-indent.js';
import { displayPlanNode } from './display-plan.js';

/** A plan as a graph in DOT, twice: the nodes as EXPLAIN shows them, then with their columns. */
export function displayGraphviz(plan: LogicalPlan): string {
  const lines = [
    '',
    '// Begin DataFusion GraphViz Plan,',
    '// display it online here: https://dreampuf.github.io/GraphvizOnline',
    '',
    'digraph {',
  ];
  const next = cluster(lines, plan, 1, 'LogicalPlan', displayPlanNode);
  cluster(
    lines,
    plan,
    next,
    'Detailed LogicalPlan',
    (n) => `${displayPlanNode(n)}\\nSchema: ${displaySchema(schemaOf(n))}`,
  );
  lines.push('}', '// End DataFusion GraphViz Plan', '');
  return lines.join('\n');
}

/** Writes one cluster numbered from `id` and returns the next free number. */
function cluster(
  lines: string[],
  plan: LogicalPlan,
  id: number,
  title: string,
  label: (plan: LogicalPlan) => string,
): number {
  lines.push(`  subgraph cluster_${id}`, '  {', `    graph[label=${quoted(title)}]`);
  let next = id + 1;
  const pending: { readonly node: LogicalPlan; readonly parent: number | undefined }[] = [
    { node: plan, parent: undefined },
  ];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const own = next++;
    lines.push(`    ${own}[shape=box label=${quoted(label(entry.node))}]`);
    if (entry.parent !== undefined)
      lines.push(`    ${entry.parent} -> ${own} [arrowhead=none, arrowtail=normal, dir=back]`);
    for (const node of displayChildren(entry.node).toReversed()) pending.push({ node, parent: own });
  }
  lines.push('  }');
  return next;
}

/** Quotes inside labels become underscores, as in DataFusion. */
const quoted = (label: string): string => `"${label.replaceAll('"', '_')}"`;
