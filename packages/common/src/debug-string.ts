const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
};

/** The text in double quotes with quotes, backslashes and control characters escaped, as DataFusion's debug texts have it. */
export function debugString(text: string): string {
  return `"${text.replace(/["\\\p{Cc}]/gu, (c) => ESCAPES[c] ?? `\\u{${c.charCodeAt(0).toString(16)}}`)}"`;
}
