import { DFSchema, field, NotImplementedError, PlanError, Schema } from '@datafusion-ts/common';
import { describeNode, type LogicalPlan, type StatementNode } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { identText, objectNameToString } from '../support/identifiers.js';
import { exprToSql, statementToSql } from '../support/sql-text.js';
import { optionText } from './options.js';

/** Settings, prepared statements, transactions and DESCRIBE. */

const TIME_ZONE = 'datafusion.execution.time_zone';
const statement = (node: StatementNode): LogicalPlan => ({ kind: 'Statement', statement: node });

/** The key of a setting as written: lower case, the time zone by its own name. */
function settingName(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'timezone' || lower === 'time.zone' ? TIME_ZONE : lower;
}

/** SET name = value. */
export function setToPlan(sql: ast.SetVariable | ast.SetTimeZone): LogicalPlan {
  if (sql.kind === 'SetTimeZone') {
    return statement({ kind: 'SetVariable', variable: TIME_ZONE, value: settingText(sql.value) });
  }
  if (sql.scope !== undefined) throw new NotImplementedError('SET with scope modifiers is not supported');
  if (sql.hivevar) throw new NotImplementedError('SET HIVEVAR is not supported');
  const [value, ...more] = sql.values;
  if (value === undefined || more.length > 0) throw new PlanError('SET only supports single value assignment');
  return statement({
    kind: 'SetVariable',
    variable: settingName(objectNameToString(sql.variable)),
    value: settingText(value),
  });
}

function settingText(value: ast.Expr): string {
  switch (value.kind) {
    case 'Identifier':
      return identText(value.ident, true);
    case 'Value': {
      const text = optionText(value.value);
      if (text === undefined)
        throw new PlanError(`Unsupported value ${value.value.kind === 'Null' ? 'Null' : astDebug(value.value)}`);
      return text;
    }
    case 'UnaryOp':
      if (value.op === 'Plus') return `+${exprToSql(value.expr)}`;
      if (value.op === 'Minus') return `-${exprToSql(value.expr)}`;
      throw new PlanError(`Unsupported unary op ${value.op}`);
    default:
      throw new PlanError(`Unsupported expr ${astDebug(value)}`);
  }
}

/** RESET name. */
export function resetToPlan(sql: ast.Reset): LogicalPlan {
  return statement({ kind: 'ResetVariable', variable: settingName(objectNameToString(sql.variable)) });
}

/** PREPARE. Parameter types that are not declared are those the plan infers. */
export function prepareToPlan(planner: Planner, sql: ast.Prepare): LogicalPlan {
  const declared = sql.dataTypes.map((type) => field('', planner.dataType(type)));
  const context = new PlannerContext();
  context.paramFields = declared;
  const input = planner.statementToPlan(sql.statement, context);
  const fields = declared.length > 0 ? declared : planner.inferredParameters(input);
  return statement({ kind: 'Prepare', name: identText(sql.name, true), fields, input });
}

/** EXECUTE. `EXECUTE IMMEDIATE 'x'` is what the engine takes for the statement named `immediate`. */
export function executeToPlan(planner: Planner, sql: ast.Execute): LogicalPlan {
  if (sql.using.length > 0) throw new NotImplementedError('Execute statement with USING is not supported');
  if (sql.name === undefined && !sql.immediate) throw new PlanError('EXECUTE statement requires a name');
  const context = new PlannerContext();
  const parameters = sql.parameters.map((expr) => planner.sqlToExpr(expr, DFSchema.empty, context));
  return statement({
    kind: 'Execute',
    name: sql.name === undefined ? 'immediate' : objectNameToString(sql.name),
    parameters,
  });
}

/** DEALLOCATE. */
export function deallocateToPlan(sql: ast.Deallocate): LogicalPlan {
  return statement({ kind: 'Deallocate', name: identText(sql.name, true) });
}

/** START TRANSACTION; BEGIN is not supported. */
export function startTransactionToPlan(sql: ast.StartTransaction): LogicalPlan {
  if (sql.begin || sql.modifier !== undefined)
    throw new NotImplementedError(`Unsupported SQL statement: ${statementToSql(sql)}`);
  let accessMode: 'ReadOnly' | 'ReadWrite' = 'ReadWrite';
  let isolationLevel = 'Serializable';
  for (const mode of sql.modes) {
    if (mode.kind === 'AccessMode') accessMode = mode.mode;
    else isolationLevel = mode.level;
  }
  return statement({ kind: 'TransactionStart', accessMode, isolationLevel });
}

/** COMMIT; END is not supported. */
export function commitToPlan(sql: ast.Commit): LogicalPlan {
  if (sql.end) throw new NotImplementedError('COMMIT AND END not supported');
  return statement({ kind: 'TransactionEnd', conclusion: 'Commit', chain: sql.chain });
}

/** ROLLBACK. */
export function rollbackToPlan(sql: ast.Rollback): LogicalPlan {
  if (sql.savepoint !== undefined) throw new PlanError('Savepoints not supported');
  return statement({ kind: 'TransactionEnd', conclusion: 'Rollback', chain: sql.chain });
}

/** DESCRIBE table. */
export function describeToPlan(planner: Planner, sql: ast.ExplainTable): LogicalPlan {
  const { schema } = planner.context.getTableSource(planner.tableReference(sql.tableName));
  return describeNode(new Schema(schema.fields, schema.metadata));
}
