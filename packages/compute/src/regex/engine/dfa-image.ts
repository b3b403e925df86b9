/**
 * A lazy DFA in the engine memory, for the kernels. Words of the header (u32): 0 address of the classes of the bytes, 1 address of
 * the table, 2 class of the end, 3 row "dead", 4 row "quit", then the state of a run: 5 place, 6 row, 7 end of the last
 * match (-1 for none), 8 class that was needed, 9 why a run over rows stopped; 10 address of the rows to
 * start from: behind (for a run backwards: in front of) an end of the text, then each byte; 0 where not known yet.
 */
import type { Arena } from '../../memory/arena.js';
import { mem } from '../../memory/engine-memory.js';
import type { LazyDfa } from './lazy-dfa.js';

/** What kernels return when the table lacks an entry, and when only other engines know. */
export const UNKNOWN = -2;
export const QUIT = -3;

const HEADER_BYTES = 64;

export class DfaImage {
  readonly dfa: LazyDfa;
  /** Address of the header. */
  readonly address: number;
  readonly #arena: Arena;
  readonly #anchored: boolean;
  readonly #starts: number;
  #table = 0;
  #capacity = 0;
  #version = -1;

  /** The arena must live as long as the image. */
  constructor(dfa: LazyDfa, anchored: boolean, arena: Arena) {
    this.dfa = dfa;
    this.#arena = arena;
    this.#anchored = anchored;
    this.#starts = arena.allocZeroed(257 * 4);
    this.address = arena.alloc(HEADER_BYTES);
    const classes = arena.alloc(256);
    mem.u8.set(dfa.classes.of, classes);
    mem.u32.set([classes, 0, dfa.end, dfa.dead, dfa.quit], this.address >>> 2);
    mem.u32[(this.address >>> 2) + 10] = this.#starts;
  }

  /** Prepares a run from a place next to a byte, -1 for an end of the text. Gives the row it starts from. */
  begin(place: number, neighbour: number): number {
    const row = this.dfa.start(neighbour, this.#anchored);
    this.refresh();
    const { i32 } = mem;
    i32[(this.#starts >>> 2) + neighbour + 1] = row;
    const at = this.address >>> 2;
    i32[at + 5] = place;
    i32[at + 6] = row;
    i32[at + 7] = -1;
    return row;
  }

  /** The row to start from at the start of a text, without touching the run that is under way. */
  startAgain(): number {
    const row = this.dfa.start(-1, this.#anchored);
    this.refresh();
    return row;
  }

  /** Computes the entry that a run lacked; the run can go on. */
  supply(): void {
    const at = this.address >>> 2;
    const [wanted, byteClass] = [mem.u32[at + 6]!, mem.u32[at + 8]!];
    const { row, entry } = this.dfa.step(wanted, byteClass);
    if (this.#version === this.dfa.version) mem.u32[(this.#table >>> 2) + row + byteClass] = entry;
    this.refresh();
    mem.u32[at + 6] = row;
  }

  /** Takes the table over anew when it moved or started anew. */
  refresh(): void {
    const { table, version } = this.dfa;
    if (this.#version === version) return;
    if (table.length > this.#capacity) {
      this.#capacity = table.length;
      this.#table = this.#arena.alloc(table.length * 4);
      mem.u32[(this.address >>> 2) + 1] = this.#table;
    }
    mem.u32.set(table, this.#table >>> 2);
    mem.u32.fill(0, this.#starts >>> 2, (this.#starts >>> 2) + 257);
    this.#version = version;
  }
}
