import type { OutputFormat } from './output-format.js';

/** How the shell prints; changed by backslash commands. */
export interface PrintOptions {
  format: OutputFormat;
  quiet: boolean;
  maxRows: number;
}

/** `2 row(s) fetched. ` and the time, followed by an empty line. */
export function executionDetails(rowCount: number, displayed: number, seconds: number): string {
  const hint = displayed < rowCount ? `(First ${displayed} displayed. Use --maxrows to adjust)` : '';
  return `${rowCount} row(s) fetched. ${hint}\nElapsed ${seconds.toFixed(3)} seconds.\n`;
}
