/** Classes of characters as the tokenizer sees them: fast for ASCII, by Unicode properties beyond. `NaN`, the code behind the end, is in none. */

const LETTER = /^\p{Alphabetic}$/u;
const SPACE = /^\p{White_Space}$/u;

/** An ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A hexadecimal digit. */
export function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

/** A letter of any script. */
export function isAlphabetic(code: number): boolean {
  if (!(code >= 128)) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return LETTER.test(String.fromCodePoint(code));
}

/** A letter of any script or an ASCII digit. */
export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isAlphabetic(code);
}

/** An ASCII letter, a digit, `_` or `$`: what names are made of in all dialects. */
export function isPlainIdentPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

/** Any Unicode white space. */
export function isSpace(code: number): boolean {
  if (!(code >= 128)) return code === 32 || (code >= 9 && code <= 13);
  return SPACE.test(String.fromCodePoint(code));
}
