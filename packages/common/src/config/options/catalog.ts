import { bool, optionalText, text } from '../option.js';

/** How catalogs are set up and how tables are found. Keys `datafusion.catalog.*`. */
export const catalogOptions = {
  createDefaultCatalogAndSchema: bool(true),
  defaultCatalog: text('datafusion'),
  defaultSchema: text('public'),
  format: optionalText(),
  hasHeader: bool(true),
  informationSchema: bool(false),
  location: optionalText(),
  newlinesInValues: bool(false),
} as const;
