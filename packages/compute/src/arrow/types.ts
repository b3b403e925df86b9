/** Types, fields and schemas, to and from apache-arrow. */
import {
  DataTypes,
  NotImplementedError,
  Schema,
  type DataType,
  type Field,
  type TimeUnit,
} from '@datafusion-ts/common';
import type * as arrowTypes from 'apache-arrow';
import type { ArrowModule } from './arrow-module.js';

const UNITS: readonly TimeUnit[] = ['Second', 'Millisecond', 'Microsecond', 'Nanosecond'];

/** Converts types with a loaded apache-arrow. */
export class ArrowTypes {
  readonly #arrow: ArrowModule;

  constructor(arrow: ArrowModule) {
    this.#arrow = arrow;
  }

  toSchema(schema: Schema): arrowTypes.Schema {
    return new this.#arrow.Schema(
      schema.fields.map((f) => this.toField(f)),
      new Map(schema.metadata),
    );
  }

  fromSchema(schema: arrowTypes.Schema): Schema {
    return new Schema(
      schema.fields.map((f) => this.fromField(f)),
      new Map(schema.metadata),
    );
  }

  toField(field: Field): arrowTypes.Field {
    return new this.#arrow.Field(
      field.name,
      this.toType(field.dataType),
      field.nullable,
      new Map(field.metadata ?? []),
    );
  }

  fromField(field: arrowTypes.Field): Field {
    const base = {
      // Files may leave it out.
      name: (field.name as string | null) ?? '',
      dataType: this.fromType(field.type as arrowTypes.DataType),
      nullable: field.nullable,
    };
    return field.metadata.size === 0 ? base : { ...base, metadata: new Map(field.metadata) };
  }

  toType(type: DataType): arrowTypes.DataType {
    const a = this.#arrow;
    switch (type.kind) {
      case 'Null':
        return new a.Null();
      case 'Boolean':
        return new a.Bool();
      case 'Int8':
        return new a.Int8();
      case 'Int16':
        return new a.Int16();
      case 'Int32':
        return new a.Int32();
      case 'Int64':
        return new a.Int64();
      case 'UInt8':
        return new a.Uint8();
      case 'UInt16':
        return new a.Uint16();
      case 'UInt32':
        return new a.Uint32();
      case 'UInt64':
        return new a.Uint64();
      case 'Float16':
        return new a.Float16();
      case 'Float32':
        return new a.Float32();
      case 'Float64':
        return new a.Float64();
      case 'Utf8':
        return new a.Utf8();
      case 'LargeUtf8':
        return new a.LargeUtf8();
      case 'Utf8View':
        return new a.Utf8View();
      case 'Binary':
        return new a.Binary();
      case 'LargeBinary':
        return new a.LargeBinary();
      case 'BinaryView':
        return new a.BinaryView();
      case 'FixedSizeBinary':
        return new a.FixedSizeBinary(type.byteWidth);
      default:
        return this.#toParametric(type);
    }
  }

  #toParametric(type: DataType): arrowTypes.DataType {
    const a = this.#arrow;
    switch (type.kind) {
      case 'Date32':
        return new a.DateDay();
      case 'Date64':
        return new a.DateMillisecond();
      case 'Time32':
        return type.unit === 'Second' ? new a.TimeSecond() : new a.TimeMillisecond();
      case 'Time64':
        return type.unit === 'Microsecond' ? new a.TimeMicrosecond() : new a.TimeNanosecond();
      case 'Timestamp':
        return new a.Timestamp(UNITS.indexOf(type.unit), type.timezone);
      case 'Duration':
        return new a.Duration(UNITS.indexOf(type.unit));
      case 'Interval':
        return type.unit === 'YearMonth'
          ? new a.IntervalYearMonth()
          : type.unit === 'DayTime'
            ? new a.IntervalDayTime()
            : new a.IntervalMonthDayNano();
      case 'Decimal32':
        return new a.Decimal(type.scale, type.precision, 32);
      case 'Decimal64':
        return new a.Decimal(type.scale, type.precision, 64);
      case 'Decimal128':
        return new a.Decimal(type.scale, type.precision, 128);
      case 'Decimal256':
        return new a.Decimal(type.scale, type.precision, 256);
      default:
        return this.#toNested(type);
    }
  }

  #toNested(type: DataType): arrowTypes.DataType {
    const a = this.#arrow;
    switch (type.kind) {
      case 'List':
        return new a.List(this.toField(type.field));
      case 'LargeList':
        return new a.LargeList(this.toField(type.field));
      case 'FixedSizeList':
        return new a.FixedSizeList(type.size, this.toField(type.field));
      case 'Struct':
        return new a.Struct(type.fields.map((f) => this.toField(f)));
      case 'Map':
        return new a.Map_(this.toField(type.entries) as arrowTypes.Field<arrowTypes.Struct>, type.sorted);
      case 'Union': {
        const ids = type.fields.map((f) => f.typeId);
        const fields = type.fields.map((f) => this.toField(f.field));
        return type.mode === 'Dense' ? new a.DenseUnion(ids, fields) : new a.SparseUnion(ids, fields);
      }
      case 'Dictionary':
        return new a.Dictionary(this.toType(type.valueType), this.toType(type.keyType) as arrowTypes.Int32);
      default:
        throw new NotImplementedError(`Arrow JavaScript has no type for ${type.kind}`);
    }
  }

  fromType(type: arrowTypes.DataType): DataType {
    const { Type } = this.#arrow;
    switch (type.typeId as number) {
      case Type.Null:
        return DataTypes.Null;
      case Type.Bool:
        return DataTypes.Boolean;
      case Type.Utf8:
        return DataTypes.Utf8;
      case Type.LargeUtf8:
        return DataTypes.LargeUtf8;
      case Type.Utf8View:
        return DataTypes.Utf8View;
      case Type.Binary:
        return DataTypes.Binary;
      case Type.LargeBinary:
        return DataTypes.LargeBinary;
      case Type.BinaryView:
        return DataTypes.BinaryView;
      case Type.Int:
        return fromInt(type as arrowTypes.Int);
      case Type.Float:
        return [DataTypes.Float16, DataTypes.Float32, DataTypes.Float64][(type as arrowTypes.Float).precision]!;
      case Type.Date:
        return (type as arrowTypes.Date_).unit === this.#arrow.DateUnit.DAY ? DataTypes.Date32 : DataTypes.Date64;
      case Type.FixedSizeBinary:
        return DataTypes.fixedSizeBinary((type as arrowTypes.FixedSizeBinary).byteWidth);
      case Type.Decimal:
        return fromDecimal(type as arrowTypes.Decimal);
      default:
        return this.#fromTemporal(type);
    }
  }

  #fromTemporal(type: arrowTypes.DataType): DataType {
    const { Type, IntervalUnit } = this.#arrow;
    switch (type.typeId as number) {
      case Type.Time:
        return fromTime(UNITS[(type as arrowTypes.Time).unit]!);
      case Type.Timestamp: {
        const timestamp = type as arrowTypes.Timestamp;
        return DataTypes.timestamp(UNITS[timestamp.unit]!, timestamp.timezone ?? undefined);
      }
      case Type.Duration:
        return DataTypes.duration(UNITS[(type as arrowTypes.Duration).unit]!);
      case Type.Interval: {
        const { unit } = type as arrowTypes.Interval;
        if (unit === IntervalUnit.YEAR_MONTH) return DataTypes.interval('YearMonth');
        return DataTypes.interval(unit === IntervalUnit.DAY_TIME ? 'DayTime' : 'MonthDayNano');
      }
      default:
        return this.#fromNested(type);
    }
  }

  #fromNested(type: arrowTypes.DataType): DataType {
    const { Type, UnionMode } = this.#arrow;
    const fields = ((type.children ?? []) as arrowTypes.Field[]).map((f) => this.fromField(f));
    switch (type.typeId as number) {
      case Type.List:
        return DataTypes.list(fields[0]!);
      case Type.LargeList:
        return DataTypes.largeList(fields[0]!);
      case Type.FixedSizeList:
        return DataTypes.fixedSizeList(fields[0]!, (type as arrowTypes.FixedSizeList).listSize);
      case Type.Struct:
        return DataTypes.struct(fields);
      case Type.Map:
        return DataTypes.map(fields[0]!, (type as arrowTypes.Map_).keysSorted);
      case Type.Union: {
        const union = type as arrowTypes.Union;
        const members = fields.map((f, i) => ({ typeId: union.typeIds[i]!, field: f }));
        return { kind: 'Union', fields: members, mode: union.mode === UnionMode.Dense ? 'Dense' : 'Sparse' };
      }
      case Type.Dictionary: {
        const dictionary = type as arrowTypes.Dictionary;
        return DataTypes.dictionary(
          this.fromType(dictionary.indices),
          this.fromType(dictionary.dictionary as arrowTypes.DataType),
        );
      }
      default:
        throw new NotImplementedError(`Arrow type ${String(type)}`);
    }
  }
}

function fromInt(type: arrowTypes.Int): DataType {
  const prefix = type.isSigned ? 'Int' : 'UInt';
  return DataTypes[`${prefix}${type.bitWidth as 8 | 16 | 32 | 64}`];
}

function fromTime(unit: TimeUnit): DataType {
  return unit === 'Second' || unit === 'Millisecond' ? DataTypes.time32(unit) : DataTypes.time64(unit);
}

function fromDecimal({ precision, scale, bitWidth }: arrowTypes.Decimal): DataType {
  switch (bitWidth) {
    case 32:
      return DataTypes.decimal32(precision, scale);
    case 64:
      return DataTypes.decimal64(precision, scale);
    case 256:
      return DataTypes.decimal256(precision, scale);
    default:
      return DataTypes.decimal128(precision, scale);
  }
}
