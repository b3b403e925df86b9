/**
 * All threads of a program at once, most wanted first (Pike's virtual machine): linear in the text whatever the pattern, with
 * groups, in memory that does not depend on the text. The slowest engine: for texts too long for the backtracking matcher.
 */
import { mem } from '../../memory/engine-memory.js';
import type { Look } from '../syntax/node.js';
import { Op, type Program } from '../program/program.js';
import { lookHolds, type IsWord } from './text-look.js';

class Threads {
  readonly at: Uint32Array;
  readonly slots: Int32Array[] = [];
  readonly #seen: Uint32Array;
  #round = 0;
  count = 0;

  constructor(size: number) {
    this.at = new Uint32Array(size);
    this.#seen = new Uint32Array(size);
  }

  clear(): void {
    this.count = 0;
    this.#round++;
  }

  /** True when the instruction was not met in this step yet. */
  enter(instruction: number): boolean {
    if (this.#seen[instruction] === this.#round) return false;
    this.#seen[instruction] = this.#round;
    return true;
  }

  add(instruction: number, slots: Int32Array): void {
    this.at[this.count] = instruction;
    this.slots[this.count++] = slots;
  }
}

/** The slots of the match that is wanted most from byte `from` on, starting there when `anchored`; undefined for none. */
export function pikeMatch(
  program: Program,
  slotCount: number,
  text: number,
  length: number,
  from: number,
  anchored: boolean,
  isWord: IsWord,
): Int32Array | undefined {
  const { u8 } = mem;
  const { op, low, high, next, alt, rangeLow, rangeHigh, rangeNext } = program;
  let [now, later] = [new Threads(program.size), new Threads(program.size)];
  let best: Int32Array | undefined;
  const follow = (list: Threads, start: number, at: number, before: Int32Array): void => {
    const stack: (number | Int32Array)[] = [start, before];
    while (stack.length > 0) {
      let slots = stack.pop() as Int32Array;
      let pc = stack.pop() as number;
      while (list.enter(pc)) {
        if (op[pc] === Op.Split) {
          stack.push(alt[pc]!, slots);
          pc = next[pc]!;
        } else if (op[pc] === Op.Save) {
          slots = slots.slice();
          slots[alt[pc]!] = at;
          pc = next[pc]!;
        } else if (op[pc] === Op.Look) {
          if (!lookHolds(low[pc] as Look, text, length, at, isWord)) break;
          pc = next[pc]!;
        } else {
          if (op[pc] !== Op.Fail) list.add(pc, slots);
          break;
        }
      }
    }
  };
  const unset = new Int32Array(slotCount).fill(-1);
  now.clear();
  for (let at = from; at <= length; at++) {
    const boundary = at === length || at === 0 || (u8[text + at]! & 0xc0) !== 0x80;
    if (best === undefined && boundary && (!anchored || at === from)) follow(now, program.anchored, at, unset);
    if (now.count === 0 && (anchored || best !== undefined)) break;
    later.clear();
    const byte = at < length ? u8[text + at]! : -1;
    for (let i = 0; i < now.count; i++) {
      const pc = now.at[i]!;
      const slots = now.slots[i]!;
      if (op[pc] === Op.Match) {
        best = slots;
        break;
      }
      if (byte < 0) continue;
      if (op[pc] === Op.Byte) {
        if (low[pc]! <= byte && byte <= high[pc]!) follow(later, next[pc]!, at + 1, slots);
      } else {
        for (let k = next[pc]!, end = k + alt[pc]!; k < end; k++) {
          if (byte > rangeHigh[k]!) continue;
          if (byte >= rangeLow[k]!) follow(later, rangeNext[k]!, at + 1, slots);
          break;
        }
      }
    }
    [now, later] = [later, now];
  }
  return best;
}
