import { ConfigurationError, NotImplementedError, PlanError } from '@datafusion-ts/common';
import { describeNode, type ExplainFormat, type LogicalPlan, LogicalPlanBuilder, schemaOf } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import { PlannerContext } from '../planner-context.js';

/** EXPLAIN [ANALYZE] [VERBOSE] [FORMAT …]. */
export function explainToPlan(planner: Planner, sql: ast.Explain): LogicalPlan {
  if (sql.describeAlias !== undefined) return describeQuery(planner, sql.statement);
  const plan = planner.statementToPlan(sql.statement, new PlannerContext());
  if (plan.kind === 'Explain') throw new PlanError('Nested EXPLAINs are not supported');
  if (sql.verbose && sql.format !== undefined) throw new PlanError('EXPLAIN VERBOSE with FORMAT is not supported');
  if (sql.analyze && sql.format !== undefined) throw new PlanError('EXPLAIN ANALYZE with FORMAT is not supported');
  return LogicalPlanBuilder.from(plan).explain(sql.verbose, sql.analyze, formatOf(planner, sql)).build();
}

/** DESCRIBE of a query: its columns. */
function describeQuery(planner: Planner, statement: ast.Statement): LogicalPlan {
  if (statement.kind !== 'Query')
    throw new NotImplementedError('Describing statements other than SELECT not supported');
  return describeNode(schemaOf(planner.queryToPlan(statement, new PlannerContext())).toSchema());
}

const FORMATS: readonly ExplainFormat[] = ['indent', 'tree', 'pgjson', 'graphviz'];

/** VERBOSE is always indented; otherwise what is said, or the setting. */
function formatOf(planner: Planner, sql: ast.Explain): ExplainFormat {
  if (sql.verbose || sql.analyze) return 'indent';
  const word = sql.format ?? planner.context.config.explain.format;
  const found = FORMATS.find((format) => format === word.toLowerCase());
  if (found === undefined) {
    throw new ConfigurationError(
      `Invalid explain format. Expected 'indent', 'tree', 'pgjson' or 'graphviz'. Got '${word}'`,
    );
  }
  return found;
}
