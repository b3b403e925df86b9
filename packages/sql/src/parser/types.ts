/** Data types. */
import type {
  CharacterLength,
  CharacterTypeName,
  DataType,
  DecimalTypeName,
  IntegerTypeName,
  SimpleTypeName,
  SizedTypeName,
  StructField,
  TimezoneInfo,
} from '../ast/index.js';
import { describeToken } from '../tokenizer/token.js';
import type { Outcome } from './cursor.js';
import { NameParser } from './names.js';

/** A type as it stands, and whether a `>>` closed an outer list of fields as well. */
interface TypeParse {
  readonly type: DataType;
  readonly closedOuter: boolean;
}

const SIMPLE: Readonly<Record<string, SimpleTypeName>> = {
  UUID: 'Uuid',
  DATE: 'Date',
  DATE32: 'Date32',
  JSON: 'JSON',
  JSONB: 'JSONB',
  REGCLASS: 'Regclass',
  TEXT: 'Text',
  TINYTEXT: 'TinyText',
  MEDIUMTEXT: 'MediumText',
  LONGTEXT: 'LongText',
  BYTEA: 'Bytea',
  BOOLEAN: 'Boolean',
  BOOL: 'Bool',
  FLOAT4: 'Float4',
  FLOAT8: 'Float8',
  FLOAT32: 'Float32',
  FLOAT64: 'Float64',
  INT16: 'Int16',
  INT32: 'Int32',
  INT64: 'Int64',
  INT128: 'Int128',
  INT256: 'Int256',
  UINT8: 'UInt8',
  UINT16: 'UInt16',
  UINT32: 'UInt32',
  UINT64: 'UInt64',
  UINT128: 'UInt128',
  UINT256: 'UInt256',
  TINYBLOB: 'TinyBlob',
  MEDIUMBLOB: 'MediumBlob',
  LONGBLOB: 'LongBlob',
  TRIGGER: 'Trigger',
  TSVECTOR: 'TsVector',
  TSQUERY: 'TsQuery',
  HUGEINT: 'HugeInt',
  UHUGEINT: 'UHugeInt',
};

const INTEGERS: Readonly<Record<string, IntegerTypeName>> = {
  TINYINT: 'TinyInt',
  SMALLINT: 'SmallInt',
  MEDIUMINT: 'MediumInt',
  INT: 'Int',
  INTEGER: 'Integer',
  BIGINT: 'BigInt',
  INT2: 'Int2',
  INT4: 'Int4',
  INT8: 'Int8',
};

const UNSIGNED: Readonly<Partial<Record<string, IntegerTypeName>>> = {
  TinyInt: 'TinyIntUnsigned',
  SmallInt: 'SmallIntUnsigned',
  MediumInt: 'MediumIntUnsigned',
  Int: 'IntUnsigned',
  Integer: 'IntegerUnsigned',
  BigInt: 'BigIntUnsigned',
  Int2: 'Int2Unsigned',
  Int4: 'Int4Unsigned',
  Int8: 'Int8Unsigned',
};

const DECIMALS: Readonly<Record<string, DecimalTypeName>> = {
  NUMERIC: 'Numeric',
  DECIMAL: 'Decimal',
  BIGNUMERIC: 'BigNumeric',
  BIGDECIMAL: 'BigDecimal',
  DEC: 'Dec',
  FLOAT: 'Float',
  DOUBLE: 'Double',
};

const SIZED: Readonly<Record<string, SizedTypeName>> = {
  FIXEDSTRING: 'FixedString',
  BINARY: 'Binary',
  VARBINARY: 'Varbinary',
  BLOB: 'Blob',
  BYTES: 'Bytes',
  STRING: 'String',
  DATETIME: 'Datetime',
  VARBIT: 'VarBit',
};

const INTERVAL_FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;

/** Types nest within a limit of their own: DataFusion's setting counts expressions and queries. */
const MAX_TYPE_DEPTH = 200;

export abstract class TypeParser extends NameParser {
  #depth = 0;

  /** A data type with its array suffixes. */
  parseDataType(): DataType {
    const { type, closedOuter } = this.#parseType();
    if (closedOuter) this.failHere(`unmatched > after parsing data type ${describeToken(this.previous())}`);
    return type;
  }

  #parseType(): TypeParse {
    if (this.#depth === MAX_TYPE_DEPTH) this.tooDeep();
    this.#depth++;
    const parsed = this.#parseNestedType();
    this.#depth--;
    return parsed;
  }

