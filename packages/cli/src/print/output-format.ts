/** How results are printed. `automatic` is a table for finished results. */
export type OutputFormat = 'csv' | 'tsv' | 'table' | 'json' | 'nd-json' | 'automatic';

const DEBUG_NAMES: Readonly<Record<OutputFormat, string>> = {
  csv: 'Csv',
  tsv: 'Tsv',
  table: 'Table',
  json: 'Json',
  'nd-json': 'NdJson',
  automatic: 'Automatic',
};

/** Names of the formats as `\pset` prints them. */
export const formatDebugName = (format: OutputFormat): string => DEBUG_NAMES[format];

/** Reads a name, in any case, `nl-json` for `nd-json` included; undefined for others. */
export function parseFormat(text: string): OutputFormat | undefined {
  const name = text.toLowerCase();
  if (name === 'nl-json' || name === 'ndjson') return 'nd-json';
  return name in DEBUG_NAMES ? (name as OutputFormat) : undefined;
}

export const formatNames = (): readonly string[] => Object.values(DEBUG_NAMES);
