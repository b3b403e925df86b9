/** Text counted in characters (code points), as SQL does, on JavaScript's UTF-16 strings. */

const SURROGATES = /[\ud800-\udfff]/;

/** True when every character is one UTF-16 unit, so that string indices are character indices. */
export const isPlain = (text: string): boolean => !SURROGATES.test(text);

/** Number of characters. */
export function charCount(text: string): number {
  if (isPlain(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Characters `start` (from 0) up to `end`, both clamped. */
export function sliceChars(text: string, start: number, end = Number.POSITIVE_INFINITY): string {
  const from = Math.max(start, 0);
  if (end <= from) return '';
  return isPlain(text) ? text.slice(from, end) : [...text].slice(from, end).join('');
}

/** Number of bytes as UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit >= 0x80) bytes += 1; // a pair of surrogates is four bytes
  }
  return bytes;
}
