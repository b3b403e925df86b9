/**
 * A short line-by-line difference for failure messages: the common beginning and end are left out, what is between is
 * shown as removed and added lines.
 */

const MAX_LINES = 40;

function clip(lines: readonly string[], sign: string): string[] {
  const shown = lines.slice(0, MAX_LINES).map((line) => `${sign}   ${line}`);
  return lines.length > MAX_LINES ? [...shown, `${sign}   … ${lines.length - MAX_LINES} more lines`] : shown;
}

/** The differing middle of two lists of lines, `-` expected and `+` actual. */
export function diffLines(expected: readonly string[], actual: readonly string[]): string {
  let start = 0;
  while (start < expected.length && start < actual.length && expected[start] === actual[start]) start++;
  let end = 0;
  const room = Math.min(expected.length, actual.length) - start;
  while (end < room && expected[expected.length - 1 - end] === actual[actual.length - 1 - end]) end++;
  const before = start > 0 ? [`    ${expected[start - 1]}`] : [];
  return [
    ...before,
    ...clip(expected.slice(start, expected.length - end), '-'),
    ...clip(actual.slice(start, actual.length - end), '+'),
  ].join('\n');
}
