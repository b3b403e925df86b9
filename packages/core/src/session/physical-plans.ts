/**
 * Physical plans that have run and may run again; the second half of `PlanCache`.
 *
 * Each time, the tables are asked for their scans as in any planning: files are listed, statistics looked up. Only when all
 * give what they gave before (the same files of the same age and size, the same rows in memory) is the plan made of them
 * used again; otherwise a new one is made. A plan is lent to one execution at a time and comes back when that has given out
 * all of its rows; then it is reset, so that the next finds no filters and figures of the last.
 */
import type { LogicalPlan } from '@datafusion-ts/expr';
import { resetPlan, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PhysicalPlanner } from '../planner/physical-planner.js';
import { planScan, type PlannedScan } from '../planner/scan.js';

/** A plan for one execution. */
export interface PlanLease {
  readonly plan: ExecutionPlan;
  /** To be called when the execution has ended well; plans of others are not used again. */
  giveBack(): void;
}

interface KeptPlan {
  readonly plan: ExecutionPlan;
  readonly scans: readonly PlannedScan[];
}

export class PhysicalPlans {
  /**
   * Plans that are not lent, by the optimized logical plan. Only as long as the garbage collector lets them be: they hold
   * the rows that a table in memory had when it was last read.
   */
  readonly #idle = new WeakMap<LogicalPlan, WeakRef<KeptPlan>>();

  /** A plan for an optimized logical plan: the one that ran before, or a new one of `planner`. */
  async lend(logical: LogicalPlan, planner: PhysicalPlanner): Promise<PlanLease> {
    const idle = this.#idle.get(logical)?.deref();
    this.#idle.delete(logical);
    const kept =
      idle !== undefined && (await givesTheSame(idle.scans, planner)) ? idle : await newPlan(logical, planner);
    return {
      plan: kept.plan,
      giveBack: () => {
        resetPlan(kept.plan);
        this.#idle.set(logical, new WeakRef(kept));
      },
    };
  }
}

async function newPlan(logical: LogicalPlan, planner: PhysicalPlanner): Promise<KeptPlan> {
  const plan = await planner.createPhysicalPlan(logical);
  return { plan, scans: planner.scans };
}

/** True when the tables give what they gave before; what they find out serves the planner, too. */
async function givesTheSame(scans: readonly PlannedScan[], planner: PhysicalPlanner): Promise<boolean> {
  for (const { scan, plan } of scans) {
    const now = await planScan(planner.state, scan, planner);
    if (plan.givesSameRows?.(now) !== true) return false;
  }
  return true;
}
