/** Types that flatbuffers can spell but Arrow does not have. */
import type { DataType, Field, Schema } from '@datafusion-ts/common';

const MOST_DIGITS = { Decimal32: 9, Decimal64: 18, Decimal128: 38, Decimal256: 76 } as const;

/** Throws a RangeError for a schema with types that are none. */
export function checkSchema(schema: Schema): void {
  schema.fields.forEach((field) => checkField(field));
}

function checkField(field: Field | undefined): void {
  // apache-arrow's fields are what the file says, whatever their types promise.
  const { name, dataType } = field ?? {};
  if (typeof name !== 'string' || typeof dataType?.kind !== 'string') throw bad('a field without a name or a type');
  checkType(dataType);
}

const bad = (what: string): RangeError => new RangeError(`the schema has ${what}`);

function checkType(type: DataType): void {
  switch (type.kind) {
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      if (type.precision < 1 || type.precision > MOST_DIGITS[type.kind] || Math.abs(type.scale) > 127) {
        throw bad(`a decimal of ${type.precision} digits and scale ${type.scale}`);
      }
      return;
    case 'Time32':
    case 'Time64':
    case 'Timestamp':
    case 'Duration':
      if ((type.unit as string | undefined) === undefined) throw bad(`a ${type.kind} of an unknown unit`);
      return;
    case 'FixedSizeBinary':
      if (type.byteWidth < 0) throw bad('binaries of negative size');
      return;
    case 'FixedSizeList':
      if (type.size < 0) throw bad('lists of negative size');
      return checkField(type.field);
    case 'List':
    case 'LargeList':
      return checkField(type.field);
    case 'Map':
      return checkMap(type.entries);
    case 'Struct':
      return type.fields.forEach(checkField);
    case 'Union':
      return checkUnion(type);
    case 'Dictionary':
      checkKey(type.keyType);
      return checkType(type.valueType);
  }
}

function checkMap(entries: Field | undefined): void {
  checkField(entries);
  const type = entries!.dataType;
  if (type.kind !== 'Struct' || type.fields.length !== 2) throw bad('a map whose entries are no pairs');
}

function checkUnion({ fields }: Extract<DataType, { kind: 'Union' }>): void {
  const ids = new Set<number>();
  for (const { typeId, field } of fields) {
    checkField(field);
    if (!(typeId >= 0 && typeId <= 127) || ids.has(typeId)) throw bad(`a union with the type id ${typeId}`);
    ids.add(typeId);
  }
}

function checkKey(type: DataType): void {
  if (!/^U?Int(8|16|32|64)$/.test(type.kind)) throw bad(`a dictionary with keys of type ${type.kind}`);
}
