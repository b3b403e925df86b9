/**
 * A deterministic automaton that is built while it runs (as RE2 and Rust's `regex-automata` do): a state is the list of
 * instructions that the program may be at, most wanted first; a transition is computed when it is needed first, and read from a
 * table from then on. A match is noticed one byte late, when it is known what follows, so that places like `$` can be
 * decided. The table is bounded: when it is full, it starts anew.
 *
 * A table entry is the first index of the row of the state it leads to, with the highest bit set when a match ends in front of
 * the byte. Rows 0, 1 and 2 stand for "not known yet", "no more matches" and "beyond ASCII, ask the other engines" (which decide
 * word boundaries by Unicode).
 */
import { isUnicodeWord, type Look } from '../syntax/node.js';
import { Op, type Program } from '../program/program.js';
import { byteClasses, type ByteClasses } from './byte-classes.js';
import { Kind, kindOf, looksBetween } from './look.js';

/** Bit of an entry that says: a match ends here. */
export const MATCH = 0x8000_0000;
const FIRST_STATE = 3;
/** Entries of a table, and instructions in the lists of all states, before it starts anew. */
const MOST_ENTRIES = 1 << 19;
const MOST_ITEMS = 1 << 20;

/** Directions: with the text (the match that is wanted most), or against it (the longest). */
export type Direction = 'forward' | 'backward';

export class LazyDfa {
  readonly classes: ByteClasses;
  /** Entries of a row: the classes and the end of the text. */
  readonly stride: number;
  /** Class of the end of the text. */
  readonly end: number;
  /** The table. Replaced when it grows; `version` changes then and when it starts anew. */
  table: Uint32Array;
  version = 0;
  readonly #program: Program;
  readonly #backward: boolean;
  readonly #asciiOnly: boolean;
  readonly #lists: Uint32Array[] = [];
  readonly #kinds: Kind[] = [];
  /** Rows by a hash of their states. */
  readonly #states = new Map<number, number[]>();
  readonly #starts = new Map<number, number>();
  readonly #seen: Uint32Array;
  #round = 0;
  #items = 0;

  constructor(program: Program, direction: Direction) {
    this.#program = program;
    this.#backward = direction === 'backward';
    this.#asciiOnly = hasUnicodeWord(program.looks);
    this.classes = byteClasses(program);
    this.end = this.classes.count;
    this.stride = this.classes.count + 1;
    this.table = new Uint32Array(this.stride * 16);
    this.#seen = new Uint32Array(program.size);
    this.#restart();
  }

  /** Row of "no more matches". */
  get dead(): number {
    return this.stride;
  }

  /** Row of "ask the other engines". */
  get quit(): number {
    return this.stride * 2;
  }

