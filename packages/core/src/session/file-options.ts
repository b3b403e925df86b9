import { PlanError } from '@datafusion-ts/common';

/** Options of file formats by key, such as `delimiter` or `format.delimiter`; numbers and booleans stand for their text. */
export type FileOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * Throws a PlanError for an option that is none of `known`. TypeScript tells that, too; in plain JavaScript an option of the
 * file format that is one level too high would have no effect.
 */
export function checkOptionNames(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new PlanError(
    `Unknown option: '${unknown}'. Options are ${known.join(', ')}; those of the file format go into 'options'`,
  );
}

/** Options as COPY and CREATE EXTERNAL TABLE give them to formats: in lower case, keys without a section below `format`. */
export function fileOptions(options: FileOptions = {}): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).map(([key, value]) => [
      (key.includes('.') ? key : `format.${key}`).toLowerCase(),
      String(value),
    ]),
  );
}
