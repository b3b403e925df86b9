import { DataFusionError } from '@datafusion-ts/common';

/** What the shell prints of an error: DataFusion's text for the engine's own, the message for others. */
export function errorText(error: unknown): string {
  if (error instanceof DataFusionError) return error.toString();
  return error instanceof Error ? error.message : String(error);
}
