/**
 * JSON text (RFC 8259) checked and written compactly, as serde_json does: integers of 64 bits exactly, other numbers as
 * floats, keys in their order with the last of equal ones. JavaScript's own parser would lose the digits of integers and
 * the order of keys.
 */

/** Deepest nesting of lists and objects. */
const MAX_DEPTH = 127;
/** Length of the longest 64-bit integer, sign included. */
const MAX_INTEGER_LENGTH = 20;

/** A value: its compact text, and for strings what they say. */
export interface JsonText {
  readonly text: string;
  /** The content of a string, else the text. */
  readonly content: string;
  readonly isNull: boolean;
}

/** Thrown inside this file for what is no JSON. */
class NotJson extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

class JsonReader {
  readonly #json: string;
  #at = 0;

  constructor(json: string) {
    this.#json = json;
  }

  /** The fields of the object that is the whole text. */
  object(): Map<string, JsonText> {
    this.#space();
    const fields = this.#fields(1);
    this.#space();
    if (this.#at !== this.#json.length) throw new NotJson();
    return fields;
  }

  #value(depth: number): JsonText {
    this.#space();
    switch (this.#json[this.#at]) {
      case '{': {
        const fields = [...this.#fields(depth)].map(([key, value]) => `${quoted(key)}:${value.text}`);
        return plain(`{${fields.join(',')}}`);
      }
      case '[':
        return plain(`[${this.#elements(depth).join(',')}]`);
      case '"': {
        const content = this.#string();
        return { text: quoted(content), content, isNull: false };
      }
      case 't':
        return this.#word('true');
      case 'f':
        return this.#word('false');
      case 'n':
        return { ...this.#word('null'), isNull: true };
      default:
        return plain(this.#number());
    }
  }

  #fields(depth: number): Map<string, JsonText> {
    const fields = new Map<string, JsonText>();
    this.#sequence('{', '}', depth, () => {
      const key = this.#string();
      this.#space();
      this.#expect(':');
      fields.set(key, this.#value(depth + 1));
    });
    return fields;
  }

  #elements(depth: number): string[] {
    const elements: string[] = [];
    this.#sequence('[', ']', depth, () => elements.push(this.#value(depth + 1).text));
    return elements;
  }

  #sequence(open: string, close: string, depth: number, element: () => void): void {
    if (depth > MAX_DEPTH) throw new NotJson();
    this.#expect(open);
    this.#space();
    if (this.#take(close)) return;
    do {
      this.#space();
      element();
      this.#space();
    } while (this.#take(','));
    this.#expect(close);
  }

  #string(): string {
    const content: unknown = JSON.parse(this.#match(STRING)[0]);
    if (typeof content !== 'string' || LONE_SURROGATE.test(content)) throw new NotJson();
    return content;
  }

  #number(): string {
    const [text, fraction, exponent] = this.#match(NUMBER);
    if (fraction === undefined && exponent === undefined && text !== '-0' && text.length <= MAX_INTEGER_LENGTH) {
      const value = BigInt(text);
      if (value === (value < 0n ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value))) return value.toString();
    }
    const value = Number(text);
    if (!Number.isFinite(value)) throw new NotJson();
    return floatText(value);
  }

  #word(word: string): JsonText {
    if (!this.#json.startsWith(word, this.#at)) throw new NotJson();
    this.#at += word.length;
    return plain(word);
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#json);
    if (match === null) throw new NotJson();
    this.#at = pattern.lastIndex;
    return match;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #take(char: string): boolean {
    if (this.#json[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#take(char)) throw new NotJson();
  }
}

const plain = (text: string): JsonText => ({ text, content: text, isNull: false });

/** A string in quotes; what needs no escape stays. */
const quoted = (text: string): string => JSON.stringify(text);

/** The shortest digits, plain from 0.00001 to below 10^16, with `.0` for whole numbers. */
function floatText(value: number): string {
  const [, sign, first, rest, power] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential()) ?? [];
  const exponent = Number(power);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (exponent < -5 || exponent > 15) return `${sign}${first}${rest === undefined ? '' : `.${rest}`}e${power}`;
  const digits = first! + (rest ?? '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** The fields of an object in JSON; undefined when the text is anything else. */
export function jsonFields(json: string): ReadonlyMap<string, JsonText> | undefined {
  try {
    return new JsonReader(json).object();
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}
