/** A pattern that Rust's `regex` crate refuses; the message is the crate's, with the place marked. */
export class RegexSyntaxError extends Error {
  /** `marks` are [start, end) ranges of the pattern, in code points. */
  constructor(pattern: string, marks: readonly (readonly [number, number])[], why: string) {
    let line = '';
    for (const [start, end] of marks) line = line.padEnd(start, ' ') + '^'.repeat(Math.max(end - start, 1));
    super(`regex parse error:\n    ${pattern}\n    ${line}\nerror: ${why}`);
    this.name = 'RegexSyntaxError';
  }
}
