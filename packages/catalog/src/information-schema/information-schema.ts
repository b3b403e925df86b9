/** The views about a session's own catalogs: `information_schema`, part of every catalog when it is switched on. */
import { displayType, RUNTIME_OPTIONS, type DataType, type Field } from '@datafusion-ts/common';
import { runtimeConfigEntries } from '@datafusion-ts/execution';
import type { TableType } from '@datafusion-ts/expr';
import type { Session } from '@datafusion-ts/session';
import type { CatalogProviderList, SchemaProvider } from '../catalog-provider.js';
import type { TableProvider } from '../table-provider.js';
import { parameterRows, routineRows } from './routines.js';
import { RowsTable, type Cell } from './rows-table.js';
import { informationSchemas } from './schemas.js';

const INFORMATION_SCHEMA = 'information_schema';

type ViewName = keyof typeof informationSchemas;
type Rows = readonly (readonly Cell[])[];

const VIEWS: readonly ViewName[] = ['tables', 'views', 'columns', 'df_settings', 'schemata', 'routines', 'parameters'];

export class InformationSchemaProvider implements SchemaProvider {
  readonly #catalogs: CatalogProviderList;

  constructor(catalogs: CatalogProviderList) {
    this.#catalogs = catalogs;
  }

  tableNames(): readonly string[] {
    return VIEWS;
  }

  tableExist(name: string): boolean {
    return VIEWS.includes(name.toLowerCase() as ViewName);
  }

  tableType(name: string): Promise<TableType | undefined> {
    return Promise.resolve(this.tableExist(name) ? 'View' : undefined);
  }

  table(name: string): Promise<TableProvider | undefined> {
    const view = name.toLowerCase() as ViewName;
    if (!this.tableExist(view)) return Promise.resolve(undefined);
    return Promise.resolve(new RowsTable(informationSchemas[view](), (session) => this.#rows(view, session)));
  }

  async #rows(view: ViewName, session: Session): Promise<Rows> {
    switch (view) {
      case 'tables':
        return this.#tables();
      case 'views':
        return this.#perTable((names, table) => [[...names, table.definition ?? null]]);
      case 'columns':
        return this.#perTable((names, table) => table.schema.fields.map((f, i) => [...names, ...columnCells(f, i)]));
      case 'schemata':
        return this.#schemata();
      case 'df_settings':
        return settingRows(session);
      case 'routines':
        return routineRows(session);
      case 'parameters':
        return parameterRows(session);
    }
  }

  async #tables(): Promise<Rows> {
    const rows: Cell[][] = [];
    for (const catalogName of this.#catalogs.catalogNames()) {
      const catalog = this.#catalogs.catalog(catalogName)!;
      for (const schemaName of catalog.schemaNames()) {
        if (schemaName === INFORMATION_SCHEMA) continue;
        const schema = catalog.schema(schemaName);
        if (schema === undefined) continue;
        for (const name of schema.tableNames()) {
          const type = (await schema.tableType?.(name)) ?? (await schema.table(name))?.tableType ?? 'Base';
          rows.push([catalogName, schemaName, name, tableTypeText(type)]);
        }
      }
      for (const view of VIEWS) rows.push([catalogName, INFORMATION_SCHEMA, view, 'VIEW']);
    }
    return rows;
  }

  async #perTable(rowsOf: (names: readonly Cell[], table: TableProvider) => Rows): Promise<Rows> {
    const rows: (readonly Cell[])[] = [];
    for (const catalogName of this.#catalogs.catalogNames()) {
      const catalog = this.#catalogs.catalog(catalogName)!;
      for (const schemaName of catalog.schemaNames()) {
        const schema = schemaName === INFORMATION_SCHEMA ? undefined : catalog.schema(schemaName);
        for (const name of schema?.tableNames() ?? []) {
          const table = await schema!.table(name);
          if (table !== undefined) rows.push(...rowsOf([catalogName, schemaName, name], table));
        }
      }
    }
    return rows;
  }

  #schemata(): Rows {
    return this.#catalogs.catalogNames().flatMap((catalogName) => {
      const catalog = this.#catalogs.catalog(catalogName)!;
      const names = catalog.schemaNames().filter((name) => name !== INFORMATION_SCHEMA);
      return names.map((name) => [catalogName, name, catalog.schema(name)?.ownerName ?? null, null, null, null, null]);
    });
  }
}

const tableTypeText = (type: TableType): string =>
  type === 'View' ? 'VIEW' : type === 'Temporary' ? 'LOCAL TEMPORARY' : 'BASE TABLE';

function settingRows(session: Session): Rows {
  const settings: readonly {
    readonly key: string;
    readonly value: string | undefined;
    readonly description?: string;
  }[] = [...session.config.entries(), ...runtimeConfigEntries(session.runtime)];
  return settings
    .map((entry): readonly Cell[] => [
      entry.key,
      entry.value ?? null,
      entry.description ?? runtimeDescription(entry.key),
    ])
    .sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

/** Defaults of columns are not shown, as in DataFusion. */
function columnCells(column: Field, position: number): readonly Cell[] {
  const { octets, precision, radix, scale } = typeFacts(column.dataType);
  return [
    column.name,
    BigInt(position),
    null,
    column.nullable ? 'YES' : 'NO',
    displayType(column.dataType),
    null,
    octets,
    precision,
    radix,
    scale,
    null,
    null,
  ];
}

const runtimeDescription = (key: string): string | null =>
  RUNTIME_OPTIONS.find((option) => option.key === key)?.description ?? null;

interface TypeFacts {
  readonly octets: bigint | null;
  readonly precision: bigint | null;
  readonly radix: bigint | null;
  readonly scale: bigint | null;
}

/** Largest octet length of types with 32-bit offsets. */
const MAX_OCTETS = 2n ** 31n - 1n;
const NO_FACTS: TypeFacts = { octets: null, precision: null, radix: null, scale: null };

function typeFacts(type: DataType): TypeFacts {
  const numeric = (precision: number, radix: number): TypeFacts => ({
    ...NO_FACTS,
    precision: BigInt(precision),
    radix: BigInt(radix),
  });
  switch (type.kind) {
    case 'Utf8':
    case 'Binary':
      return { ...NO_FACTS, octets: MAX_OCTETS };
    case 'LargeUtf8':
    case 'LargeBinary':
      return { ...NO_FACTS, octets: 2n ** 63n - 1n };
    case 'Int8':
    case 'UInt8':
      return numeric(8, 2);
    case 'Int16':
    case 'UInt16':
      return numeric(16, 2);
    case 'Int32':
    case 'UInt32':
      return numeric(32, 2);
    case 'Float16':
      return numeric(15, 2);
    case 'Float32':
    case 'Float64':
      return numeric(24, 2);
    case 'Decimal128':
      return { ...numeric(type.precision, 10), scale: BigInt(type.scale) };
    default:
      return NO_FACTS;
  }
}
