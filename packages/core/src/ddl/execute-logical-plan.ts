/**
 * Carries out plans that are not queries: DDL changes catalogs, statements change the session. Everything else is left to
 * be run when rows are asked for.
 */
import { NotImplementedError } from '@datafusion-ts/common';
import type { Ddl, LogicalPlan, Statement } from '@datafusion-ts/expr';
import type { SessionState } from '../session/session-state.js';
import { createFunction, dropFunction } from './function-statements.js';
import { deallocate, executePrepared, prepare } from './prepared-statements.js';
import { createCatalog, createSchema, dropSchema } from './schema-statements.js';
import { createExternalTable, createMemoryTable, createView, dropTable } from './table-statements.js';
import { resetVariable, setVariable } from './variable-statements.js';

/** The plan to run: the one given, or none (undefined) when the statement has taken effect and gives no rows. */
export async function executeLogicalPlan(
  state: SessionState,
  plan: LogicalPlan,
  signal?: AbortSignal,
): Promise<LogicalPlan | undefined> {
  if (plan.kind === 'Ddl') {
    await executeDdl(state, plan, signal);
    return undefined;
  }
  return plan.kind === 'Statement' ? executeStatement(state, plan) : plan;
}

async function executeDdl(state: SessionState, { ddl }: Ddl, signal?: AbortSignal): Promise<void> {
  switch (ddl.kind) {
    case 'CreateMemoryTable':
      return createMemoryTable(state, ddl, signal);
    case 'CreateExternalTable':
      return createExternalTable(state, ddl);
    case 'CreateView':
      return createView(state, ddl);
    case 'CreateCatalogSchema':
      return createSchema(state, ddl);
    case 'CreateCatalog':
      return createCatalog(state, ddl);
    case 'DropTable':
      return dropTable(state, ddl.name, ddl.ifExists, ['Base', 'Temporary']);
    case 'DropView':
      return dropTable(state, ddl.name, ddl.ifExists, ['View']);
    case 'DropCatalogSchema':
      return dropSchema(state, ddl);
    case 'CreateFunction':
      return createFunction(state, ddl);
    case 'DropFunction':
      return dropFunction(state, ddl);
    case 'CreateIndex':
      throw new NotImplementedError('Unsupported logical plan: CreateIndex');
  }
}

async function executeStatement(state: SessionState, { statement }: Statement): Promise<LogicalPlan | undefined> {
  switch (statement.kind) {
    case 'SetVariable':
      setVariable(state, statement.variable, statement.value);
      return undefined;
    case 'ResetVariable':
      resetVariable(state, statement.variable);
      return undefined;
    case 'Prepare':
      prepare(state, statement);
      return undefined;
    case 'Execute':
      return executePrepared(state, statement);
    case 'Deallocate':
      deallocate(state, statement.name);
      return undefined;
    case 'TransactionStart':
    case 'TransactionEnd':
      throw new NotImplementedError(`Unsupported logical plan: Statement(${statement.kind})`);
  }
}
