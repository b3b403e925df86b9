import { PlanError, type ConfigOptions, type ResolvedTableReference, type TableReference } from '@datafusion-ts/common';
import {
  InformationSchemaProvider,
  MemoryCatalogProvider,
  MemorySchemaProvider,
  type CatalogProviderList,
  type SchemaProvider,
  type TableProvider,
} from '@datafusion-ts/catalog';

/** Schema of the views about the session's own catalogs. */
export const INFORMATION_SCHEMA = 'information_schema';

/** Finds a table nobody registered, such as a file named in FROM; undefined when the name means nothing to it. */
export type TableFallback = (name: string) => Promise<TableProvider | undefined>;

/** Name look-up over a session's catalogs with its default catalog and schema. */
export class Catalogs {
  readonly list: CatalogProviderList;
  /** Asked for bare names of the default schema that no table has. */
  fallback: TableFallback | undefined;
  readonly #config: ConfigOptions;
  readonly #informationSchema: InformationSchemaProvider;

  constructor(list: CatalogProviderList, config: ConfigOptions) {
    this.list = list;
    this.#config = config;
    this.#informationSchema = new InformationSchemaProvider(list);
  }

  /** Makes the default catalog and schema when they do not exist. */
  createDefaults(): void {
    const { defaultCatalog, defaultSchema } = this.#config.catalog;
    if (this.list.catalog(defaultCatalog) !== undefined) return;
    const catalog = new MemoryCatalogProvider();
    catalog.registerSchema(defaultSchema, new MemorySchemaProvider());
    this.list.registerCatalog(defaultCatalog, catalog);
  }

  /** The full name. */
  resolve(name: TableReference): ResolvedTableReference {
    const { defaultCatalog, defaultSchema } = this.#config.catalog;
    return name.resolve(defaultCatalog, defaultSchema);
  }

  /** The schema a name belongs to; undefined when it or its catalog does not exist. */
  findSchema(name: TableReference): SchemaProvider | undefined {
    const { catalog, schema } = this.resolve(name);
    if (this.#config.catalog.informationSchema && schema === INFORMATION_SCHEMA) return this.#informationSchema;
    return this.list.catalog(catalog)?.schema(schema);
  }

  /** The schema a name belongs to; throws DataFusion's plan errors when catalog or schema do not exist. */
  schemaFor(name: TableReference): SchemaProvider {
    const schema = this.findSchema(name);
    if (schema !== undefined) return schema;
    const resolved = this.resolve(name);
    if (this.list.catalog(resolved.catalog) === undefined)
      throw new PlanError(`failed to resolve catalog: ${resolved.catalog}`);
    throw new PlanError(`failed to resolve schema: ${resolved.schema}`);
  }

  /** The registered table; undefined when it, its schema or its catalog does not exist. */
  async registered(name: TableReference): Promise<TableProvider | undefined> {
    return this.findSchema(name)?.table(name.table);
  }

  /** The registered table, or the file of that name where files are tables. */
  async find(name: TableReference): Promise<TableProvider | undefined> {
    const table = await this.registered(name);
    if (table !== undefined || this.fallback === undefined || name.schema !== undefined) return table;
    return this.fallback(name.table);
  }

  /** Error for a table that does not exist, naming it in full. */
  notFound(name: TableReference): PlanError {
    const { catalog, schema, table } = this.resolve(name);
    return new PlanError(`table '${catalog}.${schema}.${table}' not found`);
  }
}
