/**
 * What the next byte says at a Split: which of its ways can go on. Where only one can, the backtracking matcher need not come back.
 * `[^/]+/` always knows; `(www\.)?\w+` does not at a `w`.
 */
import { Look } from '../syntax/node.js';
import { Op, type Program } from './program.js';

/** Number of next bytes told apart: all bytes, and that nothing more may be read. */
const NEXT_BYTES = 257;
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
  const [next, alt] = [program.next[split]!, program.alt[split]!];
  // A way that leads back here without a byte must be noticed when it is gone twice.
  if (comesBack(program, next, split) || comesBack(program, alt, split)) {
    row.fill(3);
    return;
  }
  const [first, second] = [waysOn(program, next), waysOn(program, alt)];
  for (let byte = 0; byte < NEXT_BYTES; byte++) {
    const ways = first[byte]! | (second[byte]! << 1);
    const only = ways === 1 ? next : ways === 2 ? alt : -1;
    row[byte] = only >= 0 && targetOf(program, only, byte) === split ? 4 : ways;
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

/** Calls for each instruction that is reached without a byte; what follows one is left out when the call says so. */
function walk(program: Program, start: number, visit: (at: number) => boolean): void {
  const { op, next, alt } = program;
  const seen = new Set<number>();
  const stack = [start];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (!visit(at)) continue;
    if (op[at] === Op.Split) stack.push(next[at]!, alt[at]!);
    else if (op[at] === Op.Save || op[at] === Op.Look) stack.push(next[at]!);
  }
}

function comesBack(program: Program, start: number, split: number): boolean {
  let found = false;
  walk(program, start, (at) => {
    found ||= at === split;
    return !found;
  });
  return found;
}

/** The next bytes with which one can go on from an instruction, 1 each. */
function waysOn(program: Program, start: number): Uint8Array {
  const { op, low, high, next, alt, rangeLow, rangeHigh } = program;
  const bytes = new Uint8Array(NEXT_BYTES);
  walk(program, start, (at) => {
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
      case Op.Look:
        // What must be at the end of the text can't be where a byte follows; whether other places hold is not known here.
        if (low[at] !== Look.End) bytes.fill(1);
        bytes[END] = 1;
        return false;
    }
    return true;
  });
  return bytes;
}
