/**
 * What the next byte says at a Split: which of its ways can go on. Where only one can, the backtracking matcher need not come back.
 * `[^/]+/` always knows; `(www\.)?\w+` does not at a `w`.
 */
import { Look } from '../syntax/node.js';
import { Op, type Program } from './program.js';

/** Number of next bytes told apart: all bytes, and that nothing more may be read. */
export const NEXT_BYTES = 257;
const END = 256;

/** Programs with more are not looked at. */
const MOST_SPLITS = 200;
const MOST_INSTRUCTIONS = 4000;

/**
 * For each Split `NEXT_BYTES` entries: 1 when only the first way can go on, 2 for only the second, 3 for both, 0 for none, 4 when
 * the only way is to pass the byte and come back to the Split.
 */
export interface Decisions {
  /** Number of a Split's row, from 1; 0 for what has none. */
  readonly rows: Uint32Array;
  readonly table: Uint8Array;
  /** Number of a Split among those that may have to come back, by instruction. */
  readonly open: Uint32Array;
  readonly openCount: number;
}

/** The decisions of a program. */
export function decisionsOf(program: Program): Decisions {
  const splits: number[] = [];
  for (let i = 0; i < program.size; i++) if (program.op[i] === Op.Split) splits.push(i);
  const small = splits.length <= MOST_SPLITS && program.size <= MOST_INSTRUCTIONS;
  const rows = new Uint32Array(program.size);
  const open = new Uint32Array(program.size);
  const table = new Uint8Array(small ? splits.length * NEXT_BYTES : 0);
  let openCount = 0;
  splits.forEach((split, i) => {
    if (!small) {
      open[split] = openCount++;
      return;
    }
    rows[split] = i + 1;
    const row = table.subarray(i * NEXT_BYTES, (i + 1) * NEXT_BYTES);
    decide(program, split, row);
    if (row.includes(3)) open[split] = openCount++;
  });
  return { rows, table, open, openCount };
}

function decide(program: Program, split: number, row: Uint8Array): void {
  const first = new Uint8Array(NEXT_BYTES);
  const second = new Uint8Array(NEXT_BYTES);
  // A way that leads back here without a byte must be noticed when it is gone twice.
  const cyclic = [ways(program, program.next[split]!, split, first), ways(program, program.alt[split]!, split, second)];
  if (cyclic.includes(true)) row.fill(3);
  else {
    for (let byte = 0; byte < NEXT_BYTES; byte++) {
      const ways = first[byte]! | (second[byte]! << 1);
      const only = ways === 1 ? program.next[split]! : ways === 2 ? program.alt[split]! : -1;
      row[byte] = only >= 0 && targetOf(program, only, byte) === split ? 4 : ways;
    }
  }
}

/** Where an instruction leads with a byte; -1 when it takes no byte or not this one. */
function targetOf(
  { op, low, high, next, alt, rangeLow, rangeHigh, rangeNext }: Program,
  at: number,
  byte: number,
): number {
  if (op[at] === Op.Byte) return low[at]! <= byte && byte <= high[at]! ? next[at]! : -1;
  if (op[at] !== Op.Ranges) return -1;
  for (let i = next[at]!, end = i + alt[at]!; i < end; i++) {
    if (rangeLow[i]! <= byte && byte <= rangeHigh[i]!) return rangeNext[i]!;
  }
  return -1;
}

/** Marks the next bytes with which one can go on from an instruction; true when `split` is reached without any. */
function ways(program: Program, start: number, split: number, bytes: Uint8Array): boolean {
  const { op, low, high, next, alt, rangeLow, rangeHigh } = program;
  const seen = new Set<number>();
  const stack = [start];
  let cyclic = false;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    switch (op[at]) {
      case Op.Byte:
        bytes.fill(1, low[at], high[at]! + 1);
        break;
      case Op.Ranges:
        for (let i = next[at]!, end = i + alt[at]!; i < end; i++) bytes.fill(1, rangeLow[i], rangeHigh[i]! + 1);
        break;
      case Op.Match:
        bytes.fill(1);
        break;
      case Op.Split:
        cyclic ||= at === split;
        stack.push(next[at]!, alt[at]!);
        break;
      case Op.Save:
        stack.push(next[at]!);
        break;
      case Op.Look:
        // What must be at the end of the text can't be where a byte follows.
        if (low[at] !== Look.End) bytes.fill(1);
        bytes[END] = 1;
        if (low[at] !== Look.End) stack.push(next[at]!);
        else cyclic ||= ways(program, next[at]!, split, new Uint8Array(NEXT_BYTES));
        break;
    }
  }
  return cyclic;
}
