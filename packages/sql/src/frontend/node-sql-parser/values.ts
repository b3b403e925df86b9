import type { Expr, Value } from '../../ast/index.js';
import { parseDataType } from '../../parser/index.js';
import { tokenize } from '../../tokenizer/tokenizer.js';
import type { Conversion } from './conversion.js';
import { textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';

const literal = (value: Value): Expr => ({ kind: 'Value', value });

/** A text literal. */
const textLiteral = (value: string): Expr => literal({ kind: 'SingleQuotedString', value });

/** Literals, and parameters; nothing for other nodes. */
export function valueFrom(node: Raw, conversion: Conversion): Expr | undefined {
  switch (node['type']) {
    case 'number':
    case 'bigint':
      return numberFrom(node['value']);
    case 'single_quote_string':
    case 'string':
      return textLiteral(decode(textOf(node['value'], 'a text'), conversion));
    case 'double_quote_string':
      return conversion.doubleQuotedStrings
        ? textLiteral(decode(textOf(node['value'], 'a text'), conversion))
        : { kind: 'Identifier', ident: { value: textOf(node['value'], 'a name'), quoteStyle: '"' } };
    case 'bool':
      return literal({ kind: 'Boolean', value: node['value'] === true });
    case 'null':
      return literal({ kind: 'Null' });
    case 'date':
    case 'time':
    case 'timestamp':
    case 'datetime':
      return {
        kind: 'TypedString',
        dataType: parseDataType(node['type'].toUpperCase()),
        value: { kind: 'SingleQuotedString', value: decode(textOf(node['value'], 'a text'), conversion) },
        usesOdbcSyntax: false,
      };
    default:
      return undefined;
  }
}

/** node-sql-parser makes JavaScript numbers of short ones; the comparison of tokens finds those that read differently. */
function numberFrom(value: unknown): Expr {
  const text = typeof value === 'number' ? String(value) : textOf(value, 'a number');
  if (!text.startsWith('-')) return literal({ kind: 'Number', value: text, long: false });
  return { kind: 'UnaryOp', op: 'Minus', expr: numberFrom(text.slice(1)) };
}

/** The text of a literal, which node-sql-parser leaves with its escapes. */
function decode(inside: string, { dialect }: Conversion): string {
  const [token, end] = tokenize(`'${inside}'`, dialect);
  if (token?.kind !== 'SingleQuotedString' || end?.kind !== 'EOF') refuse('a text with escapes in an unknown form');
  return token.text;
}

/** `$1` and `:name`; nothing for other nodes. */
export function parameterFrom(node: Raw): Expr | undefined {
  if (node['type'] === 'param')
    return literal({ kind: 'Placeholder', value: `:${textOf(node['value'], 'a parameter')}` });
  if (node['type'] !== 'var' || node['prefix'] !== '$') return undefined;
  const name = node['name'];
  if (typeof name !== 'number' && typeof name !== 'string') refuse('a parameter in an unknown form');
  return literal({ kind: 'Placeholder', value: `$${name}` });
}
