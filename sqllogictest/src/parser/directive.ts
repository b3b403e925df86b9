/**
 * Readers of the words of a directive line (`query IT rowsort label`, `statement error pattern`, …). They are pure
 * functions of the words, so that the file parser only deals with lines.
 */
import { SltParseError, type ExpectedError, type Location, type RetryPolicy, type SortMode } from './record.js';

const SORT_MODES: readonly string[] = ['nosort', 'rowsort', 'valuesort'];
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration such as `5s` or `200ms`, in milliseconds. */
export function parseDuration(text: string, location: Location): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) throw new SltParseError(location, `invalid duration '${text}'`);
  return Number(match[1]) * (UNITS[match[2] as string] as number);
}

/** A whole number that is not negative. */
export function parseCount(text: string | undefined, what: string, location: Location): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new SltParseError(location, `invalid ${what} '${text ?? ''}'`);
  return Number(text);
}

/** The sort mode that `text` names. */
export function parseSortMode(text: string | undefined, location: Location): SortMode {
  if (text === undefined || !SORT_MODES.includes(text)) {
    throw new SltParseError(location, `invalid sort mode '${text ?? ''}'`);
  }
  return text as SortMode;
}

/** Takes a trailing `retry N backoff T` off the words. */
export function takeRetry(
  words: readonly string[],
  location: Location,
): { readonly words: readonly string[]; readonly retry: RetryPolicy | undefined } {
  const tail = words.slice(-4);
  if (tail.length < 4 || tail[0] !== 'retry' || tail[2] !== 'backoff') return { words, retry: undefined };
  const attempts = parseCount(tail[1], 'retry count', location);
  return { words: words.slice(0, -4), retry: { attempts, backoffMs: parseDuration(tail[3] as string, location) } };
}

/** What an `error` directive expects: its words as a regular expression, else the text after `----`, else anything. */
export function expectedError(words: readonly string[], text: string | undefined, location: Location): ExpectedError {
  if (words.length > 0) {
    if (text !== undefined) throw new SltParseError(location, 'an error has a pattern or a text, not both');
    return { kind: 'regex', pattern: words.join(' ') };
  }
  return text === undefined || text === '' ? { kind: 'any' } : { kind: 'text', text };
}

/** The types, sort mode and label of a `query` line. */
export function queryHeader(
  words: readonly string[],
  location: Location,
): { readonly types: string; readonly sortMode: SortMode | undefined; readonly label: string | undefined } {
  const [types = '', sort, label] = words;
  if (words.length > 3) throw new SltParseError(location, `unexpected '${words[3]}'`);
  return { types, sortMode: sort === undefined ? undefined : parseSortMode(sort, location), label };
}
