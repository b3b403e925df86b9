import type { LogicalPlan, TableSource } from '@datafusion-ts/expr';
import { provideAsSource, type TableProvider } from '@datafusion-ts/catalog';
import { resolveTableReferences, SqlToRel, type Statement } from '@datafusion-ts/sql';
import type { SessionState } from '../session/session-state.js';
import { fullName, SessionContextProvider } from './session-context-provider.js';

/**
 * The logical plan of a statement. Planning is synchronous and catalogs are not, so the tables a statement names are
 * looked up first; names that are not found are left out, and the planner reports those it needs.
 */
export async function planStatement(state: SessionState, statement: Statement): Promise<LogicalPlan> {
  const tables = await findTables(state, statement);
  return state.planCache.planned(statement, tables, () => {
    const sources = new Map(
      [...tables].map(([name, provider]): [string, TableSource] => [name, provideAsSource(provider)]),
    );
    const provider = new SessionContextProvider(state, sources);
    const plan = new SqlToRel(provider).statementToPlan(statement);
    return { plan, comesAgain: !provider.calledTableFunction };
  });
}

async function findTables(state: SessionState, statement: Statement): Promise<ReadonlyMap<string, TableProvider>> {
  const tables = new Map<string, TableProvider>();
  const { enableIdentNormalization } = state.config.sqlParser;
  const references = state.planCache.tableReferences(
    statement,
    () => resolveTableReferences(statement, enableIdentNormalization).tables,
  );
  for (const reference of references) {
    const { catalog, schema, table } = state.catalogs.resolve(reference);
    const key = fullName(catalog, schema, table);
    if (tables.has(key)) continue;
    const provider = await state.catalogs.find(reference);
    if (provider !== undefined) tables.set(key, provider);
  }
  return tables;
}
