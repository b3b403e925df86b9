import type { Dialect } from '../../dialect/dialect.js';
import type { Token } from '../../tokenizer/token.js';
import { tokenize } from '../../tokenizer/tokenizer.js';

/**
 * SQL that no dialect of node-sql-parser reads, in words that it reads and that mean the same:
 * `substring(x FROM a FOR b)` becomes `substring(x, a, b)`.
 */
export function prepare(sql: string, dialect: Dialect): string {
  const tokens = tokenize(sql, dialect);
  const words: Token[] = [];
  for (let i = 0; i + 1 < tokens.length; i++) {
    if (isWord(tokens[i], 'SUBSTRING') && tokens[i + 1]?.kind === '(') words.push(...separators(tokens, i + 2));
  }
  let text = sql;
  for (const word of words.sort((a, b) => b.start - a.start)) {
    text = `${text.slice(0, word.start).trimEnd()},${text.slice(word.end)}`;
  }
  return text;
}

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'Word' && token.quote === '' && token.text.toUpperCase() === word;

/** FROM and FOR between the arguments that start at a token; none when it is a call with commas. */
function separators(tokens: readonly Token[], start: number): readonly Token[] {
  const found: Token[] = [];
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === '(' || token.kind === '[') depth++;
    if ((token.kind === ')' || token.kind === ']') && depth-- === 0) break;
    if (depth === 0 && (isWord(token, 'FROM') || (isWord(token, 'FOR') && found.length > 0))) found.push(token);
  }
  return found;
}
