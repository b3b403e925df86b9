/**
 * Tells the leaves of a plan, before it runs, that they will be read: leaves that read the same files can then keep for one
 * another what takes time to decode. Not told: leaves that never run, as an equal sub-plan runs in their place, and those
 * below operators of which nothing is known.
 */
import type { TaskContext } from '@datafusion-ts/execution';
import type { ExecutionPlan } from '../../execution-plan.js';
import { isTransparent, type SharedGroup } from './find-shared.js';

/** Announces the leaves of `plan` that will run, when there are several. */
export function expectReads(plan: ExecutionPlan, groups: readonly SharedGroup[], context: TaskContext): void {
  const served = new Set(groups.flatMap(({ members, source }) => members.filter((member) => member !== source)));
  const leaves = leavesToRun(plan, served);
  if (leaves.length < 2) return;
  const instead = new Map(groups.flatMap((group) => [...group.leaves]));
  for (const leaf of leaves) (instead.get(leaf) ?? leaf).expectRead?.(context);
}

/** Leaves that want to be told, below nodes that are not `served` by others. */
function leavesToRun(plan: ExecutionPlan, served: ReadonlySet<ExecutionPlan>): readonly ExecutionPlan[] {
  const found: ExecutionPlan[] = [];
  const pending = [plan];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (served.has(node) || !isTransparent(node)) continue;
    const children = node.children();
    pending.push(...children);
    if (children.length === 0 && node.expectRead !== undefined) found.push(node);
  }
  return found;
}
