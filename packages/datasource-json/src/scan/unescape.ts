/** What strings with escapes mean. */
import { ArrowError } from '@datafusion-ts/common';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const isShared = ({ buffer }: Uint8Array): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

/** The text of UTF-8 bytes; throws a Json error when they are not. */
export function decodeText(bytes: Uint8Array): string {
  try {
    // A copy, because browsers do not decode shared memory.
    return decoder.decode(isShared(bytes) ? bytes.slice() : bytes);
  } catch (error) {
    throw new ArrowError('Json error', 'Encountered non-UTF-8 data', { cause: error });
  }
}

const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The text of the inside of a JSON string. */
export function unescapeText(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  let result = '';
  let at = 0;
  for (;;) {
    const escape = text.indexOf('\\', at);
    if (escape < 0) return result + text.slice(at);
    result += text.slice(at, escape);
    const char = text[escape + 1]!;
    if (char === 'u') {
      const { value, next } = unicodeEscape(text, escape);
      result += value;
      at = next;
    } else {
      if (!Object.hasOwn(SIMPLE, char)) throw unexpected(char, 'parsing escape sequence');
      result += SIMPLE[char]!;
      at = escape + 2;
    }
  }
}

const unexpected = (char: string, doing: string): ArrowError =>
  new ArrowError('Json error', `Encountered unexpected '${char}' whilst ${doing}`);

/** `\u00e9`, or two of them that make one character. */
function unicodeEscape(text: string, at: number): { readonly value: string; readonly next: number } {
  const high = hex(text, at + 2);
  if (high < 0xd800 || high > 0xdfff) return { value: String.fromCharCode(high), next: at + 6 };
  if (text[at + 6] !== '\\') throw unexpected(text[at + 6] ?? '"', 'parsing surrogate pair escape');
  if (text[at + 7] !== 'u') throw unexpected(text[at + 7] ?? '"', 'parsing surrogate pair unicode');
  const low = hex(text, at + 8);
  if (high > 0xdbff || low < 0xdc00 || low > 0xdfff)
    throw new ArrowError('Json error', 'Invalid UTF-16 surrogate pair');
  return { value: String.fromCharCode(high, low), next: at + 12 };
}

function hex(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = Number.parseInt(text[i] ?? '"', 16);
    if (Number.isNaN(digit)) throw unexpected(text[i] ?? '"', 'unicode escape');
    value = value * 16 + digit;
  }
  return value;
}
