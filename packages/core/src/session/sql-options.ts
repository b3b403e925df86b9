import { PlanError } from '@datafusion-ts/common';
import { walkPlan, type LogicalPlan, type PlanKind } from '@datafusion-ts/expr';

/** Kinds of statements a caller forbids, e.g. for text that comes from users. Default: all are allowed. */
export interface SqlOptions {
  readonly allowDdl?: boolean;
  readonly allowDml?: boolean;
  readonly allowStatements?: boolean;
}

/** Throws a PlanError for the first forbidden node of a plan. */
export function verifyAllowed(plan: LogicalPlan, options: SqlOptions): void {
  const forbid = (kinds: readonly PlanKind[], what: string): void => {
    walkPlan(plan, (node) => {
      if (kinds.includes(node.kind)) throw new PlanError(`${what} not supported: ${nameOf(node)}`);
    });
  };
  if (options.allowDdl === false) forbid(['Ddl'], 'DDL');
  if (options.allowDml === false) forbid(['Dml', 'Copy'], 'DML');
  if (options.allowStatements === false) forbid(['Statement'], 'Statement');
}

function nameOf(node: LogicalPlan): string {
  switch (node.kind) {
    case 'Ddl':
      return node.ddl.kind;
    case 'Dml':
      return node.op.kind === 'Insert' ? 'Insert Into' : node.op.kind;
    case 'Copy':
      return 'COPY';
    case 'Statement':
      return node.statement.kind;
    default:
      return node.kind;
  }
}
