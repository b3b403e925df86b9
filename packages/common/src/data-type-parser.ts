/**
 * Reads the text of a type as {@link displayType} writes it (and in the older spelling with `None` and `Some(…)`), for
 * `arrow_cast` and settings: `Timestamp(ns, "UTC")`, `List(non-null Int64)`, `Struct("a": Utf8)`.
 */
import {
  DataTypes,
  field,
  type DataType,
  type Field,
  type IntervalUnit,
  type SimpleKind,
  type TimeUnit,
} from './data-type.js';
import { displayType } from './data-type-display.js';
import { debugString } from './debug-string.js';
import { ExecutionError } from './errors.js';

type TokenKind = 'type' | 'simple' | 'unit' | 'interval' | 'word' | 'integer' | 'double' | 'single' | 'symbol';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const UNITS: Readonly<Record<string, TimeUnit>> = {
  s: 'Second',
  Second: 'Second',
  ms: 'Millisecond',
  Millisecond: 'Millisecond',
  us: 'Microsecond',
  µs: 'Microsecond',
  Microsecond: 'Microsecond',
  ns: 'Nanosecond',
  Nanosecond: 'Nanosecond',
};
const INTERVALS = new Set<string>(['YearMonth', 'DayTime', 'MonthDayNano']);
const PARAMETRIC = new Set<string>([
  ...[
    'Timestamp',
    'Time32',
    'Time64',
    'Duration',
    'Interval',
    'FixedSizeBinary',
    'Dictionary',
    'Struct',
    'Map',
    'Union',
  ],
  ...['Decimal32', 'Decimal64', 'Decimal128', 'Decimal256', 'RunEndEncoded'],
  ...['List', 'LargeList', 'ListView', 'LargeListView', 'FixedSizeList'],
]);
const WORDS = new Set<string>([
  'None',
  'Some',
  'nullable',
  'non-null',
  'field',
  'x',
  'sorted',
  'unsorted',
  'Sparse',
  'Dense',
]);
const isSimple = (word: string): boolean =>
  Object.hasOwn(DataTypes, word) && typeof DataTypes[word as SimpleKind] === 'object';
