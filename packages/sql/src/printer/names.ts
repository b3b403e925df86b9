import type { Ident, ObjectName, Value } from '../ast/index.js';

/** A name with its quotes, doubled inside. */
export function identToSql(ident: Ident): string {
  const { quoteStyle: quote, value } = ident;
  if (quote === undefined) return value;
  if (quote === '[') return `[${value.replaceAll(']', ']]')}]`;
  return quote + value.replaceAll(quote, quote + quote) + quote;
}

/** A qualified name. */
export function objectNameToSql(name: ObjectName): string {
  return name.map(identToSql).join('.');
}

/** `a, b, c`. */
export function commaList<T>(items: readonly T[], print: (item: T) => string): string {
  return items.map(print).join(', ');
}

/** A text in single quotes. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function escapeString(text: string): string {
  return text.replace(/['\\\n\t\r]/g, (char) =>
    char === '\n' ? '\\n' : char === '\t' ? '\\t' : char === '\r' ? '\\r' : `\\${char}`,
  );
}

function unicodeString(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === "'") out += "''";
    else if (char === '\\') out += '\\\\';
    else if (code < 128) out += char;
    else if (code <= 0xffff) out += `\\${code.toString(16).toUpperCase().padStart(4, '0')}`;
    else out += `\\+${code.toString(16).toUpperCase().padStart(6, '0')}`;
  }
  return out;
}

/** A literal or parameter. */
export function valueToSql(value: Value): string {
  switch (value.kind) {
    case 'Number':
      return value.long ? `${value.value}L` : value.value;
    case 'Boolean':
      return value.value ? 'true' : 'false';
    case 'Null':
      return 'NULL';
    case 'Placeholder':
      return value.value;
    case 'DollarQuotedString':
      return `$${value.tag ?? ''}$${value.value}$${value.tag ?? ''}$`;
    case 'SingleQuotedString':
      return quoteString(value.value);
    case 'DoubleQuotedString':
      return `"${value.value.replaceAll('"', '""')}"`;
    case 'TripleSingleQuotedString':
      return `'''${value.value}'''`;
    case 'TripleDoubleQuotedString':
      return `"""${value.value}"""`;
    case 'EscapedStringLiteral':
      return `E'${escapeString(value.value)}'`;
    case 'UnicodeStringLiteral':
      return `U&'${unicodeString(value.value)}'`;
    case 'NationalStringLiteral':
      return `N'${value.value.replaceAll("'", "''")}'`;
    case 'HexStringLiteral':
      return `X'${value.value}'`;
    case 'SingleQuotedByteStringLiteral':
      return `B'${value.value.replaceAll("'", "''")}'`;
    case 'DoubleQuotedByteStringLiteral':
      return `B"${value.value.replaceAll('"', '""')}"`;
    case 'TripleSingleQuotedByteStringLiteral':
      return `B'''${value.value}'''`;
    case 'TripleDoubleQuotedByteStringLiteral':
      return `B"""${value.value}"""`;
    case 'SingleQuotedRawStringLiteral':
      return `R'${value.value.replaceAll("'", "''")}'`;
    case 'DoubleQuotedRawStringLiteral':
      return `R"${value.value.replaceAll('"', '""')}"`;
    case 'TripleSingleQuotedRawStringLiteral':
      return `R'''${value.value}'''`;
    case 'TripleDoubleQuotedRawStringLiteral':
      return `R"""${value.value}"""`;
  }
}
