/**
 * The shape of a failure: its message with everything particular to one query taken out, so that failures with one
 * cause fall into one group. `query failed: … No field named foo.` and `… named bar.` have the same shape; plans that
 * differ have the shape of their first differing line.
 */

/** Errors that only say that an earlier record of the file failed; worth knowing apart from their causes. */
function generalize(text: string): string {
  return text
    .replace(/'[^']*'/g, "'…'")
    .replace(/"[^"]*"/g, '"…"')
    .replace(/`[^`]*`/g, '`…`')
    .replace(/\b(No field named) \S+.*/g, '$1 ….')
    .replace(/\b\d[\d.,:]*\b/g, 'N')
    .replace(/\[[^\]]*\]/g, '[…]')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 160);
}

/** The operator of a plan line such as `02)--FilterExec: a@0 > 1`. */
function operatorOf(line: string): string {
  return /^\d+\)-*(?:Plan with Metrics )?([A-Za-z ]+)/.exec(line)?.[1]?.trim() ?? '';
}

function mismatchShape(diff: string): string {
  const lines = diff.split('\n');
  const first = (sign: string): string =>
    lines
      .find((line) => line.startsWith(sign))
      ?.slice(1)
      .trim() ?? '';
  const expected = first('-');
  const actual = first('+');
  const operators = [operatorOf(expected), operatorOf(actual)] as const;
  if (operators[0] || operators[1]) {
    if (operators[0] === operators[1]) return `plan mismatch: details of ${operators[0]}`;
    return `plan mismatch: ${operators[0] || 'nothing'} expected, ${operators[1] || 'nothing'} found`;
  }
  if (expected === '') return 'result mismatch: more rows than expected';
  if (actual === '') return 'result mismatch: rows missing';
  return 'result mismatch: different values';
}

/** The group that a failure's message belongs to. */
export function failureShape(message: string): string {
  const [first = '', ...rest] = message.split('\n');
  if (first.startsWith('result mismatch:')) return mismatchShape(rest.join('\n'));
  if (first.startsWith('error mismatch:')) {
    const got = rest.find((line) => line.startsWith('got: ')) ?? '';
    return `error mismatch, ${generalize(got)}`;
  }
  if (/^(?:query|statement) succeeded, expected/.test(first))
    return first.replace(/, expected.*/, ', expected an error');
  if (first.startsWith('not run:')) return 'not run: the engine blocked or ended earlier in the file';
  if (first.startsWith('engine fault:')) return generalize(`${first} ${rest[0] ?? ''}`);
  const cause = rest.indexOf('caused by');
  return generalize(cause >= 0 ? `${first} caused by ${rest[cause + 1] ?? ''}` : first);
}
