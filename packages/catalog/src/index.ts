// Interfaces
export type { Assignment, ScanArgs, TableProvider, TableProviderFactory } from './table-provider.js';
export type { CatalogProvider, CatalogProviderList, SchemaProvider } from './catalog-provider.js';
export type { TableFunctionImpl } from './table-function.js';
// Catalogs in memory
export { MemoryCatalogProvider, MemoryCatalogProviderList, MemorySchemaProvider } from './memory/memory-catalog.js';
// Tables in logical plans
export { DefaultTableSource, provideAsSource, sourceAsProvider } from './table/table-source.js';
// Kinds of tables
export { ViewTable } from './table/view-table.js';
// Tables of files
export { StreamTable, type StreamTableConfig } from './stream/stream-table.js';
export { ListingTable, type ListingTableConfig } from './listing/listing-table.js';
export { inferPartitionColumns } from './listing/infer-partition-columns.js';
export { inferFileSchema, ListingTableFactory } from './listing/listing-table-factory.js';
export type { ListingOptions, PartitionColumn } from './listing/listing-options.js';
export { MemTable, type MemTableOptions } from './table/mem-table.js';
// Views about the session
export { InformationSchemaProvider } from './information-schema/information-schema.js';
export { batchOfRows, RowsTable, type Cell } from './information-schema/rows-table.js';
export { CteWorkTable } from './table/cte-work-table.js';
