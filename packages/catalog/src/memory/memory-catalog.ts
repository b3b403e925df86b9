import { ExecutionError } from '@datafusion-ts/common';
import type { CatalogProvider, CatalogProviderList, SchemaProvider } from '../catalog-provider.js';
import type { TableProvider } from '../table-provider.js';

/** Tables by name, in memory. */
export class MemorySchemaProvider implements SchemaProvider {
  readonly #tables = new Map<string, TableProvider>();

  tableNames(): readonly string[] {
    return [...this.#tables.keys()];
  }

  table(name: string): Promise<TableProvider | undefined> {
    return Promise.resolve(this.#tables.get(name));
  }

  tableExist(name: string): boolean {
    return this.#tables.has(name);
  }

  registerTable(name: string, table: TableProvider): TableProvider | undefined {
    if (this.#tables.has(name)) throw new ExecutionError(`The table ${name} already exists`);
    this.#tables.set(name, table);
    return undefined;
  }

  deregisterTable(name: string): TableProvider | undefined {
    const table = this.#tables.get(name);
    this.#tables.delete(name);
    return table;
  }
}

/** Schemas by name, in memory. */
export class MemoryCatalogProvider implements CatalogProvider {
  readonly #schemas = new Map<string, SchemaProvider>();

  schemaNames(): readonly string[] {
    return [...this.#schemas.keys()];
  }

  schema(name: string): SchemaProvider | undefined {
    return this.#schemas.get(name);
  }

  registerSchema(name: string, schema: SchemaProvider): SchemaProvider | undefined {
    const replaced = this.#schemas.get(name);
    this.#schemas.set(name, schema);
    return replaced;
  }

  deregisterSchema(name: string, cascade: boolean): SchemaProvider | undefined {
    const schema = this.#schemas.get(name);
    if (schema === undefined) return undefined;
    const tables = schema.tableNames();
    if (tables.length > 0 && !cascade) {
      throw new ExecutionError(`Cannot drop schema ${name} because other tables depend on it: ${tables.join(', ')}`);
    }
    this.#schemas.delete(name);
    return schema;
  }
}

/** Catalogs by name, in memory. */
export class MemoryCatalogProviderList implements CatalogProviderList {
  readonly #catalogs = new Map<string, CatalogProvider>();

  catalogNames(): readonly string[] {
    return [...this.#catalogs.keys()];
  }

  catalog(name: string): CatalogProvider | undefined {
    return this.#catalogs.get(name);
  }

  registerCatalog(name: string, catalog: CatalogProvider): CatalogProvider | undefined {
    const replaced = this.#catalogs.get(name);
    this.#catalogs.set(name, catalog);
    return replaced;
  }
}
