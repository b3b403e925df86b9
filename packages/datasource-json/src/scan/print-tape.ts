import { decodeText, unescapeText } from './unescape.js';
import { ESCAPED, FALSE, LIST, NULL, NUMBER, OBJECT, STRING, TRUE, type Tape } from './tape.js';

/** The bytes of a string or number. */
export const bytesAt = (tape: Tape, index: number): Uint8Array =>
  tape.bytes.subarray(tape.first(index), tape.last(index));

/** The text of a string or number. */
export const textAt = (tape: Tape, index: number): string =>
  tape.kind(index) === ESCAPED ? unescapeText(bytesAt(tape, index)) : decodeText(bytesAt(tape, index));

/** A value as error messages show it: `{"a": [1, 2]}`. */
export function printTape(tape: Tape, index: number): string {
  switch (tape.kind(index)) {
    case NULL:
      return 'null';
    case TRUE:
      return 'true';
    case FALSE:
      return 'false';
    case NUMBER:
      return textAt(tape, index);
    case STRING:
    case ESCAPED:
      return `"${textAt(tape, index)}"`;
    case LIST:
      return `[${children(tape, index)
        .map((child) => printTape(tape, child))
        .join(', ')}]`;
    case OBJECT: {
      const parts = children(tape, index);
      const entries: string[] = [];
      for (let i = 0; i + 1 < parts.length; i += 2)
        entries.push(`${printTape(tape, parts[i]!)}: ${printTape(tape, parts[i + 1]!)}`);
      return `{${entries.join(', ')}}`;
    }
    default:
      return '';
  }
}

/** The values directly inside an object (keys and values in turn) or list. */
function children(tape: Tape, index: number): readonly number[] {
  const found: number[] = [];
  for (let at = index + 1; at < tape.first(index); at = tape.after(at)) found.push(at);
  return found;
}
