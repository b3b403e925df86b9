import { DataTypes, DFSchema, type Schema, type TableReference } from '@datafusion-ts/common';
import { displayIndent } from '../../display/display-indent.js';
import type {
  Analyze,
  Copy,
  DescribeTable,
  Dml,
  Explain,
  ExplainFormat,
  LogicalPlan,
  WriteOp,
} from '../logical-plan.js';
import type { TableSource } from '../table-source.js';

const column = (
  name: string,
  dataType = DataTypes.Utf8,
): { name: string; dataType: typeof dataType; nullable: boolean } => ({
  name,
  dataType,
  nullable: false,
});

let explainColumns: DFSchema | undefined;
let countColumn: DFSchema | undefined;

/** Columns of EXPLAIN: `plan_type`, `plan`. */
export function explainSchema(): DFSchema {
  return (explainColumns ??= DFSchema.fromUnqualifiedFields([column('plan_type'), column('plan')]));
}

/** The column of statements that write: `count`. */
export function countSchema(): DFSchema {
  return (countColumn ??= DFSchema.fromUnqualifiedFields([column('count', DataTypes.UInt64)]));
}

/** Columns of DESCRIBE: `column_name`, `data_type`, `is_nullable`. */
export function describeSchema(): DFSchema {
  return DFSchema.fromUnqualifiedFields([column('column_name'), column('data_type'), column('is_nullable')]);
}

/** EXPLAIN of a plan. */
export function explainNode(plan: LogicalPlan, verbose: boolean, format: ExplainFormat): Explain {
  return {
    kind: 'Explain',
    verbose,
    format,
    plan,
    stringifiedPlans: [{ planType: 'initial_logical_plan', plan: displayIndent(plan) }],
    schema: explainSchema(),
    logicalOptimizationSucceeded: false,
  };
}

/** EXPLAIN ANALYZE: runs the plan and shows its metrics. */
export function analyzeNode(input: LogicalPlan, verbose: boolean, format?: ExplainFormat): Analyze {
  const node = { kind: 'Analyze' as const, verbose, input, schema: explainSchema() };
  return format === undefined ? node : { ...node, format };
}

/** INSERT, UPDATE, DELETE or TRUNCATE of a table; gives the number of rows. */
export function dmlNode(tableName: TableReference, target: TableSource, op: WriteOp, input: LogicalPlan): Dml {
  return { kind: 'Dml', tableName, target, op, input, outputSchema: countSchema() };
}

/** COPY TO; gives the number of rows. */
export function copyNode(parts: Omit<Copy, 'kind' | 'outputSchema'>): Copy {
  return { kind: 'Copy', ...parts, outputSchema: countSchema() };
}

/** DESCRIBE of a table or query with the given columns. */
export function describeNode(schema: Schema): DescribeTable {
  return { kind: 'DescribeTable', schema, outputSchema: describeSchema() };
}