  #parseNestedType(): TypeParse {
    const token = this.peek();
    if (token.kind !== 'Word') this.expected('a data type name');
    this.next();
    const { keyword } = token;
    let parsed: TypeParse | undefined;
    if (token.quote === '' && keyword !== '') {
      const nested = this.#nestedType(keyword);
      parsed = nested ?? wrap(this.#scalarType(keyword));
    }
    if (parsed === undefined) {
      this.moveTo(this.position() - 1);
      parsed = wrap(this.#customType());
    }
    let { type } = parsed;
    while (!parsed.closedOuter && this.dialect.arraySuffix && this.accept('[')) {
      const size = this.at('Number') ? this.parseLiteralUint() : undefined;
      this.expect(']');
      type = { kind: 'Array', syntax: 'SquareBracket', element: type, ...(size === undefined ? {} : { size }) };
    }
    return { type, closedOuter: parsed.closedOuter };
  }

  #scalarType(keyword: string): DataType | undefined {
    const simple = SIMPLE[keyword];
    if (simple !== undefined) return simple === 'Text' && this.at('(') ? undefined : { kind: simple };
    const integer = INTEGERS[keyword];
    if (integer !== undefined) return this.#integerType(integer);
    const decimal = DECIMALS[keyword];
    if (decimal !== undefined) return this.#decimalType(decimal);
    const sized = SIZED[keyword];
    if (sized !== undefined) return this.#sizedType(sized);
    return this.#characterType(keyword) ?? this.#timeType(keyword) ?? this.#otherType(keyword);
  }

