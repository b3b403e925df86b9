/**
 * A program in the engine memory, for the backtracking kernel. Words of the header (u32): 0 address of the instructions, 1 address of
 * the ranges of bytes, 2 address and 3 count of the ranges of word characters, 4 first instruction, 5 address of the decisions.
 * An instruction takes 16 bytes: op, low, high, 0, next u32, alt u32, and for a Split instead of low and high the row of its
 * decisions (u16 at 2, 0 for none) and its number among those that may have to come back (u32); a range 8: low, high, 0, 0, next u32.
 */
import type { Arena } from '../../memory/arena.js';
import { mem } from '../../memory/engine-memory.js';
import type { Decisions } from '../program/decisions.js';
import { Op, type Program } from '../program/program.js';
import type { CodePointSet } from '../unicode/code-point-set.js';

/** Writes a program into an arena; `words` are empty when the program does not ask for them. Gives the address of the header. */
export function writeProgram(program: Program, decisions: Decisions, words: CodePointSet, arena: Arena): number {
  const header = arena.alloc(64);
  const code = arena.allocZeroed(program.size * 16);
  const ranges = arena.allocZeroed(program.rangeLow.length * 8);
  const wordRanges = arena.alloc(words.length * 4);
  const table = arena.alloc(decisions.table.length);
  const { u8, u16, u32 } = mem;
  u8.set(decisions.table, table);
  for (let i = 0; i < program.size; i++) {
    const at = code + i * 16;
    u8[at] = program.op[i]!;
    u8[at + 1] = program.low[i]!;
    u8[at + 2] = program.high[i]!;
    u32[(at >>> 2) + 1] = program.next[i]!;
    u32[(at >>> 2) + 2] = program.alt[i]!;
    if (program.op[i] === Op.Split) {
      u16[(at >>> 1) + 1] = decisions.rows[i]!;
      u32[(at >>> 2) + 3] = decisions.open[i]!;
    }
  }
  for (let i = 0; i < program.rangeLow.length; i++) {
    const at = ranges + i * 8;
    u8[at] = program.rangeLow[i]!;
    u8[at + 1] = program.rangeHigh[i]!;
    u32[(at >>> 2) + 1] = program.rangeNext[i]!;
  }
  u32.set(words, wordRanges >>> 2);
  u32.set([code, ranges, wordRanges, words.length / 2, program.anchored, table], header >>> 2);
  return header;
}
