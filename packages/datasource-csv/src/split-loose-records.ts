import type { CsvDialect } from './csv-dialect.js';

/** Records as strings, however many fields each has: for inspecting files whose schema is not known yet. */
export async function* splitLooseRecords(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new TextDecoder();
  const reader = new LooseReader(dialect);
  for await (const chunk of chunks) yield* reader.push(decoder.decode(chunk, { stream: true }));
  yield* reader.push(decoder.decode());
  yield* reader.finish();
}

class LooseReader {
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #escape: string | undefined;
  readonly #comment: string | undefined;
  readonly #terminators: readonly string[];
  /** Units that may mean something in one of the states. */
  readonly #special: ReadonlySet<number>;
  #field = '';
  #record: string[] = [];
  #state: 'start' | 'plain' | 'quoted' | 'closing' | 'escaped' | 'comment' = 'start';

  constructor(dialect: CsvDialect) {
    this.#delimiter = String.fromCharCode(dialect.delimiter);
    this.#quote = String.fromCharCode(dialect.quote);
    this.#escape = dialect.escape === undefined ? undefined : String.fromCharCode(dialect.escape);
    this.#comment = dialect.comment === undefined ? undefined : String.fromCharCode(dialect.comment);
    this.#terminators = dialect.terminator === undefined ? ['\n', '\r'] : [String.fromCharCode(dialect.terminator)];
    const { delimiter, quote, escape, comment, terminator } = dialect;
    const units = [delimiter, quote, escape, comment, terminator, 10, 13];
    this.#special = new Set(units.filter((unit) => unit !== undefined));
  }

  *push(text: string): Generator<readonly string[], void, undefined> {
    for (let at = 0; at < text.length; at++) {
      const end = this.#plainEnd(text, at);
      if (end > at) {
        this.#plainRun(text.slice(at, end));
        at = end;
        if (at === text.length) return;
      }
      const char = text[at]!;
      if (this.#state === 'quoted') this.#quotedChar(char);
      else if (this.#state === 'escaped') {
        this.#field += char;
        this.#state = 'quoted';
      } else if (this.#state === 'comment' ? char === '\n' : this.#terminators.includes(char)) {
        const record = this.#endRecord();
        if (record !== undefined) yield record;
      } else this.#plainChar(char);
    }
  }

  /** Behind the characters that mean just themselves, whatever state the reader is in. */
  #plainEnd(text: string, from: number): number {
    if (this.#state === 'escaped') return from;
    let at = from;
    while (at < text.length && !this.#special.has(text.charCodeAt(at))) at++;
    return at;
  }

  #plainRun(run: string): void {
    if (this.#state === 'comment') return;
    this.#field += run;
    if (this.#state !== 'quoted') this.#state = 'plain';
  }

  *finish(): Generator<readonly string[], void, undefined> {
    const record = this.#endRecord();
    if (record !== undefined) yield record;
  }

  #quotedChar(char: string): void {
    if (char === this.#escape && this.#escape !== this.#quote) this.#state = 'escaped';
    else if (char === this.#quote) this.#state = 'closing';
    else this.#field += char;
  }

  #plainChar(char: string): void {
    if (this.#state === 'comment') return;
    const atStart = this.#state === 'start' && this.#field === '';
    if (atStart && this.#record.length === 0 && char === this.#comment) this.#state = 'comment';
    else if (char === this.#delimiter) {
      this.#record.push(this.#field);
      this.#field = '';
      this.#state = 'start';
    } else if (char === this.#quote && (atStart || this.#state === 'closing')) {
      if (this.#state === 'closing') this.#field += char;
      this.#state = 'quoted';
    } else {
      this.#field += char;
      this.#state = 'plain';
    }
  }

  /** The record that ends here; undefined for empty lines and comments. */
  #endRecord(): readonly string[] | undefined {
    const empty = this.#record.length === 0 && this.#field === '' && this.#state === 'start';
    const skipped = empty || this.#state === 'comment';
    const record = skipped ? undefined : [...this.#record, this.#field];
    this.#record = [];
    this.#field = '';
    this.#state = 'start';
    return record;
  }
}
