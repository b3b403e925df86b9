import type { FileFormatLoader } from '@datafusion-ts/core';

/** The built-in file formats; the code of each is loaded with the first table that needs it. */
export function defaultFileFormats(): readonly FileFormatLoader[] {
  return [
    { name: 'csv', load: async () => (await import('@datafusion-ts/datasource-csv')).csvFormatFactory },
    { name: 'json', load: async () => (await import('@datafusion-ts/datasource-json')).jsonFormatFactory },
    { name: 'arrow', load: async () => (await import('@datafusion-ts/datasource-arrow')).arrowFormatFactory },
    { name: 'avro', load: async () => (await import('@datafusion-ts/datasource-avro')).avroFormatFactory },
    { name: 'parquet', load: async () => (await import('@datafusion-ts/datasource-parquet')).parquetFormatFactory },
  ];
}
