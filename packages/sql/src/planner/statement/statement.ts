import { NotImplementedError } from '@datafusion-ts/common';
import type { LogicalPlan } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { setDebug } from '../support/ast-debug.js';
import { statementToSql } from '../support/sql-text.js';
import { createExternalTableToPlan } from './create-external-table.js';
import { createTableToPlan } from './create-table.js';
import {
  createDatabaseToPlan,
  createFunctionToPlan,
  createIndexToPlan,
  createSchemaToPlan,
  createViewToPlan,
  dropFunctionToPlan,
  dropToPlan,
} from './ddl.js';
import { copyToPlan, deleteToPlan, insertToPlan, truncateToPlan, updateToPlan } from './dml.js';
import { explainToPlan } from './explain.js';
import {
  commitToPlan,
  deallocateToPlan,
  describeToPlan,
  executeToPlan,
  prepareToPlan,
  resetToPlan,
  rollbackToPlan,
  setToPlan,
  startTransactionToPlan,
} from './session.js';
import {
  showColumnsToPlan,
  showCreateToPlan,
  showFunctionsToPlan,
  showTablesToPlan,
  showVariableToPlan,
} from './show.js';

/** Any statement to its plan; statements without one are refused with their text. */
export function planStatement(planner: Planner, sql: ast.Statement, context: PlannerContext): LogicalPlan {
  switch (sql.kind) {
    case 'Query':
      return planner.queryToPlan(sql, context);
    case 'Explain':
      return explainToPlan(planner, sql);
    case 'ExplainTable':
      return describeToPlan(planner, sql);
    case 'CreateTable':
      return createTableToPlan(planner, sql, context);
    case 'CreateExternalTable':
      return createExternalTableToPlan(planner, sql);
    case 'CreateView':
      return createViewToPlan(planner, sql);
    case 'CreateSchema':
      return createSchemaToPlan(sql);
    case 'CreateDatabase':
      return createDatabaseToPlan(sql);
    case 'CreateIndex':
      return createIndexToPlan(planner, sql, context);
    case 'CreateFunction':
      return createFunctionToPlan(planner, sql);
    case 'DropFunction':
      return dropFunctionToPlan(sql);
    case 'Drop':
      return dropToPlan(planner, sql);
    case 'Insert':
      return insertToPlan(planner, sql);
    case 'Update':
      return updateToPlan(planner, sql);
    case 'Delete':
      return deleteToPlan(planner, sql);
    case 'Truncate':
      return truncateToPlan(planner, sql);
    case 'CopyTo':
      return copyToPlan(planner, sql);
    case 'SetVariable':
    case 'SetTimeZone':
      return setToPlan(sql);
    case 'SetParenthesized':
    case 'SetMultiple':
    case 'SetTransaction':
    case 'SetRole':
    case 'SetNames':
    case 'SetNamesDefault':
      throw new NotImplementedError(`SET variant not implemented yet: ${setDebug(sql)}`);
    case 'Reset':
      return resetToPlan(sql);
    case 'ShowVariable':
      return showVariableToPlan(planner, sql);
    case 'ShowTables':
      return showTablesToPlan(planner, sql);
    case 'ShowColumns':
      return showColumnsToPlan(planner, sql);
    case 'ShowCreate':
      return showCreateToPlan(planner, sql);
    case 'ShowFunctions':
      return showFunctionsToPlan(planner, sql);
    case 'Prepare':
      return prepareToPlan(planner, sql);
    case 'Execute':
      return executeToPlan(planner, sql);
    case 'Deallocate':
      return deallocateToPlan(sql);
    case 'StartTransaction':
      return startTransactionToPlan(sql);
    case 'Commit':
      return commitToPlan(sql);
    case 'Rollback':
      return rollbackToPlan(sql);
    default:
      throw new NotImplementedError(`Unsupported SQL statement: ${statementToSql(sql)}`);
  }
}
