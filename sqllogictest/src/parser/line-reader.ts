/**
 * A cursor over the lines of one test file. Records are delimited by blank lines, `----` lines and, for error texts,
 * two blank lines in a row; the three readers below are those three delimiters.
 */
export class LineReader {
  readonly lines: readonly string[];
  /** Index of the next line. */
  at = 0;

  constructor(text: string) {
    const lines = text.split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    this.lines = lines;
  }

  /** The next line, or undefined at the end of the file. */
  next(): string | undefined {
    return this.lines[this.at++];
  }

  /**
   * Lines up to a blank line or `----`, both consumed; `delimited` tells that it was `----`. The first line belongs to
   * the SQL even when it is blank, as in some of DataFusion's files.
   */
  readSql(): { readonly sql: string; readonly delimited: boolean; readonly end: number } {
    const out = this.lines.slice(this.at, ++this.at);
    while (this.at < this.lines.length) {
      const line = this.lines[this.at++] as string;
      if (line === '') return { sql: out.join('\n'), delimited: false, end: this.at - 1 };
      if (line === '----') return { sql: out.join('\n'), delimited: true, end: this.at - 1 };
      out.push(line);
    }
    return { sql: out.join('\n'), delimited: false, end: this.at };
  }

  /** Lines up to a blank line, which is consumed: the expected rows of a query. */
  readRows(): readonly string[] {
    const out: string[] = [];
    while (this.at < this.lines.length) {
      const line = this.lines[this.at++] as string;
      if (line === '') break;
      out.push(line);
    }
    return out;
  }

  /** Lines up to two blank lines or a blank line at the end of the file: the text of an expected error. */
  readParagraphs(): string {
    const out: string[] = [];
    while (this.at < this.lines.length) {
      const line = this.lines[this.at++] as string;
      const following = this.lines[this.at];
      if (line === '' && (following === undefined || following === '')) {
        this.at++;
        break;
      }
      out.push(line);
    }
    return out.join('\n').trim();
  }
}
