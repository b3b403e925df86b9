/** JSON values as schema inference looks at them: integers and other numbers are told apart by how they are written. */
export type JsonValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string; readonly isInt64: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, JsonValue> };

/** A value as DataFusion's messages show it: `Object {"a": Number(1)}`. */
export function debugJson(value: JsonValue): string {
  switch (value.kind) {
    case 'null':
      return 'Null';
    case 'bool':
      return `Bool(${value.value})`;
    case 'number':
      return `Number(${value.text})`;
    case 'string':
      return `String(${JSON.stringify(value.value)})`;
    case 'array':
      return `Array [${value.items.map(debugJson).join(', ')}]`;
    case 'object':
      return `Object {${Array.from(value.entries, ([key, item]) => `${JSON.stringify(key)}: ${debugJson(item)}`).join(', ')}}`;
  }
}
