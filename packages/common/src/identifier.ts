/**
 * Identifiers inside names: quoting them for output and splitting dotted names as the generic SQL dialect does
 * (unquoted parts are folded to lower case, quoted ones are kept).
 */

const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** Wraps a name in double quotes when it would not survive as a bare lower-case identifier. */
export function quoteIdentifier(name: string): string {
  return PLAIN.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

const PART = /\s*(?:"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|([\p{L}_#@][\p{L}\p{N}_@$#]*))\s*(\.|$)/uy;

/**
 * The parts of a dotted name, or undefined when the text is no such name (an expression text, an empty part).
 * `keepCase` leaves unquoted parts as they are written.
 */
export function parseIdentifiers(text: string, keepCase = false): readonly string[] | undefined {
  const parts: string[] = [];
  PART.lastIndex = 0;
  for (;;) {
    const match = PART.exec(text);
    if (match === null) return undefined;
    const [, double, back, bare, separator] = match;
    parts.push(
      double?.replaceAll('""', '"') ?? back?.replaceAll('``', '`') ?? (keepCase ? bare! : bare!.toLowerCase()),
    );
    if (separator === '') return parts;
  }
}
