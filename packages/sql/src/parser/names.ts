import type { Ident, ObjectName } from '../ast/index.js';
import { TokenCursor } from './cursor.js';

/** Names, qualified names and lists of them. */
export abstract class NameParser extends TokenCursor {
  /** A name: any word, or a quoted text. */
  protected parseIdentifier(): Ident {
    const token = this.next();
    if (token.kind !== 'Word' && token.kind !== 'SingleQuotedString' && token.kind !== 'DoubleQuotedString')
      this.expected('identifier', token);
    return this.identOf(token);
  }

  protected parseObjectName(): ObjectName {
    const parts = [this.parseIdentifier()];
    while (this.accept('.')) parts.push(this.parseIdentifier());
    return parts;
  }

  /** `(a, b)`. Without parentheses: nothing when `optional`, else an error. */
  protected parseParenthesizedColumns(optional: boolean, allowEmpty = false): Ident[] {
    if (!this.at('(')) {
      if (optional) return [];
      this.expected('a list of columns in parentheses');
    }
    this.next();
    if (allowEmpty && this.accept(')')) return [];
    const columns = this.commaSeparated(() => this.parseIdentifier());
    this.expect(')');
    return columns;
  }

  /** `(a.b, c)`, with the same rule. */
  protected parseParenthesizedNames(optional: boolean, allowEmpty = false): ObjectName[] {
    if (!this.at('(')) {
      if (optional) return [];
      this.expected('a list of columns in parentheses');
    }
    this.next();
    if (allowEmpty && this.accept(')')) return [];
    const names = this.commaSeparated(() => this.parseObjectName());
    this.expect(')');
    return names;
  }

  protected parseLiteralString(): string {
    const token = this.peek();
    switch (token.kind) {
      case 'SingleQuotedString':
      case 'DoubleQuotedString':
      case 'EscapedStringLiteral':
      case 'UnicodeStringLiteral':
        return this.next().text;
      case 'Word':
        return token.keyword === '' ? this.next().text : this.expected('literal string');
      default:
        return this.expected('literal string');
    }
  }

  protected parseLiteralUint(): number {
    const token = this.peek();
    if (token.kind !== 'Number') this.expected('literal int');
    const { text } = this.next();
    if (!/^\d+$/.test(text) || BigInt(text) > 0xffff_ffff_ffff_ffffn) {
      const why = /^\d+$/.test(text) ? 'number too large to fit in target type' : 'invalid digit found in string';
      this.fail(`Could not parse '${text}' as u64: ${why}`, token);
    }
    return Number(text);
  }
}
