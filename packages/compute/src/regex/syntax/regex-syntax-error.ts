/** A range [start, end) of a pattern, in code points. */
export type Mark = readonly [start: number, end: number];

const RULE = '~'.repeat(79);

/** A pattern that Rust's `regex` crate refuses; the message is the crate's, with the places marked. */
export class RegexSyntaxError extends Error {
  /** `marks` are in the order of the pattern. */
  constructor(pattern: string, marks: readonly Mark[], why: string) {
    const lines = pattern.split('\n');
    const width = lines.length === 1 ? 0 : String(lines.length).length;
    let [shown, start] = ['', 0];
    lines.forEach((line, i) => {
      shown += `${width === 0 ? '    ' : `${String(i + 1).padStart(width)}: `}${line}\n`;
      const length = [...line].length;
      const here = marks.filter(([from]) => from >= start && from <= start + length);
      if (here.length > 0) shown += `${' '.repeat(width === 0 ? 4 : width + 2)}${carets(here, start)}\n`;
      start += length + 1;
    });
    super(`regex parse error:\n${width === 0 ? shown : `${RULE}\n${shown}${RULE}\n`}error: ${why}`);
    this.name = 'RegexSyntaxError';
  }
}

function carets(marks: readonly Mark[], lineStart: number): string {
  let line = '';
  for (const [start, end] of marks) {
    line = line.padEnd(start - lineStart, ' ') + '^'.repeat(Math.max(end - start, 1));
  }
  return line;
}

/** Thrown for a pattern whose program would be larger than the crate's limit. */
export class RegexTooBigError extends Error {
  constructor() {
    super(`Compiled regex exceeds size limit of ${PROGRAM_LIMIT} bytes.`);
    this.name = 'RegexTooBigError';
  }
}

/** Bytes that a program may take. */
export const PROGRAM_LIMIT = 10_485_760;
