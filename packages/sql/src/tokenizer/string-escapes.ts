/** Decoding of the escapes inside text literals. */

/** A decoded literal and the offset behind its closing quote. */
export interface DecodedString {
  readonly text: string;
  readonly end: number;
}

const BACKSLASH: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
};

/** Backslash escapes of MySQL and its likes; `\%` and `\_` stay as they are for LIKE. */
export function decodeBackslashes(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, char: string) =>
    char === '%' || char === '_' ? whole : (BACKSLASH[char] ?? char),
  );
}

/** `E'…'` from the offset behind its opening quote; nothing when it does not end or an escape is wrong. */
export function decodeEscapeString(sql: string, from: number): DecodedString | undefined {
  let text = '';
  let i = from;
  while (i < sql.length) {
    const char = sql.charAt(i);
    if (char === "'") {
      if (sql.charAt(i + 1) !== "'") return { text, end: i + 1 };
      text += "'";
      i += 2;
    } else if (char !== '\\') {
      text += char;
      i++;
    } else {
      const escape = decodeEscape(sql, i + 1);
      if (escape === undefined) return undefined;
      text += escape.text;
      i = escape.end;
    }
  }
  return undefined;
}

const SIMPLE: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function decodeEscape(sql: string, at: number): DecodedString | undefined {
  const char = sql.charAt(at);
  const simple = SIMPLE[char];
  if (simple !== undefined) return { text: simple, end: at + 1 };
  if (char === 'u') return codePoint(sql, at + 1, /^[0-9a-fA-F]{4}/, 16);
  if (char === 'U') return codePoint(sql, at + 1, /^[0-9a-fA-F]{8}/, 16);
  if (char === 'x') return codePoint(sql, at + 1, /^[0-9a-fA-F]{1,2}/, 16) ?? { text: 'x', end: at + 1 };
  if (char >= '0' && char <= '7') return codePoint(sql, at, /^[0-7]{1,3}/, 8);
  return char === '' ? undefined : { text: char, end: at + 1 };
}

function codePoint(sql: string, at: number, digits: RegExp, radix: number): DecodedString | undefined {
  const match = digits.exec(sql.slice(at, at + 8));
  if (match === null) return undefined;
  const code = parseInt(match[0], radix);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return { text: String.fromCodePoint(code), end: at + match[0].length };
}

/** `U&'…'` from the offset behind its opening quote: `\XXXX`, `\+XXXXXX` and `\\`. */
export function decodeUnicodeString(sql: string, from: number): DecodedString | undefined {
  let text = '';
  let i = from;
  while (i < sql.length) {
    const char = sql.charAt(i);
    if (char === "'") {
      if (sql.charAt(i + 1) !== "'") return { text, end: i + 1 };
      text += "'";
      i += 2;
    } else if (char === '\\' && sql.charAt(i + 1) === '\\') {
      text += '\\';
      i += 2;
    } else if (char === '\\') {
      const plus = sql.charAt(i + 1) === '+';
      const decoded = codePoint(sql, plus ? i + 2 : i + 1, plus ? /^[0-9a-fA-F]{6}/ : /^[0-9a-fA-F]{4}/, 16);
      if (decoded === undefined) return undefined;
      text += decoded.text;
      i = decoded.end;
    } else {
      text += char;
      i++;
    }
  }
  return undefined;
}
