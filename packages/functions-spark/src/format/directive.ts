import { debugString, displayType, ExecutionError, type DataType } from '@datafusion-ts/common';
import { classOf, type ConversionClass } from './conversion-class.js';

/** What stands between `%` and the conversion. */
export interface Flags {
  /** `-`: spaces go behind. */
  readonly left: boolean;
  /** `+`: a sign for positive numbers too. */
  readonly plus: boolean;
  /** ` `: a space in place of the sign of positive numbers. */
  readonly space: boolean;
  /** `0`: zeros between the sign and the digits. */
  readonly zero: boolean;
  /** `#`: the alternate form: `0x`, a point behind whole numbers. */
  readonly alternate: boolean;
  /** `,`: digits in groups of three. */
  readonly grouped: boolean;
  /** `(`: parentheses in place of a minus sign. */
  readonly parentheses: boolean;
}

/** One argument to be written, as `%[index$|<][flags][width][.precision]conversion` says. */
export interface Directive {
  /** Position of the argument, from 0. */
  readonly argument: number;
  readonly flags: Flags;
  readonly width: number;
  readonly precision: number | undefined;
  /** The letter, in lower case. */
  readonly conversion: string;
  /** Whether the letter was a capital: the result is written in capitals. */
  readonly upper: boolean;
  /** The letter behind `t`. */
  readonly timeField: string;
}

/** A format: plain text and arguments. */
export type Piece = string | Directive;

/** Longest text a number may be made to fill; JavaScript's strings end at twice this. */
const MAX_WIDTH = 2 ** 28;

const CONVERSIONS = new Set('bBhHsScCdoxXeEfgGaAtT');
const TIME_FIELDS = new Set('HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc');

const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  '-': 'left',
  '+': 'plus',
  ' ': 'space',
  '0': 'zero',
  '#': 'alternate',
  ',': 'grouped',
  '(': 'parentheses',
};

/** Reads a format from left to right. */
class FormatReader {
  readonly #format: string;
  readonly #types: readonly DataType[];
  #at = 0;
  /** The argument that the next directive without a position takes. */
  #next = 0;
  #previous: number | undefined;

  constructor(format: string, types: readonly DataType[]) {
    this.#format = format;
    this.#types = types;
  }

  pieces(): Piece[] {
    const pieces: Piece[] = [];
    while (this.#at < this.#format.length) {
      const end = this.#format.indexOf('%', this.#at);
      if (end !== this.#at) pieces.push(this.#format.slice(this.#at, end < 0 ? undefined : end));
      if (end < 0) break;
      this.#at = end + 1;
      pieces.push(this.#escape() ?? this.#directive());
    }
    return pieces;
  }

  /** `%%` and `%n`. */
  #escape(): string | undefined {
    const char = this.#format[this.#at];
    if (char !== '%' && char !== 'n') return undefined;
    this.#at++;
    return char === '%' ? '%' : '\n';
  }

  #directive(): Directive {
    const argument = this.#argument();
    this.#previous = argument;
    const flags = this.#flags();
    const width = Number(this.#digits() || 0);
    let precision: number | undefined;
    if (this.#take('.')) {
      const digits = this.#digits();
      if (digits !== '') precision = Number(digits);
    }
    const letter = this.#format.codePointAt(this.#at);
    const char = letter === undefined ? undefined : String.fromCodePoint(letter);
    if (char === undefined || !CONVERSIONS.has(char)) {
      throw this.#error('Plan', `Invalid conversion type: ${char === undefined ? 'None' : `Some('${char}')`}`);
    }
    this.#at++;
    const conversion = char.toLowerCase();
    const timeField = conversion === 't' ? this.#timeField(char) : '';
    this.#checkType(conversion, argument);
    if (width > MAX_WIDTH) throw new ExecutionError(`format_string: a width of ${width} is too large`);
    return { argument, flags, width, precision, conversion, upper: char !== conversion, timeField };
  }

  #argument(): number {
    const [whole, digits] = /^(?:([1-9]\d*)?\$|<)/.exec(this.#format.slice(this.#at)) ?? [];
    const argument = this.#argumentOf(whole, digits);
    if (argument >= this.#types.length) throw new ExecutionError(`Argument index ${argument + 1} is out of bounds`);
    this.#at += whole?.length ?? 0;
    return argument;
  }

  #argumentOf(whole: string | undefined, digits: string | undefined): number {
    if (whole === undefined) return this.#next++;
    if (whole === '<') {
      if (this.#previous === undefined) throw new ExecutionError('No previous argument to reference');
      return this.#previous;
    }
    if (digits === undefined) throw new ExecutionError('Invalid numeric parameter');
    return Number(digits) - 1;
  }

  #flags(): Flags {
    const flags: Record<keyof Flags, boolean> = {
      left: false,
      plus: false,
      space: false,
      zero: false,
      alternate: false,
      grouped: false,
      parentheses: false,
    };
    for (let name = FLAG_NAMES[this.#char()]; name !== undefined; name = FLAG_NAMES[this.#char()]) {
      flags[name] = true;
      this.#at++;
    }
    if (flags.plus && flags.space) throw this.#error('Execution', "Invalid flag combination: '+' and ' '");
    if (flags.zero && flags.left) throw this.#error('Execution', "Invalid flag combination: '0' and '-'");
    return flags;
  }

  #timeField(letter: string): string {
    const char = this.#format[this.#at];
    if (char === undefined || !TIME_FIELDS.has(char)) {
      throw this.#error('Execution', `Invalid time format: ${char ?? letter}`);
    }
    this.#at++;
    return char;
  }

  #checkType(conversion: string, argument: number): void {
    const wanted = CLASS_OF_CONVERSION[conversion];
    const type = this.#types[argument]!;
    if (wanted === undefined || classOf(type).includes(wanted)) return;
    const names: Partial<Record<ConversionClass, string>> = { character: 'char' };
    const name = names[wanted] ?? wanted;
    throw this.#error('Execution', `Invalid argument type for ${name} conversion: ${displayType(type)}`);
  }

  #digits(): string {
    const [digits] = /^\d*/.exec(this.#format.slice(this.#at))!;
    this.#at += digits.length;
    return digits;
  }

  #take(char: string): boolean {
    if (this.#format[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #char(): string {
    return this.#format[this.#at] ?? '';
  }

  #error(kind: string, message: string): ExecutionError {
    return new ExecutionError(`${kind}(${debugString(message)}), format string: ${debugString(this.#format)}`);
  }
}

/** What each letter wants; `s` and `h` take everything. */
const CLASS_OF_CONVERSION: Readonly<Record<string, ConversionClass>> = {
  b: 'boolean',
  c: 'character',
  d: 'integer',
  o: 'integer',
  x: 'integer',
  e: 'float',
  f: 'float',
  g: 'float',
  a: 'float',
  t: 'time',
};

/** The pieces of a format for arguments of these types; everything that does not fit them is an ExecutionError. */
export function parseFormat(format: string, types: readonly DataType[]): Piece[] {
  return new FormatReader(format, types).pieces();
}
