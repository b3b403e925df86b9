import { formatScalar, getScalar, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { ScalarValue, type Field } from '@datafusion-ts/common';

/** One row as a JSON object; null columns are left out, as Arrow's writer does. */
function jsonRow(fields: readonly Field[], columns: readonly ColumnVector[], row: number): string {
  const members: string[] = [];
  fields.forEach((field, i) => {
    const value = getScalar(columns[i]!, row);
    if (!value.isNull) members.push(`${JSON.stringify(field.name)}:${jsonValue(value)}`);
  });
  return `{${members.join(',')}}`;
}

/** All rows of a batch without selection. */
export function jsonRows(batch: Batch): readonly string[] {
  return Array.from({ length: batch.rowCount }, (_, row) => jsonRow(batch.schema.fields, batch.columns, row));
}

function jsonValue(scalar: ScalarValue): string {
  const { dataType: type, value } = scalar;
  if (value === null) return 'null';
  switch (type.kind) {
    case 'Boolean':
      return String(value);
    case 'Float16':
    case 'Float32':
    case 'Float64':
      return Number.isFinite(value) ? formatScalar(scalar) : 'null';
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
      return String(value);
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return formatScalar(scalar);
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
      return `[${(value as readonly ScalarValue[]).map(jsonValue).join(',')}]`;
    case 'Struct': {
      const members = (value as readonly ScalarValue[]).flatMap((member, i) =>
        member.isNull ? [] : [`${JSON.stringify(type.fields[i]!.name)}:${jsonValue(member)}`],
      );
      return `{${members.join(',')}}`;
    }
    case 'Map': {
      const entries = (value as readonly ScalarValue[]).map((entry) => {
        const [key, item] = entry.value as readonly ScalarValue[];
        return `${JSON.stringify(formatScalar(key!))}:${jsonValue(item!)}`;
      });
      return `{${entries.join(',')}}`;
    }
    case 'Dictionary':
      return jsonValue(new ScalarValue(type.valueType, value));
    default:
      return JSON.stringify(formatScalar(scalar));
  }
}