  #integerType(kind: IntegerTypeName): DataType {
    const width = this.#optionalLength();
    const unsigned = this.acceptKeyword('UNSIGNED') ? UNSIGNED[kind] : undefined;
    if (unsigned === undefined) this.acceptKeyword('SIGNED');
    return { kind: unsigned ?? kind, ...(width === undefined ? {} : { width }) };
  }

  #decimalType(kind: DecimalTypeName): DataType {
    if (kind === 'Double' && this.acceptKeyword('PRECISION')) {
      return { kind: this.acceptKeyword('UNSIGNED') ? 'DoublePrecisionUnsigned' : 'DoublePrecision' };
    }
    const info = this.#precisionAndScale();
    const takesUnsigned = kind === 'Decimal' || kind === 'Dec' || kind === 'Float' || kind === 'Double';
    const unsigned = takesUnsigned && this.acceptKeyword('UNSIGNED');
    return { kind: unsigned ? (`${kind}Unsigned` as DecimalTypeName) : kind, ...info };
  }

  #precisionAndScale(): { precision?: number; scale?: number } {
    if (!this.accept('(')) return {};
    const precision = this.parseLiteralUint();
    if (!this.accept(',')) {
      this.expect(')');
      return { precision };
    }
    const negative = this.accept('-');
    if (!negative) this.accept('+');
    if (!this.at('Number')) this.expected('number');
    const scale = this.parseLiteralUint();
    this.expect(')');
    return { precision, scale: negative ? -scale : scale };
  }

  #sizedType(kind: SizedTypeName): DataType {
    if (kind === 'Varbinary' && this.at('(') && this.peekAt(1).keyword === 'MAX') {
      this.next();
      this.next();
      this.expect(')');
      return { kind, length: 'MAX' };
    }
    const length = this.#optionalLength();
    return length === undefined ? { kind } : { kind, length };
  }

  #optionalLength(): number | undefined {
    if (!this.accept('(')) return undefined;
    const length = this.parseLiteralUint();
    this.expect(')');
    return length;
  }

  #characterType(keyword: string): DataType | undefined {
    let kind: CharacterTypeName;
    switch (keyword) {
      case 'VARCHAR':
        kind = 'Varchar';
        break;
      case 'NVARCHAR':
        kind = 'Nvarchar';
        break;
      case 'CHARACTER':
        kind = this.acceptKeyword('VARYING')
          ? 'CharacterVarying'
          : this.acceptKeywords('LARGE', 'OBJECT')
            ? 'CharacterLargeObject'
            : 'Character';
        break;
      case 'CHAR':
        kind = this.acceptKeyword('VARYING')
          ? 'CharVarying'
          : this.acceptKeywords('LARGE', 'OBJECT')
            ? 'CharLargeObject'
            : 'Char';
        break;
      case 'CLOB':
        kind = 'Clob';
        break;
      default:
        return undefined;
    }
    const length = this.#characterLength();
    return length === undefined ? { kind } : { kind, length };
  }

  #characterLength(): CharacterLength | undefined {
    if (!this.accept('(')) return undefined;
    if (this.acceptKeyword('MAX')) {
      this.expect(')');
      return { kind: 'Max' };
    }
    const length = this.parseLiteralUint();
    const unit = this.acceptKeyword('CHARACTERS') ? 'Characters' : this.acceptKeyword('OCTETS') ? 'Octets' : undefined;
    this.expect(')');
    return { kind: 'IntegerLength', length, ...(unit === undefined ? {} : { unit }) };
  }

  #timeType(keyword: string): DataType | undefined {
    switch (keyword) {
      case 'TIMESTAMP':
      case 'TIME': {
        const kind = keyword === 'TIME' ? 'Time' : 'Timestamp';
        const precision = this.#optionalLength();
        return { kind, ...(precision === undefined ? {} : { precision }), timezone: this.#timezoneInfo() };
      }
      case 'TIMESTAMPTZ':
      case 'TIMETZ': {
        const precision = this.#optionalLength();
        return {
          kind: keyword === 'TIMETZ' ? 'Time' : 'Timestamp',
          ...(precision === undefined ? {} : { precision }),
          timezone: 'Tz',
        };
      }
      case 'DATETIME64': {
        this.expect('(');
        const precision = this.parseLiteralUint();
        const timezone = this.accept(',') ? this.parseLiteralString() : undefined;
        this.expect(')');
        return { kind: 'Datetime64', precision, ...(timezone === undefined ? {} : { timezone }) };
      }
      case 'TIMESTAMP_NTZ': {
        const precision = this.#optionalLength();
        return { kind: 'TimestampNtz', ...(precision === undefined ? {} : { precision }) };
      }
      case 'INTERVAL':
        return this.#intervalType();
      default:
        return undefined;
    }
  }

  #intervalType(): DataType {
    let fields: string | undefined;
    const first = this.acceptOneOf(INTERVAL_FIELDS);
    if (first !== undefined) {
      fields = first;
      if (this.acceptKeyword('TO')) fields += ` TO ${this.expectOneOf(INTERVAL_FIELDS)}`;
    }
    const precision = this.#optionalLength();
    return {
      kind: 'Interval',
      ...(fields === undefined ? {} : { fields }),
      ...(precision === undefined ? {} : { precision }),
    };
  }

  #timezoneInfo(): TimezoneInfo {
    if (this.acceptKeyword('WITH')) {
      this.expectKeywords('TIME', 'ZONE');
      return 'WithTimeZone';
    }
    if (this.acceptKeyword('WITHOUT')) {
      this.expectKeywords('TIME', 'ZONE');
      return 'WithoutTimeZone';
    }
    return 'None';
  }

  #otherType(keyword: string): DataType | undefined {
    switch (keyword) {
      case 'REAL':
        return { kind: this.acceptKeyword('UNSIGNED') ? 'RealUnsigned' : 'Real' };
      case 'BIT': {
        const kind = this.acceptKeyword('VARYING') ? 'BitVarying' : 'Bit';
        const length = this.#optionalLength();
        return length === undefined ? { kind } : { kind, length };
      }
      case 'SIGNED':
        return { kind: this.acceptKeyword('INTEGER') ? 'SignedInteger' : 'Signed' };
      case 'UNSIGNED':
        return { kind: this.acceptKeyword('INTEGER') ? 'UnsignedInteger' : 'Unsigned' };
      case 'UTINYINT':
        return { kind: 'UTinyInt' };
      case 'USMALLINT':
        return { kind: 'USmallInt' };
      case 'UBIGINT':
        return { kind: 'UBigInt' };
      case 'ENUM':
      case 'SET':
        return {
          kind: keyword === 'SET' ? 'Set' : 'Enum',
          values: this.parenthesized(() => this.commaSeparated(() => this.parseLiteralString())),
        };
      case 'SETOF':
        return { kind: 'SetOf', inner: this.parseDataType() };
      case 'TABLE':
        return this.#tableType();
      default:
        return undefined;
    }
  }

  #tableType(): DataType {
    if (!this.at('(')) return { kind: 'Table' };
    const columns = this.parenthesized(() =>
      this.commaSeparated(() => ({ name: this.parseIdentifier(), dataType: this.parseDataType() })),
    );
    return { kind: 'Table', columns };
  }

  /** A failed attempt may leave the count of nested types behind. */
  protected override outcome<T>(parse: () => T): Outcome<T> {
    const before = this.#depth;
    const result = super.outcome(parse);
    if (!result.ok) this.#depth = before;
    return result;
  }

  // Types with types inside

  #nestedType(keyword: string): TypeParse | undefined {
    switch (keyword) {
      case 'ARRAY':
        return this.#arrayType();
      case 'STRUCT':
        return this.#structType();
      case 'UNION':
        return wrap(this.#unionType());
      case 'MAP':
        return wrap(this.#mapType());
      case 'NULLABLE':
        return wrap({ kind: 'Nullable', inner: this.parenthesized(() => this.parseDataType()) });
      case 'LOWCARDINALITY':
        return wrap({ kind: 'LowCardinality', inner: this.parenthesized(() => this.parseDataType()) });
      case 'TUPLE':
        return wrap({ kind: 'Tuple', fields: this.parenthesized(() => this.commaSeparated(() => this.#tupleField())) });
      default:
        return undefined;
    }
  }

  #arrayType(): TypeParse {
    if (this.dialect.name === 'clickhouse' && this.at('(')) {
      const element = this.parenthesized(() => this.parseDataType());
      return wrap({ kind: 'Array', syntax: 'Parenthesis', element });
    }
    if (this.dialect.name === 'snowflake' && !this.at('<')) return wrap({ kind: 'Array', syntax: 'None' });
    this.expect('<');
    const inner = this.#parseType();
    const closedOuter = this.#closeAngle(inner.closedOuter);
    return { type: { kind: 'Array', syntax: 'AngleBracket', element: inner.type }, closedOuter };
  }

  /** Takes the `>` of a list; a `>>` closes this list and the outer one. */
  #closeAngle(alreadyClosed: boolean): boolean {
    if (alreadyClosed) return false;
    if (this.accept('>>')) return true;
    this.expect('>');
    return false;
  }

  #structType(): TypeParse | undefined {
    if (this.dialect.structTypeParentheses && this.at('(')) {
      const fields = this.parenthesized(() => this.commaSeparated(() => this.#namedField()));
      return wrap({ kind: 'Struct', fields, brackets: 'Parentheses' });
    }
    if (this.dialect.structTypeParentheses) this.expect('(');
    if (!this.dialect.structTypeAngles) return undefined;
    const { fields, closedOuter } = this.parseStructFields();
    return { type: { kind: 'Struct', fields, brackets: 'AngleBrackets' }, closedOuter };
  }

  #namedField(): StructField {
    return { fieldName: this.parseIdentifier(), fieldType: this.parseDataType() };
  }

  #unionType(): DataType {
    const fields = this.parenthesized(() =>
      this.commaSeparated(() => ({ fieldName: this.parseIdentifier(), fieldType: this.parseDataType() })),
    );
    return { kind: 'Union', fields };
  }

  /** `<a INT, b STRUCT<c INT>>`, or no fields at all without `<`. */
  protected parseStructFields(): { fields: StructField[]; closedOuter: boolean } {
    const fields: StructField[] = [];
    if (!this.accept('<')) return { fields, closedOuter: false };
    let closed = false;
    do {
      const field = this.#angleField();
      fields.push(field.field);
      closed = field.closedOuter;
    } while (!closed && this.accept(','));
    return { fields, closedOuter: this.#closeAngle(closed) };
  }

  #angleField(): { field: StructField; closedOuter: boolean } {
    const second = this.peekAt(1);
    const isTyped = this.at('Word') && (second.kind === 'Word' || second.kind === ':');
    const fieldName = isTyped ? this.parseIdentifier() : undefined;
    if (fieldName !== undefined) this.accept(':');
    const { type, closedOuter } = this.#parseType();
    this.acceptKeywords('NOT', 'NULL');
    return { field: { ...(fieldName === undefined ? {} : { fieldName }), fieldType: type }, closedOuter };
  }

  #tupleField(): StructField {
    if (this.peekAt(1).kind === 'Word') return this.#namedField();
    return { fieldType: this.parseDataType() };
  }

  #mapType(): DataType {
    const [key, value] = this.parenthesized(() => this.#mapEntry());
    return { kind: 'Map', key, value, brackets: 'Parentheses' };
  }

  #mapEntry(): [DataType, DataType] {
    const key = this.parseDataType();
    this.expect(',');
    return [key, this.parseDataType()];
  }

  #customType(): DataType {
    const name = this.parseObjectName();
    return { kind: 'Custom', name, modifiers: this.#typeModifiers() };
  }

  #typeModifiers(): string[] {
    const modifiers: string[] = [];
    if (!this.accept('(')) return modifiers;
    while (!this.at(')')) {
      const token = this.next();
      if (token.kind === ',') continue;
      if (token.kind !== 'Word' && token.kind !== 'Number' && token.kind !== 'SingleQuotedString')
        this.expected('type modifiers', token);
      modifiers.push(token.text);
    }
    this.next();
    return modifiers;
  }
}

function wrap(type: DataType): TypeParse;
function wrap(type: DataType | undefined): TypeParse | undefined;
function wrap(type: DataType | undefined): TypeParse | undefined {
  return type === undefined ? undefined : { type, closedOuter: false };
}
