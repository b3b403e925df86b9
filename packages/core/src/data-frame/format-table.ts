import { displayType, type ConfigOptions } from '@datafusion-ts/common';
import { Arena, formatBatch, type FormatOptions } from '@datafusion-ts/compute';
import type { BatchStream } from '@datafusion-ts/physical-plan';
import { boxedTable } from '../display/boxed-table.js';

/** Settings `datafusion.format.*` as the cell formatter takes them. */
export function formatOptionsOf(config: ConfigOptions): FormatOptions {
  const { format } = config;
  return {
    null: format.null,
    dateFormat: format.dateFormat,
    datetimeFormat: format.datetimeFormat,
    timestampFormat: format.timestampFormat,
    timestampTzFormat: format.timestampTzFormat,
    timeFormat: format.timeFormat,
    durationFormat: format.durationFormat === 'iso8601' ? 'iso8601' : 'pretty',
    typesInfo: format.typesInfo,
    safe: format.safe,
  };
}

/** All rows of a stream as a boxed table. */
export async function formatTable(stream: BatchStream, config: ConfigOptions): Promise<string> {
  const options = formatOptionsOf(config);
  const rows: (readonly string[])[] = [];
  const arena = new Arena();
  try {
    for await (const batch of stream) {
      arena.reset();
      // Not as arguments of one call: a batch may have more rows than the stack has room for.
      for (const row of formatBatch(batch.compact(arena), options)) rows.push(row);
    }
  } finally {
    arena.release();
  }
  const header = stream.schema.fields.map((field) =>
    options.typesInfo ? `${field.name}\n${displayType(field.dataType)}` : field.name,
  );
  return boxedTable(header, rows).join('\n');
}
