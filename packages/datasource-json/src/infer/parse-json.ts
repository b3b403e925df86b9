/**
 * A strict JSON parser for the records that schemas are found in. Apart from telling integers from other numbers it says
 * what is wrong and where in DataFusion's words: `expected value at line 1 column 1`.
 */
import type { JsonValue } from './json-value.js';

/** The text is not JSON; `message` says why and where. */
export class JsonSyntaxError extends Error {}

const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const MAX_DEPTH = 128;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The value of a text that is one JSON value. */
export function parseJson(text: string): JsonValue {
  return new Parser(text).document();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#error('trailing characters', this.#at + 1);
    return value;
  }

  /** An error at a column counted from 1; default: the character looked at. */
  #error(what: string, column = this.#at + 1): JsonSyntaxError {
    const capped = Math.min(column, this.#text.length);
    const before = this.#text.slice(0, capped);
    const line = before.split('\n').length;
    const bytes = new TextEncoder().encode(before.slice(before.lastIndexOf('\n') + 1)).length;
    return new JsonSyntaxError(`${what} at line ${line} column ${bytes}`);
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++;
  }

  #value(): JsonValue {
    this.#space();
    const char = this.#text[this.#at];
    switch (char) {
      case undefined:
        throw this.#error('EOF while parsing a value');
      case 'n':
        return this.#literal('null', { kind: 'null' });
      case 't':
        return this.#literal('true', { kind: 'bool', value: true });
      case 'f':
        return this.#literal('false', { kind: 'bool', value: false });
      case '"':
        return { kind: 'string', value: this.#string() };
      case '[':
        return this.#nested(() => this.#array());
      case '{':
        return this.#nested(() => this.#object());
      default:
        if (char === '-' || (char >= '0' && char <= '9')) return this.#number();
        throw this.#error('expected value');
    }
  }

  #nested(parse: () => JsonValue): JsonValue {
    if (++this.#depth >= MAX_DEPTH) throw this.#error('recursion limit exceeded');
    this.#at++;
    const value = parse();
    this.#depth--;
    return value;
  }

  #literal(name: string, value: JsonValue): JsonValue {
    for (let i = 1; i < name.length; i++) {
      const char = this.#text[this.#at + i];
      if (char === undefined) throw this.#error('EOF while parsing a value', this.#text.length);
      if (char !== name[i]) throw this.#error('expected ident', this.#at + i + 1);
    }
    this.#at += name.length;
    return value;
  }

  #number(): JsonValue {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) throw this.#error('invalid number', this.#at + 2);
    const [text, whole, fraction, exponent] = match;
    this.#at += text.length;
    const next = this.#text[this.#at];
    if (whole === '0' && fraction === undefined && next !== undefined && next >= '0' && next <= '9')
      throw this.#error('invalid number');
    if (next === '.' && fraction === undefined) throw this.#error('invalid number', this.#at + 2);
    const isWhole = fraction === undefined && exponent === undefined;
    if (!Number.isFinite(Number(text))) throw this.#error('number out of range', this.#at);
    const isInt64 = isWhole && text !== '-0' && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
    return { kind: 'number', text: isInt64 ? text : String(Number(text)), isInt64 };
  }

  #string(): string {
    let result = '';
    let at = this.#at + 1;
    for (;;) {
      const char = this.#text[at];
      if (char === undefined) throw this.#error('EOF while parsing a string', this.#text.length);
      if (char === '"') break;
      if (char < ' ') throw this.#error('control character (\\u0000-\\u001F) found while parsing a string', at + 1);
      if (char !== '\\') {
        result += char;
        at++;
        continue;
      }
      const escape = this.#text[at + 1];
      if (escape === undefined) throw this.#error('EOF while parsing a string', this.#text.length);
      if (escape === 'u') {
        const digits = this.#text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#error('invalid escape', at + 6);
        result += String.fromCharCode(Number.parseInt(digits, 16));
        at += 6;
      } else {
        if (!Object.hasOwn(ESCAPES, escape)) throw this.#error('invalid escape', at + 2);
        result += ESCAPES[escape]!;
        at += 2;
      }
    }
    this.#at = at + 1;
    return result;
  }

  #array(): JsonValue {
    const items: JsonValue[] = [];
    for (;;) {
      this.#space();
      const char = this.#text[this.#at];
      if (char === undefined) throw this.#error('EOF while parsing a list', this.#text.length);
      if (char === ']') {
        if (items.length > 0 && this.#lastWas(',')) throw this.#error('trailing comma');
        this.#at++;
        return { kind: 'array', items };
      }
      if (items.length > 0 && !this.#lastWas(',')) {
        if (char !== ',') throw this.#error('expected `,` or `]`');
        this.#at++;
        continue;
      }
      items.push(this.#value());
    }
  }

  #object(): JsonValue {
    const entries = new Map<string, JsonValue>();
    let separated = true;
    for (;;) {
      this.#space();
      const char = this.#text[this.#at];
      if (char === undefined) throw this.#error('EOF while parsing an object', this.#text.length);
      if (char === '}') {
        if (entries.size > 0 && separated) throw this.#error('trailing comma');
        this.#at++;
        return { kind: 'object', entries };
      }
      if (!separated) {
        if (char !== ',') throw this.#error('expected `,` or `}`');
        separated = true;
        this.#at++;
        continue;
      }
      if (char !== '"') throw this.#error('key must be a string');
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] === undefined) throw this.#error('EOF while parsing an object', this.#text.length);
      if (this.#text[this.#at] !== ':') throw this.#error('expected `:`');
      this.#at++;
      entries.set(key, this.#value());
      separated = false;
    }
  }

  /** Whether the last character that is no space is this one. */
  #lastWas(char: string): boolean {
    let at = this.#at - 1;
    while (' \t\n\r'.includes(this.#text[at]!)) at--;
    return this.#text[at] === char;
  }
}