const SYMBOLS: Readonly<Record<string, string>> = { '(': 'LParen', ')': 'RParen', ',': 'Comma', ':': 'Colon' };

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([(),:])|([^\s(),:"']+)|$)/uy;

/** How a token is named inside messages. */
function debugToken({ kind, text }: Token): string {
  switch (kind) {
    case 'double':
      return `DoubleQuotedString(${debugString(text)})`;
    case 'single':
      return `SingleQuotedString(${debugString(text)})`;
    case 'integer':
      return `Integer(${text})`;
    case 'symbol':
      return SYMBOLS[text]!;
    default:
      return text;
  }
}

const displayToken = (token: Token): string =>
  token.kind === 'double'
    ? `DoubleQuotedString(${token.text})`
    : token.kind === 'symbol'
      ? token.text
      : debugToken(token);

/** The type that `text` names; throws an ExecutionError saying what is wrong with it. */
export function parseDataType(text: string): DataType {
  return new TypeParser(text).parse();
}

class TypeParser {
  readonly #text: string;
  #position = 0;
  #peeked: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): DataType {
    const type = this.#type();
    if (this.#text.slice(this.#position).trim() !== '')
      throw this.#error(`checking trailing content after parsing '${displayType(type)}'`);
    return type;
  }

  #error(why: string): ExecutionError {
    return new ExecutionError(
      `Unsupported type '${this.#text}'. Must be a supported arrow type name such as 'Int32' or 'Timestamp(ns)'. Error ${why}`,
    );
  }

  #scan(): Token | undefined {
    TOKEN.lastIndex = this.#position;
    const match = TOKEN.exec(this.#text);
    if (match === null) throw this.#error(`unknown token: ${this.#text.slice(this.#position).trim()}`);
    this.#position = TOKEN.lastIndex;
    const [, double, single, symbol, word] = match;
    if (double !== undefined) return { kind: 'double', text: double.replace(/\\(.)/gu, '$1') };
    if (single !== undefined) return { kind: 'single', text: single.replace(/\\(.)/gu, '$1') };
    if (symbol !== undefined) return { kind: 'symbol', text: symbol };
    return word === undefined ? undefined : { kind: this.#classify(word), text: word };
  }

  #classify(word: string): TokenKind {
    if (/^-?\d+$/.test(word)) return 'integer';
    if (PARAMETRIC.has(word)) return 'type';
    if (Object.hasOwn(UNITS, word)) return 'unit';
    if (INTERVALS.has(word)) return 'interval';
    if (WORDS.has(word)) return 'word';
    if (isSimple(word)) return 'simple';
    throw this.#error(`unknown token: ${word}`);
  }

  #peek(): Token | undefined {
    return (this.#peeked ??= this.#scan());
  }

  #next(): Token {
    const token = this.#peek();
    this.#peeked = undefined;
    if (token === undefined) throw this.#error('finding next token');
    return token;
  }

  #expect(symbol: string): void {
    const token = this.#next();
    if (token.kind !== 'symbol' || token.text !== symbol)
      throw this.#error(`Expected '${symbol}', got '${displayToken(token)}'`);
  }

  #accept(text: string, kind: TokenKind = 'symbol'): boolean {
    const token = this.#peek();
    if (token?.kind !== kind || token.text !== text) return false;
    this.#peeked = undefined;
    return true;
  }

  #type(): DataType {
    const token = this.#next();
    if (token.kind === 'simple') return DataTypes[token.text as SimpleKind];
    if (token.kind !== 'type') throw this.#error(`finding next type, got unexpected '${displayToken(token)}'`);
    this.#expect('(');
    return this.#parameters(token.text);
  }

  /** What follows the opening parenthesis, closing one included. */
  #parameters(kind: string): DataType {
    switch (kind) {
      case 'Timestamp':
        return this.#timestamp();
      case 'Struct':
        return this.#struct();
      case 'Union':
        return this.#union();
      case 'List':
      case 'LargeList':
      case 'ListView':
      case 'LargeListView':
        return { kind, field: this.#element() };
      case 'FixedSizeList':
        return this.#fixedSizeList();
      default: {
        const type = this.#flat(kind);
        this.#expect(')');
        return type;
      }
    }
  }

  #flat(kind: string): DataType {
    switch (kind) {
      case 'Time32':
      case 'Time64':
      case 'Duration':
        return { kind, unit: this.#unit(kind) } as DataType;
      case 'Interval':
        return DataTypes.interval(this.#interval());
      case 'FixedSizeBinary':
        return DataTypes.fixedSizeBinary(this.#integer('i32', kind, -(2 ** 31), 2 ** 31 - 1));
      case 'Dictionary':
        return this.#dictionary();
      case 'Map':
        return this.#map();
      case 'RunEndEncoded':
        return this.#runEndEncoded();
      default:
        return this.#decimal(kind as 'Decimal128');
    }
  }

  #unit(kind: string): TimeUnit {
    const token = this.#next();
    if (token.kind !== 'unit') throw this.#error(`finding TimeUnit for ${kind}, got ${displayToken(token)}`);
    return UNITS[token.text]!;
  }

  #interval(): IntervalUnit {
    const token = this.#next();
    if (token.kind !== 'interval') throw this.#error(`finding IntervalUnit for Interval, got ${displayToken(token)}`);
    return token.text as IntervalUnit;
  }

  #integer(name: string, kind: string, min: number, max: number): number {
    const token = this.#next();
    if (token.kind !== 'integer') throw this.#error(`finding i64 for ${kind}, got '${displayToken(token)}'`);
    const value = Number(token.text);
    if (value < min || value > max) {
      throw this.#error(
        `converting ${token.text} into ${name} for ${kind}: out of range integral type conversion attempted`,
      );
    }
    return value;
  }

  #decimal(kind: 'Decimal32' | 'Decimal64' | 'Decimal128' | 'Decimal256'): DataType {
    const precision = this.#integer('u8', kind, 0, 255);
    this.#expect(',');
    return { kind, precision, scale: this.#integer('i8', kind, -128, 127) };
  }

  #timestamp(): DataType {
    const unit = this.#unit('Timestamp');
    const separator = this.#next();
    if (separator.kind === 'symbol' && separator.text === ')') return DataTypes.timestamp(unit);
    if (separator.kind !== 'symbol' || separator.text !== ',') {
      throw this.#error(`Expected comma followed by a timezone, or an ), got ${debugToken(separator)}`);
    }
    const timezone = this.#timezone();
    this.#expect(')');
    return DataTypes.timestamp(unit, timezone);
  }

  #timezone(): string | undefined {
    const token = this.#next();
    if (token.kind === 'double') return token.text;
    if (token.kind === 'word' && token.text === 'None') return undefined;
    if (token.kind === 'word' && token.text === 'Some') {
      this.#expect('(');
      const name = this.#string('Timezone');
      this.#expect(')');
      return name;
    }
    throw this.#error(`Expected None, Some, or a timezone string, got ${debugToken(token)}`);
  }

  #string(context: string): string {
    const token = this.#next();
    if (token.kind !== 'double')
      throw this.#error(`finding double quoted string for ${context}, got '${displayToken(token)}'`);
    return token.text;
  }

  #dictionary(): DataType {
    const keyType = this.#type();
    this.#expect(',');
    return DataTypes.dictionary(keyType, this.#type());
  }

  #nullability(): boolean {
    if (this.#accept('non-null', 'word')) return false;
    this.#accept('nullable', 'word');
    return true;
  }

  /** The element of a list up to the closing parenthesis: nullability, type and, when unusual, a name. */
  #element(): Field {
    const nullable = this.#nullability();
    const type = this.#type();
    let name = 'item';
    if (this.#accept(',')) {
      if (!this.#accept('field', 'word')) throw this.#error(`Expected 'field', got '${displayToken(this.#next())}'`);
      this.#expect(':');
      const token = this.#next();
      if (token.kind !== 'single')
        throw this.#error(`finding single quoted string for Field, got '${displayToken(token)}'`);
      name = token.text;
    }
    this.#expect(')');
    return field(name, type, nullable);
  }

  #fixedSizeList(): DataType {
    const size = this.#integer('i32', 'FixedSizeList', -(2 ** 31), 2 ** 31 - 1);
    if (!this.#accept('x', 'word')) this.#expect(',');
    return DataTypes.fixedSizeList(this.#element(), size);
  }

  /** `"name": non-null Type`. */
  #field(context: string): Field {
    const name = this.#string(context);
    this.#expect(':');
    const nullable = this.#nullability();
    return field(name, this.#type(), nullable);
  }

  #struct(): DataType {
    const fields: Field[] = [];
    while (!this.#accept(')')) {
      if (fields.length > 0) this.#expect(',');
      fields.push(this.#field('Struct'));
    }
    return DataTypes.struct(fields);
  }

  #map(): DataType {
    const entries = this.#field('Map');
    this.#expect(',');
    const token = this.#next();
    if (token.text !== 'sorted' && token.text !== 'unsorted')
      throw this.#error(`Expected sorted or unsorted for a map; got ${displayToken(token)}`);
    return DataTypes.map(entries, token.text === 'sorted');
  }

  #union(): DataType {
    const mode = this.#next().text;
    if (mode !== 'Sparse' && mode !== 'Dense')
      throw this.#error(`Expected sparse or dense for union mode, got ${mode}`);
    const fields: { typeId: number; field: Field }[] = [];
    while (!this.#accept(')')) {
      this.#expect(',');
      const typeId = this.#integer('i8', 'Union', -128, 127);
      this.#expect(':');
      this.#expect('(');
      fields.push({ typeId, field: this.#field('Union') });
      this.#expect(')');
    }
    return { kind: 'Union', mode, fields };
  }

  #runEndEncoded(): DataType {
    const runEnds = this.#field('RunEndEncoded');
    this.#expect(',');
    return { kind: 'RunEndEncoded', runEnds, values: this.#field('RunEndEncoded') };
  }
}
