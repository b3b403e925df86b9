/** Literals, parameters and the names of date parts. */
import type { DateTimeField, StringKind, Value } from '../ast/index.js';
import { parserError } from '../tokenizer/errors.js';
import type { Keyword } from '../tokenizer/keywords.js';
import type { Token } from '../tokenizer/token.js';
import { TypeParser } from './types.js';

const FIELDS = new Set<string>(
  (
    'YEAR YEARS QUARTER MONTH MONTHS WEEK WEEKS DAY DAYS DAYOFWEEK DAYOFYEAR DATE DATETIME HOUR HOURS MINUTE MINUTES SECOND SECONDS CENTURY DECADE ' +
    'DOW DOY EPOCH ISODOW ISOYEAR ISOWEEK JULIAN MICROSECOND MICROSECONDS MILLENIUM MILLENNIUM MILLISECOND MILLISECONDS NANOSECOND NANOSECONDS TIME ' +
    'TIMEZONE TIMEZONE_ABBR TIMEZONE_HOUR TIMEZONE_MINUTE TIMEZONE_REGION'
  ).split(' '),
);

/** Fields that `INTERVAL '1' …` takes as its unit; DATE, TIME and DATETIME are for EXTRACT only. */
const NOT_UNITS = new Set<string>([
  'DATE',
  'TIME',
  'DATETIME',
  'TIMEZONE_ABBR',
  'DAYOFWEEK',
  'DAYOFYEAR',
  'ISOWEEK',
  'TIMEZONE_REGION',
]);

function fieldName(keyword: Keyword): string {
  return keyword
    .split('_')
    .map((part) => part.charAt(0) + part.slice(1).toLowerCase())
    .join('');
}

export abstract class ValueParser extends TypeParser {
  /** Any literal or parameter. */
  protected parseValue(): Value {
    const token = this.next();
    const span = this.spanOf(token);
    switch (token.kind) {
      case 'Word':
        return this.#wordValue(token);
      case 'Number':
        return { kind: 'Number', value: token.text, long: token.quote === 'L', span };
      case 'Placeholder':
        return { kind: 'Placeholder', value: token.text, span };
      case 'DollarQuotedString':
        return token.quote === ''
          ? { kind: 'DollarQuotedString', value: token.text, span }
          : { kind: 'DollarQuotedString', value: token.text, tag: token.quote, span };
      case ':':
      case '@':
        return this.#sigilPlaceholder(token);
      default:
        if (!isStringToken(token)) this.expected('a value', token);
        return {
          kind: token.kind as StringKind,
          value: this.dialect.stringConcatenation ? this.#concatenated(token) : token.text,
          span,
        };
    }
  }

  #concatenated(first: Token): string {
    let text = first.text;
    while (this.at(first.kind)) text += this.next().text;
    return text;
  }

  #wordValue(token: Token): Value {
    const span = this.spanOf(token);
    switch (token.keyword) {
      case 'TRUE':
        return { kind: 'Boolean', value: true, span };
      case 'FALSE':
        return { kind: 'Boolean', value: false, span };
      case 'NULL':
        return { kind: 'Null', span };
      default:
        if (token.quote === '"') return { kind: 'DoubleQuotedString', value: token.text, span };
        return this.expected('a concrete value', token);
    }
  }

  #sigilPlaceholder(sigil: Token): Value {
    const token = this.next();
    if (token.start !== sigil.end && token.kind !== 'EOF') {
      // sqlparser sees the white space here, so that is what it did not expect.
      throw parserError('Expected: placeholder, found:  ', { line: sigil.endLine, column: sigil.endColumn });
    }
    if (token.kind !== 'Word' && token.kind !== 'Number') this.expected('placeholder', token);
    return { kind: 'Placeholder', value: sigil.text + token.text, span: this.spanOf(sigil) };
  }

  /** Whether a unit of time follows (`DAY`, `months`, …). */
  protected atTemporalUnit(): boolean {
    const { keyword } = this.peek();
    return keyword !== '' && FIELDS.has(keyword) && !NOT_UNITS.has(keyword);
  }

  protected parseDateTimeField(): DateTimeField {
    const token = this.next();
    if (token.kind === 'Word' && FIELDS.has(token.keyword)) {
      if (token.keyword === 'WEEK' && this.at('(')) {
        const weekday = this.parenthesized(() => this.parseIdentifier());
        return { kind: 'Field', name: 'Week', weekday };
      }
      return { kind: 'Field', name: fieldName(token.keyword as Keyword) };
    }
    if (token.kind === 'Word' || token.kind === 'SingleQuotedString')
      return { kind: 'CustomField', name: this.identOf(token) };
    return this.expected('date/time field', token);
  }

  /** `(2)`, if it is there. */
  protected parseOptionalPrecision(): number | undefined {
    return this.at('(') ? this.parenthesized(() => this.parseLiteralUint()) : undefined;
  }
}

/** Whether a token is a text, byte or hex literal. */
export function isStringToken(token: Token): boolean {
  return token.kind.endsWith('String') || token.kind.endsWith('StringLiteral');
}
