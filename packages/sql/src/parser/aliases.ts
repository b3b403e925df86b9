/** Aliases of columns and tables. */
import type { DataType, Ident, TableAlias } from '../ast/index.js';
import type { Keyword } from '../tokenizer/keywords.js';
import { PrefixParser } from './prefix.js';
import { isReservedForColumnAlias, isReservedForTableAlias } from './reserved.js';

export abstract class AliasParser extends PrefixParser {
  /** `[AS] name`, where a reserved word needs the AS. */
  #optionalAlias(isReserved: (keyword: Keyword) => boolean): { ident: Ident; explicit: boolean } | undefined {
    const explicit = this.acceptKeyword('AS');
    const token = this.peek();
    const isWord = token.kind === 'Word' && (explicit || token.keyword === '' || !isReserved(token.keyword));
    if (isWord || token.kind === 'SingleQuotedString' || token.kind === 'DoubleQuotedString') {
      return { ident: this.identOf(this.next()), explicit };
    }
    if (explicit) this.expected('an identifier after AS');
    return undefined;
  }

  protected parseColumnAlias(): Ident | undefined {
    return this.#optionalAlias(isReservedForColumnAlias)?.ident;
  }

  protected parseTableAlias(): TableAlias | undefined {
    const alias = this.#optionalAlias(isReservedForTableAlias);
    if (alias === undefined) return undefined;
    return { explicit: alias.explicit, name: alias.ident, columns: this.parseTableAliasColumns() };
  }

  protected parseTableAliasColumns(): { name: Ident; dataType?: DataType }[] {
    if (!this.at('(')) return [];
    return this.parenthesized(() =>
      this.commaSeparated(() => {
        const name = this.parseIdentifier();
        const dataType = this.at('Word') ? this.attempt(() => this.parseDataType()) : undefined;
        return dataType === undefined ? { name } : { name, dataType };
      }),
    );
  }
}
