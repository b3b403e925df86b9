import { ExecutionError, PlanError } from '@datafusion-ts/common';
import { MemoryCatalogProvider, MemorySchemaProvider, type CatalogProvider } from '@datafusion-ts/catalog';
import type { DdlNode } from '@datafusion-ts/expr';
import type { SessionState } from '../session/session-state.js';

type Statement<K extends DdlNode['kind']> = Extract<DdlNode, { readonly kind: K }>;

/** CREATE SCHEMA: `schema` in the default catalog, or `catalog.schema`. */
export function createSchema(state: SessionState, { schemaName, ifNotExists }: Statement<'CreateCatalogSchema'>): void {
  const { catalog, name } = resolveSchema(state, schemaName);
  if (catalog.schema(name) !== undefined) {
    if (ifNotExists) return;
    throw new ExecutionError(`Schema '${schemaName}' already exists`);
  }
  if (catalog.registerSchema === undefined) throw new ExecutionError('Registering new schemas is not supported');
  catalog.registerSchema(name, new MemorySchemaProvider());
}

/** DROP SCHEMA. */
export function dropSchema(
  state: SessionState,
  { name: fullName, ifExists, cascade }: Statement<'DropCatalogSchema'>,
): void {
  const { catalog, name } = resolveSchema(state, fullName, ifExists);
  const dropped = catalog?.deregisterSchema?.(name, cascade);
  if (dropped !== undefined) state.planCache.forgetAll();
  if (dropped === undefined && !ifExists) throw new ExecutionError(`Schema '${fullName}' doesn't exist.`);
}

/** CREATE DATABASE. */
export function createCatalog(state: SessionState, { catalogName, ifNotExists }: Statement<'CreateCatalog'>): void {
  if (state.catalogs.list.catalog(catalogName) !== undefined) {
    if (ifNotExists) return;
    throw new ExecutionError(`Catalog '${catalogName}' already exists`);
  }
  state.catalogs.list.registerCatalog(catalogName, new MemoryCatalogProvider());
}

function resolveSchema(
  state: SessionState,
  fullName: string,
  lenient = false,
): { catalog: CatalogProvider; name: string } {
  const parts = fullName.split('.');
  if (parts.length > 2) throw new PlanError(`Unable to parse catalog from ${fullName}`);
  const catalogName = parts.length === 2 ? parts[0]! : state.config.catalog.defaultCatalog;
  const catalog = state.catalogs.list.catalog(catalogName);
  if (catalog === undefined) {
    if (lenient) return { catalog: new MemoryCatalogProvider(), name: parts.at(-1)! };
    throw new ExecutionError(`Missing catalog '${catalogName}'`);
  }
  return { catalog, name: parts.at(-1)! };
}
