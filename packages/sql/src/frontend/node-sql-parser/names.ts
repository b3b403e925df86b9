import type { Ident } from '../../ast/index.js';
import type { Token } from '../../tokenizer/token.js';
import { isRaw, textOf } from './raw.js';
import { refuse } from './refusal.js';

/**
 * Names of a statement. node-sql-parser drops the quotes of most of them, though they decide about upper and lower case:
 * they are looked up in the text.
 */
export class Names {
  readonly #quoted = new Set<string>();
  readonly #bare = new Set<string>();

  constructor(tokens: readonly Token[]) {
    for (const token of tokens) {
      if (token.kind === 'Word') (token.quote === '' ? this.#bare : this.#quoted).add(token.text);
      if (token.kind === 'DoubleQuotedString') this.#quoted.add(token.text);
    }
  }

  /** A word as the text writes it: node-sql-parser changes the case of some names of functions. */
  written(word: string): Ident {
    const spellings = [...this.#bare].filter((other) => other.toUpperCase() === word.toUpperCase());
    return { value: spellings.length === 1 ? spellings[0]! : word };
  }

  /** The identifier of a name that node-sql-parser gives as a text or as a node with a text. */
  ident(value: unknown): Ident {
    if (isRaw(value)) {
      const inner = isRaw(value['expr']) ? value['expr'] : value;
      if (inner['type'] === 'double_quote_string' || inner['type'] === 'backticks_quote_string')
        return { value: textOf(inner['value'], 'a name'), quoteStyle: '"' };
      return this.ident(inner['value']);
    }
    const text = textOf(value, 'a name');
    if (!this.#quoted.has(text)) return { value: text };
    if (this.#bare.has(text)) refuse('a name that is written with and without quotes');
    return { value: text, quoteStyle: '"' };
  }
}
