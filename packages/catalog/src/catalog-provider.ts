import type { TableType } from '@datafusion-ts/expr';
import type { TableProvider } from './table-provider.js';

/** A named set of tables. */
export interface SchemaProvider {
  /** Names of the tables. */
  tableNames(): readonly string[];
  /** The table of that name; undefined when there is none. */
  table(name: string): Promise<TableProvider | undefined>;
  tableExist(name: string): boolean;
  /** Default: from the table itself. */
  tableType?(name: string): Promise<TableType | undefined>;
  /** Adds a table; gives the one it replaces. Throws when not supported or taken. */
  registerTable?(name: string, table: TableProvider): TableProvider | undefined;
  /** Removes a table and gives it. */
  deregisterTable?(name: string): TableProvider | undefined;
  readonly ownerName?: string;
}

/** A named set of schemas. */
export interface CatalogProvider {
  schemaNames(): readonly string[];
  schema(name: string): SchemaProvider | undefined;
  /** Adds a schema; gives the one it replaces. */
  registerSchema?(name: string, schema: SchemaProvider): SchemaProvider | undefined;
  /** Removes a schema; throws when it is not empty, unless `cascade`. */
  deregisterSchema?(name: string, cascade: boolean): SchemaProvider | undefined;
}

/** All catalogs of a session. */
export interface CatalogProviderList {
  catalogNames(): readonly string[];
  catalog(name: string): CatalogProvider | undefined;
  registerCatalog(name: string, catalog: CatalogProvider): CatalogProvider | undefined;
}
