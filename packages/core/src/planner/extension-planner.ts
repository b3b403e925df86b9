import type { LogicalPlan, UserDefinedLogicalNode } from '@datafusion-ts/expr';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { SessionState } from '../session/session-state.js';

/** Makes physical plans of logical nodes defined outside the engine. */
export interface ExtensionPlanner {
  /** The node's plan over the plans of its inputs; undefined to leave it to the next planner. */
  planExtension(
    node: UserDefinedLogicalNode,
    inputs: readonly LogicalPlan[],
    physicalInputs: readonly ExecutionPlan[],
    session: SessionState,
  ): Promise<ExecutionPlan | undefined>;
}
