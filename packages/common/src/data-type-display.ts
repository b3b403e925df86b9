/**
 * The text of a type as `arrow_typeof`, DESCRIBE, EXPLAIN and error messages print it, for example
 * `Struct("a": non-null Int64, "b": List(Utf8))`.
 */
import type { DataType, Field, TimeUnit } from './data-type.js';
import { debugString } from './debug-string.js';

const UNIT_TEXT: Readonly<Record<TimeUnit, string>> = {
  Second: 's',
  Millisecond: 'ms',
  Microsecond: 'µs',
  Nanosecond: 'ns',
};

/** The abbreviation of a time unit: `s`, `ms`, `µs`, `ns`. */
export const displayTimeUnit = (unit: TimeUnit): string => UNIT_TEXT[unit];

/** The text of a type. */
export function displayType(type: DataType): string {
  switch (type.kind) {
    case 'FixedSizeBinary':
      return `FixedSizeBinary(${type.byteWidth})`;
    case 'Time32':
    case 'Time64':
    case 'Duration':
      return `${type.kind}(${displayTimeUnit(type.unit)})`;
    case 'Timestamp':
      return type.timezone === undefined
        ? `Timestamp(${displayTimeUnit(type.unit)})`
        : `Timestamp(${displayTimeUnit(type.unit)}, ${debugString(type.timezone)})`;
    case 'Interval':
      return `Interval(${type.unit})`;
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return `${type.kind}(${type.precision}, ${type.scale})`;
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return `${type.kind}(${elementText(type.field)})`;
    case 'FixedSizeList':
      return `FixedSizeList(${type.size} x ${elementText(type.field)})`;
    case 'Struct':
      return `Struct(${type.fields.map(displayField).join(', ')})`;
    case 'Map':
      return `Map(${displayField(type.entries)}, ${type.sorted ? 'sorted' : 'unsorted'})`;
    case 'Union':
      return `Union(${[type.mode, ...type.fields.map((f) => `${f.typeId}: (${displayField(f.field)})`)].join(', ')})`;
    case 'Dictionary':
      return `Dictionary(${displayType(type.keyType)}, ${displayType(type.valueType)})`;
    case 'RunEndEncoded':
      return `RunEndEncoded(${displayField(type.runEnds)}, ${displayField(type.values)})`;
    default:
      return type.kind;
  }
}

/** `"name": non-null Type`, as members of structs print. */
export function displayField(field: Field): string {
  return `${debugString(field.name)}: ${typeText(field)}${metadataText(field)}`;
}

const typeText = (field: Field): string => (field.nullable ? '' : 'non-null ') + displayType(field.dataType);

function metadataText(field: Field): string {
  if (field.metadata === undefined || field.metadata.size === 0) return '';
  const entries = [...field.metadata].map(([key, value]) => `${debugString(key)}: ${debugString(value)}`);
  return `, metadata: {${entries.join(', ')}}`;
}

/** Elements of lists go without a name when it is the conventional one. */
function elementText(field: Field): string {
  return typeText(field) + (field.name === 'item' ? '' : `, field: '${field.name}'`) + metadataText(field);
}