  /** Row to start from: `neighbour` is the byte behind us, -1 for an end of the text. */
  start(neighbour: number, anchored: boolean): number {
    if (this.#asciiOnly && neighbour >= 0x80) return this.quit;
    const kind = this.#program.looks === 0 ? Kind.Other : neighbour < 0 ? Kind.Edge : kindOf(neighbour);
    const key = kind * 2 + (anchored ? 1 : 0);
    let row = this.#starts.get(key);
    if (row === undefined) {
      this.#round++;
      const list: number[] = [];
      this.#follow(anchored ? this.#program.anchored : this.#program.search, 0, false, list);
      row = this.#stateOf(list, kind);
      this.#starts.set(key, row);
    }
    return row;
  }

  /** Bytes, states and places in the table that are used. */
  get used(): number {
    return this.#lists.length * this.stride;
  }

  /**
   * Computes the entry of a class in the row of a state. When the table started anew for it, the state has another row: the result
   * tells.
   */
  step(row: number, byteClass: number): { readonly row: number; readonly entry: number } {
    const known = this.table[row + byteClass]!;
    if (known !== 0) return { row, entry: known };
    const state = row / this.stride;
    const [list, kind] = [this.#lists[state]!, this.#kinds[state]!];
    let from = row;
    if (this.table.length + this.stride > MOST_ENTRIES && this.used + this.stride > this.table.length) {
      this.#restart();
    } else if (this.#items > MOST_ITEMS) this.#restart();
    if (this.#lists[state] !== list) from = this.#stateOf([...list], kind);
    const entry = this.#target(list, kind, byteClass);
    this.table[from + byteClass] = entry;
    return { row: from, entry };
  }

  #restart(): void {
    this.version++;
    this.#lists.length = 0;
    this.#kinds.length = 0;
    this.#states.clear();
    this.#starts.clear();
    this.#items = 0;
    this.table.fill(0);
    for (let i = 0; i < FIRST_STATE; i++) {
      this.#lists.push(NOTHING);
      this.#kinds.push(Kind.Other);
    }
    this.table.fill(this.dead, this.dead, this.quit);
    this.table.fill(this.quit, this.quit, this.quit + this.stride);
  }

  /** The row of a state, known or new. */
  #stateOf(list: readonly number[], kind: Kind): number {
    if (list.length === 0) return this.dead;
    let hash: number = kind;
    for (const item of list) hash = (Math.imul(hash, 31) + item) | 0;
    const rows = this.#states.get(hash) ?? [];
    for (const row of rows) if (this.#isState(row / this.stride, list, kind)) return row;
    const row = this.used;
    this.#lists.push(Uint32Array.from(list));
    this.#kinds.push(kind);
    this.#items += list.length;
    if (this.used > this.table.length) this.#grow();
    rows.push(row);
    this.#states.set(hash, rows);
    return row;
  }

  #isState(state: number, list: readonly number[], kind: Kind): boolean {
    const known = this.#lists[state]!;
    if (this.#kinds[state] !== kind || known.length !== list.length) return false;
    for (let i = 0; i < known.length; i++) if (known[i] !== list[i]) return false;
    return true;
  }

  #grow(): void {
    const table = new Uint32Array(Math.max(this.used, Math.min(this.table.length * 2, MOST_ENTRIES)));
    table.set(this.table);
    this.table = table;
    this.version++;
  }

  #target(list: Uint32Array, kind: Kind, byteClass: number): number {
    const { op, low, high, next, alt, rangeLow, rangeHigh, rangeNext, looks } = this.#program;
    const byte = byteClass === this.end ? -1 : this.classes.example[byteClass]!;
    if (this.#asciiOnly && byte >= 0x80) return this.quit;
    const unit = byte < 0 ? Kind.Edge : kindOf(byte);
    const items = looks === 0 ? list : this.#decided(list, kind, unit);
    const targets: number[] = [];
    let matched = 0;
    this.#round++;
    for (const item of items) {
      if (op[item] === Op.Match) {
        matched = MATCH;
        if (!this.#backward) break;
      } else if (byte < 0) continue;
      else if (op[item] === Op.Byte) {
        if (low[item]! <= byte && byte <= high[item]!) this.#follow(next[item]!, 0, false, targets);
      } else if (op[item] === Op.Ranges) {
        for (let i = next[item]!, end = i + alt[item]!; i < end; i++) {
          if (rangeLow[i]! <= byte && byte <= rangeHigh[i]!) this.#follow(rangeNext[i]!, 0, false, targets);
        }
      }
    }
    return (this.#stateOf(targets, looks === 0 ? Kind.Other : unit) | matched) >>> 0;
  }

  /** The list once it is known which places hold here. */
  #decided(list: Uint32Array, behind: Kind, ahead: Kind): readonly number[] {
    const holding = this.#backward ? looksBetween(ahead, behind) : looksBetween(behind, ahead);
    const result: number[] = [];
    this.#round++;
    for (const item of list) this.#follow(item, holding, true, result);
    return result;
  }

  /** Appends where an instruction leads without a byte; Looks stay in the list until they can be decided. */
  #follow(start: number, holding: number, decide: boolean, list: number[]): void {
    const { op, low, next, alt } = this.#program;
    const stack = [start];
    while (stack.length > 0) {
      let at = stack.pop()!;
      for (;;) {
        if (this.#seen[at] === this.#round) break;
        this.#seen[at] = this.#round;
        if (op[at] === Op.Split) {
          stack.push(alt[at]!);
          at = next[at]!;
        } else if (op[at] === Op.Save) at = next[at]!;
        else if (op[at] === Op.Look && decide) {
          if ((holding & (1 << low[at]!)) === 0) break;
          at = next[at]!;
        } else {
          if (op[at] !== Op.Fail) list.push(at);
          break;
        }
      }
    }
  }
}

const NOTHING = new Uint32Array(0);

/** True when one of the Looks asks for word characters beyond ASCII. */
export function hasUnicodeWord(looks: number): boolean {
  for (let look = 0; look < 32; look++) if ((looks & (1 << look)) !== 0 && isUnicodeWord(look as Look)) return true;
  return false;
}
