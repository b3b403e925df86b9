/** Options of file formats by key, such as `delimiter` or `format.delimiter`; numbers and booleans stand for their text. */
export type FileOptions = Readonly<Record<string, string | number | boolean>>;

/** Options as COPY and CREATE EXTERNAL TABLE give them to formats: in lower case, keys without a section below `format`. */
export function fileOptions(options: FileOptions = {}): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).map(([key, value]) => [
      (key.includes('.') ? key : `format.${key}`).toLowerCase(),
      String(value),
    ]),
  );
}
