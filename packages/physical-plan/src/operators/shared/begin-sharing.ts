import type { TaskContext } from '@datafusion-ts/execution';
import type { ExecutionPlan } from '../../execution-plan.js';
import { expectReads } from './expect-reads.js';
import { findSharedGroups } from './find-shared.js';
import { shareGroups } from './share-sub-plans.js';

/**
 * Has sub-plans that occur more than once in `plan` computed once by the execution of `context`; to be called before the
 * first partition starts. The plan and its text stay as they are. Of equal sub-plans one runs and has metrics; the others
 * count the rows they hand on. Leaves that will run are told, so that they can share what they read. `endExecution` gives back what is held when the execution is over.
 */
export function shareSubPlans(plan: ExecutionPlan, context: TaskContext): void {
  const groups = findSharedGroups(plan);
  shareGroups(groups, context);
  expectReads(plan, groups, context);
}
