import { DataTypes, type DataType } from '@datafusion-ts/common';
import { childTypesOf } from '@datafusion-ts/compute';
import { arrowType } from '../schema/arrow-type.js';
import type { AvroType } from '../schema/avro-type.js';
import { BytesDecoder, decimalDecoder, durationDecoder, fixedDecoder, uuidDecoder } from './byte-columns.js';
import type { ColumnDecoder } from './column-decoder.js';
import { EnumDecoder } from './enum-column.js';
import { ListDecoder, NullableDecoder, StructDecoder, UnionDecoder } from './nested-columns.js';
import { BooleanDecoder, DoubleDecoder, FloatDecoder, IntDecoder, LongDecoder, NullDecoder } from './number-columns.js';

/** The decoder of a column: chosen once by the schema, so that reading a value is one call without looking at types. */
export function makeDecoder(avro: AvroType): ColumnDecoder {
  const type = arrowType(avro);
  switch (avro.kind) {
    case 'null':
      return new NullDecoder(type);
    case 'boolean':
      return new BooleanDecoder(type);
    case 'int':
      return new IntDecoder(type);
    case 'long':
      return new LongDecoder(type);
    case 'float':
      return new FloatDecoder(type);
    case 'double':
      return new DoubleDecoder(type);
    case 'bytes':
    case 'string':
      return new BytesDecoder(type);
    case 'uuid':
      return uuidDecoder(type);
    case 'decimal':
      return decimalDecoder(type, type.kind === 'Decimal256' ? 32 : 16, avro.size);
    case 'duration':
      return durationDecoder(type);
    case 'fixed':
      return fixedDecoder(type, avro.size);
    case 'enum':
      return new EnumDecoder(type, avro.symbols);
    case 'array':
      return new ListDecoder(type, makeDecoder(avro.items));
    case 'map':
      return new ListDecoder(type, mapEntry(childTypesOf(type)[0]!, avro.values));
    case 'record':
      return new StructDecoder(
        type,
        avro.fields.map((member) => makeDecoder(member.type)),
      );
    case 'nullable':
      return new NullableDecoder(makeDecoder(avro.inner), avro.nullBranch);
    case 'union':
      return new UnionDecoder(type, avro.branches.map(makeDecoder));
  }
}

const mapEntry = (type: DataType, values: AvroType): ColumnDecoder =>
  new StructDecoder(type, [new BytesDecoder(DataTypes.Utf8), makeDecoder(values)]);
