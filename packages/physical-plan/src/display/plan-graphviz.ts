import { displayStatistics } from '@datafusion-ts/common';
import type { ExecutionPlan } from '../execution-plan.js';
import { statisticsOf } from '../plan-defaults.js';

/** A plan as a Graphviz digraph. */
export function displayPlanGraphviz(plan: ExecutionPlan, showStatistics = false): string {
  const lines = [
    '',
    '// Begin DataFusion GraphViz Plan,',
    '// display it online here: https://dreampuf.github.io/GraphvizOnline',
    '',
    'digraph {',
  ];
  let next = 0;
  const add = (node: ExecutionPlan, parent: number | undefined): void => {
    const id = ++next;
    const statistics = showStatistics
      ? `, tooltip="statistics=[${escapeText(displayStatistics(statisticsOf(node)))}]"`
      : '';
    lines.push(`    ${id}[shape=box label="${escapeText(node.fmtAs('default'))}"${statistics}]`);
    if (parent !== undefined) lines.push(`    ${parent} -> ${id} [arrowhead=none, arrowtail=normal, dir=back]`);
    for (const child of node.children()) add(child, id);
  };
  add(plan, undefined);
  return `${[...lines, '}', '// End DataFusion GraphViz Plan'].join('\n')}\n`;
}

const escapeText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
