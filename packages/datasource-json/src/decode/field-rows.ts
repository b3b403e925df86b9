import { textAt } from '../scan/print-tape.js';
import { NULL, OBJECT, STRING, type Tape } from '../scan/tape.js';
import type { Rows } from './rows.js';

const encoder = new TextEncoder();

/**
 * Where the values of some fields are in objects; fields that are not asked for are passed over. Records mostly have
 * their keys in the same order, so each key is first compared with the one that came next in the record before.
 */
export function fieldRows(rows: Rows, names: readonly string[]): readonly Rows[] {
  const { tape, at } = rows;
  const found = names.map(() => new Int32Array(at.length).fill(-1));
  const finder = new KeyFinder(names);
  for (let row = 0; row < at.length; row++) {
    const object = at[row]!;
    if (object < 0 || tape.kind(object) === NULL || tape.kind(object) !== OBJECT) continue;
    const end = tape.first(object);
    let position = 0;
    for (let key = object + 1; key < end; key = tape.after(key + 1)) {
      const field = finder.find(tape, key, position++);
      if (field >= 0) found[field]![row] = key + 1;
    }
  }
  return found.map((column) => ({ tape, at: column }));
}

/** A key seen at some place of a record. */
interface Seen {
  readonly bytes: Uint8Array;
  readonly field: number;
}

class KeyFinder {
  readonly #fields: ReadonlyMap<string, number>;
  readonly #seen: Seen[] = [];

  constructor(names: readonly string[]) {
    this.#fields = new Map(names.map((name, i) => [name, i]));
  }

  /** The number of the field a key names; -1 when nobody asked for it. */
  find(tape: Tape, key: number, position: number): number {
    const expected = this.#seen[position];
    if (expected !== undefined && tape.kind(key) === STRING && sameBytes(tape, key, expected.bytes))
      return expected.field;
    const name = textAt(tape, key);
    const field = this.#fields.get(name) ?? -1;
    if (position <= this.#seen.length) this.#seen[position] = { bytes: encoder.encode(name), field };
    return field;
  }
}

function sameBytes(tape: Tape, key: number, expected: Uint8Array): boolean {
  const start = tape.first(key);
  if (tape.last(key) - start !== expected.length) return false;
  for (let i = 0; i < expected.length; i++) if (tape.bytes[start + i] !== expected[i]) return false;
  return true;
}
