/** Fields and their types in Rust's debug style, as errors and some plans show them. */
import type { DataType, Field } from './data-type.js';
import { displayType } from './data-type-display.js';
import { debugString } from './debug-string.js';

/** A field with what is not as usual: `item` as name and NOT NULL are left out. */
export function debugField({ name, dataType, nullable, metadata }: Field): string {
  const parts: string[] = [];
  if (name !== 'item') parts.push(`name: ${debugString(name)}`);
  parts.push(`data_type: ${debugType(dataType)}`);
  if (nullable) parts.push('nullable: true');
  if (metadata !== undefined && metadata.size > 0) {
    const entries = [...metadata].map(([key, value]) => `${debugString(key)}: ${debugString(value)}`);
    parts.push(`metadata: {${entries.join(', ')}}`);
  }
  return `Field { ${parts.join(', ')} }`;
}

/** A type in Rust's debug style, as a field has it. */
export function debugType(type: DataType): string {
  switch (type.kind) {
    case 'Timestamp':
      return `Timestamp(${type.unit}, ${type.timezone === undefined ? 'None' : `Some(${debugString(type.timezone)})`})`;
    case 'Time32':
    case 'Time64':
    case 'Duration':
      return `${type.kind}(${type.unit})`;
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return `${type.kind}(${debugField(type.field)})`;
    case 'FixedSizeList':
      return `FixedSizeList(${debugField(type.field)}, ${type.size})`;
    case 'Struct':
      return `Struct([${type.fields.map(debugField).join(', ')}])`;
    case 'Map':
      return `Map(${debugField(type.entries)}, ${type.sorted})`;
    case 'Dictionary':
      return `Dictionary(${debugType(type.keyType)}, ${debugType(type.valueType)})`;
    default:
      return displayType(type);
  }
}
