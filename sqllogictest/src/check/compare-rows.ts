/**
 * Whether the rows of an engine are the expected ones. Cells are joined by a space and trailing white space is
 * ignored; when the expectation has `<slt:ignore>` anywhere, its pieces between those marks must occur in the text of
 * the whole result in their order, the first of them at its beginning.
 */

const IGNORE_MARK = '<slt:ignore>';

/** Lines as they are compared and as `--complete` writes them. */
export function rowLines(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) => row.join(' ').trimEnd());
}

function matchesFragments(actual: string, expected: string): boolean {
  let position = 0;
  for (const [index, fragment] of expected.split(IGNORE_MARK).entries()) {
    if (fragment === '') continue;
    const found = actual.indexOf(fragment, position);
    if (found < 0 || (index === 0 && found !== 0)) return false;
    position = found + fragment.length;
  }
  return true;
}

/** Compares lines made by `rowLines` with the lines of a test file. */
export function sameLines(actual: readonly string[], expected: readonly string[]): boolean {
  const wanted = expected.map((line) => line.trimEnd());
  if (wanted.some((line) => line.includes(IGNORE_MARK))) {
    return matchesFragments(actual.join('\n'), wanted.join('\n'));
  }
  return actual.length === wanted.length && actual.every((line, index) => line === wanted[index]);
}
