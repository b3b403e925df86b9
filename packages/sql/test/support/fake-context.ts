import {
  ConfigOptions,
  DataTypes,
  type Field,
  parseDataType,
  PlanError,
  Schema,
  TableReference,
  type Constraints,
} from '@datafusion-ts/common';
import type { LogicalPlan, TableSource } from '@datafusion-ts/expr';
import type { ContextProvider } from '../../src/index.js';
import { type FakeFunctions, fakeHigherOrder, loadFakeFunctions } from './fake-functions.js';
import { fakePlanners } from './fake-planners.js';

/** Columns as DESCRIBE shows them: name, type, `YES` or `NO` for nullable. */
export type DescribedColumns = readonly (readonly [name: string, type: string, nullable: string])[];

const text = (...names: readonly string[]): Schema =>
  new Schema(names.map((name) => ({ name, dataType: DataTypes.Utf8, nullable: true })));

const INFORMATION_SCHEMA: Readonly<Record<string, Schema>> = {
  tables: text('table_catalog', 'table_schema', 'table_name', 'table_type'),
  views: text('table_catalog', 'table_schema', 'table_name', 'definition'),
  columns: text(
    ...[
      'table_catalog',
      'table_schema',
      'table_name',
      'column_name',
      'ordinal_position',
      'column_default',
      'is_nullable',
      'data_type',
    ],
    ...[
      'character_maximum_length',
      'character_octet_length',
      'numeric_precision',
      'numeric_precision_radix',
      'numeric_scale',
    ],
    ...['datetime_precision', 'interval_type'],
  ),
  df_settings: text('name', 'value', 'description'),
  schemata: text(
    ...['catalog_name', 'schema_name', 'schema_owner', 'default_character_set_catalog', 'default_character_set_schema'],
    ...['default_character_set_name', 'sql_path'],
  ),
  routines: text(
    ...[
      'specific_catalog',
      'specific_schema',
      'specific_name',
      'routine_catalog',
      'routine_schema',
      'routine_name',
      'routine_type',
    ],
    ...['is_deterministic', 'data_type', 'function_type', 'description', 'syntax_example'],
  ),
  parameters: text(
    ...[
      'specific_catalog',
      'specific_schema',
      'specific_name',
      'ordinal_position',
      'parameter_mode',
      'parameter_name',
      'data_type',
    ],
    ...['parameter_default', 'is_variadic', 'rid'],
  ),
};

/** A session made of tables that are nothing but schemas, and of functions that are nothing but names and types. */
export class FakeContext implements ContextProvider {
  readonly config = ConfigOptions.fromMap(new Map([['datafusion.catalog.information_schema', 'true']]));
  readonly #tables = new Map<string, TableSource>();
  readonly #functions: FakeFunctions = loadFakeFunctions();
  readonly #planners = fakePlanners((name) => this.#functions.scalar.get(name)!);

  addTable(name: string, columns: DescribedColumns, constraints?: Constraints): void {
    const fields = columns.map(([column, type, nullable]): Field => ({
      name: column,
      dataType: parseDataType(type),
      nullable: nullable === 'YES',
    }));
    this.#tables.set(key(TableReference.parse(name)), { schema: new Schema(fields), constraints });
  }

  addView(name: string, plan: LogicalPlan, schema: Schema): void {
    this.#tables.set(key(TableReference.parse(name)), { schema, logicalPlan: plan });
  }

  getTableSource(name: TableReference): TableSource {
    if (name.schema === 'information_schema' && this.config.catalog.informationSchema) {
      const schema = INFORMATION_SCHEMA[name.table];
      if (schema !== undefined) return { schema };
    }
    const found = this.#tables.get(key(name));
    if (found === undefined) throw new PlanError(`table '${key(name)}' not found`);
    return found;
  }

  getTableFunctionSource(name: string): TableSource {
    if (name !== 'generate_series' && name !== 'range') throw new PlanError(`table function '${name}' not found`);
    return { schema: new Schema([{ name: 'value', dataType: DataTypes.Int64, nullable: false }]) };
  }

  createCteWorkTable(_name: string, schema: Schema): TableSource {
    return { schema };
  }

  getFunctionMeta(name: string): ReturnType<ContextProvider['getFunctionMeta']> {
    return this.#functions.scalar.get(name);
  }
  getHigherOrderMeta(name: string): ReturnType<typeof fakeHigherOrder> {
    return fakeHigherOrder(name);
  }
  getAggregateMeta(name: string): ReturnType<ContextProvider['getAggregateMeta']> {
    return this.#functions.aggregate.get(name);
  }
  getWindowMeta(name: string): ReturnType<ContextProvider['getWindowMeta']> {
    return this.#functions.window.get(name);
  }
  getExprPlanners(): ReturnType<ContextProvider['getExprPlanners']> {
    return this.#planners;
  }
  udfNames(): readonly string[] {
    return [...this.#functions.scalar.keys()];
  }
  udafNames(): readonly string[] {
    return [...this.#functions.aggregate.keys()];
  }
  udwfNames(): readonly string[] {
    return [...this.#functions.window.keys()];
  }
}

function key(name: TableReference): string {
  const { catalog, schema, table } = name.resolve('datafusion', 'public');
  return `${catalog}.${schema}.${table}`;
}
