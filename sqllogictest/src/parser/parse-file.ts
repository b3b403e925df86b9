/**
 * From the text of a `.slt` file to its records, with includes expanded in place.
 *
 * A file is a sequence of directives at the start of a line; `statement` and `query` are followed by SQL up to a blank
 * line, and by what is expected after a line of `----`. Lines beginning with `#` are comments. Conditions (`skipif`,
 * `onlyif`) and `connection` apply to the next record only.
 */
import { readFileSync } from 'node:fs';
import { expectedError, parseCount, parseDuration, parseSortMode, queryHeader, takeRetry } from './directive.js';
import { resolveInclude } from './include.js';
import { LineReader } from './line-reader.js';
import { SltParseError, type Condition, type Location, type SltRecord, type StatementExpectation } from './record.js';

const MAX_INCLUDE_DEPTH = 16;

/** Reads the text of a test file. Replaceable for tests. */
export type ReadText = (path: string) => string;

class FileParser {
  readonly #reader: LineReader;
  readonly #records: SltRecord[] = [];
  #conditions: Condition[] = [];
  #connection: string | undefined;

  constructor(
    readonly file: string,
    readonly read: ReadText,
    readonly depth: number,
  ) {
    this.#reader = new LineReader(read(file));
  }

  parse(): SltRecord[] {
    for (let line = this.#reader.next(); line !== undefined; line = this.#reader.next()) {
      if (line.startsWith('#')) continue;
      const words = line.split(/\s+/).filter((word) => word !== '');
      if (words.length > 0) this.#directive(words, line);
    }
    return this.#records;
  }

  #location(): Location {
    return { file: this.file, line: this.#reader.at };
  }

  #directive(words: readonly string[], line: string): void {
    const [name, ...rest] = words;
    const location = this.#location();
    switch (name) {
      case 'statement':
        return this.#statement(rest, location);
      case 'query':
        return this.#query(rest, location);
      case 'skipif':
      case 'onlyif':
        if (rest.length !== 1) throw new SltParseError(location, `${name} wants one label`);
        this.#conditions.push({ kind: name, label: rest[0] as string });
        return;
      case 'connection':
        this.#connection = rest[0];
        return;
      case 'include':
        return this.#include(rest, location);
      case 'subtest':
        return;
      default:
        this.#control(name as string, rest, line, location);
    }
  }

  #control(name: string, rest: readonly string[], line: string, location: Location): void {
    switch (name) {
      case 'halt':
        this.#records.push({ kind: 'halt', location, conditions: this.#takeConditions() });
        return;
      case 'sleep':
        this.#records.push({ kind: 'sleep', location, milliseconds: parseDuration(rest[0] ?? '', location) });
        return;
      case 'hash-threshold':
        this.#records.push({ kind: name, location, threshold: parseCount(rest[0], 'hash threshold', location) });
        return;
      case 'control':
        this.#records.push(controlRecord(rest, location));
        return;
      default:
        throw new SltParseError(location, `unknown directive: ${line}`);
    }
  }

  #include(rest: readonly string[], location: Location): void {
    if (this.depth >= MAX_INCLUDE_DEPTH) throw new SltParseError(location, 'includes are nested too deeply');
    const files = resolveInclude(this.file, rest.join(' '));
    if (files.length === 0) throw new SltParseError(location, `no file matches '${rest.join(' ')}'`);
    for (const file of files) {
      for (const record of new FileParser(file, this.read, this.depth + 1).parse()) this.#records.push(record);
    }
  }

  #takeConditions(): readonly Condition[] {
    const taken = this.#conditions;
    this.#conditions = [];
    return taken;
  }

  #takeConnection(): string | undefined {
    const taken = this.#connection;
    this.#connection = undefined;
    return taken;
  }

  /** The part of a record that statements and queries share; the reader stands behind the SQL. */
  #executed(location: Location) {
    const { sql, delimited, end } = this.#reader.readSql();
    if (sql.trim() === '') throw new SltParseError(location, 'the record has no SQL');
    return { sql, delimited, end, conditions: this.#takeConditions(), connection: this.#takeConnection() };
  }

  #ranges(location: Location, outputStart: number) {
    const end = Math.min(this.#reader.at, this.#reader.lines.length);
    return { lines: { start: location.line - 1, end }, output: { start: outputStart, end } };
  }

  #statement(header: readonly string[], location: Location): void {
    const { words, retry } = takeRetry(header, location);
    const { sql, delimited, end, conditions, connection } = this.#executed(location);
    const text = delimited ? this.#reader.readParagraphs() : undefined;
    const expected = statementExpectation(words, text, location);
    const place = this.#ranges(location, end);
    this.#records.push({ kind: 'statement', location, conditions, connection, sql, retry, expected, ...place });
  }

  #query(header: readonly string[], location: Location): void {
    const { words, retry } = takeRetry(header, location);
    const { sql, delimited, end, conditions, connection } = this.#executed(location);
    const common = { kind: 'query' as const, location, conditions, connection, sql, retry };
    if (words[0] === 'error') {
      const text = delimited ? this.#reader.readParagraphs() : undefined;
      const error = expectedError(words.slice(1), text, location);
      this.#records.push({ ...common, expected: { kind: 'error', error }, ...this.#ranges(location, end) });
      return;
    }
    const lines = delimited ? this.#reader.readRows() : [];
    const expected = { kind: 'rows' as const, ...queryHeader(words, location), lines };
    this.#records.push({ ...common, expected, ...this.#ranges(location, end) });
  }
}

function statementExpectation(
  words: readonly string[],
  text: string | undefined,
  location: Location,
): StatementExpectation {
  switch (words[0]) {
    case 'ok':
      return { kind: 'ok' };
    case 'count':
      return { kind: 'count', count: parseCount(words[1], 'count', location) };
    case 'error':
      return { kind: 'error', error: expectedError(words.slice(1), text, location) };
    default:
      throw new SltParseError(location, `unknown kind of statement '${words[0] ?? ''}'`);
  }
}

function controlRecord(rest: readonly string[], location: Location): SltRecord {
  const [what, value] = rest;
  if (what === 'sortmode') return { kind: 'sort-mode', location, mode: parseSortMode(value, location) };
  if (what === 'resultmode' && (value === 'rowwise' || value === 'valuewise')) {
    return { kind: 'result-mode', location, mode: value };
  }
  if (what === 'substitution' && (value === 'on' || value === 'off')) {
    return { kind: 'substitution', location, on: value === 'on' };
  }
  throw new SltParseError(location, `unknown control '${rest.join(' ')}'`);
}

/** The records of the file at `path` and of the files it includes. @throws SltParseError */
export function parseSltFile(
  path: string,
  read: ReadText = (file) => readFileSync(file, 'utf8'),
): readonly SltRecord[] {
  return new FileParser(path, read, 0).parse();
}
