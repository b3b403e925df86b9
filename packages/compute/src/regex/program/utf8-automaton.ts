/**
 * A set of code points as an automaton over the bytes of UTF-8: each node has ranges of bytes and where they lead, -1 for the
 * end. Equal nodes are one, which keeps even large classes small. Read backwards (for the search for a match's start) the
 * ranges of the first node may overlap: all that contain a byte are followed.
 */
import type { CodePointSet } from '../unicode/code-point-set.js';

/** Ranges of one node: low and high byte and target, one after the other. */
export type ByteRanges = readonly number[];

/** Nodes such that targets come before those who use them; the last one is the first to be entered. */
export type Utf8Automaton = readonly ByteRanges[];

/** Ranges of bytes that follow each other: `[low, high, low, high, …]`. */
type Sequence = readonly number[];

const cache: [WeakMap<CodePointSet, Utf8Automaton>, WeakMap<CodePointSet, Utf8Automaton>] = [
  new WeakMap(),
  new WeakMap(),
];

/** The automaton of a set. */
export function utf8Automaton(set: CodePointSet, reverse: boolean): Utf8Automaton {
  const known = cache[reverse ? 1 : 0];
  let automaton = known.get(set);
  if (automaton === undefined) {
    automaton = reverse ? backward(sequencesOf(set)) : forward(sequencesOf(set));
    known.set(set, automaton);
  }
  return automaton;
}

class Nodes {
  readonly list: ByteRanges[] = [];
  readonly #known = new Map<string, number>();

  add(ranges: ByteRanges): number {
    const key = ranges.join();
    let node = this.#known.get(key);
    if (node === undefined) {
      node = this.list.push(ranges) - 1;
      this.#known.set(key, node);
    }
    return node;
  }
}

function forward(sequences: readonly Sequence[]): Utf8Automaton {
  const nodes = new Nodes();
  const build = (from: number, to: number, depth: number): ByteRanges => {
    const ranges: number[] = [];
    for (let i = from; i < to;) {
      const [low, high] = [sequences[i]![depth]!, sequences[i]![depth + 1]!];
      let end = i + 1;
      while (end < to && sequences[end]![depth] === low && sequences[end]![depth + 1] === high) end++;
      const last = depth + 2 === sequences[i]!.length;
      append(ranges, low, high, last ? -1 : nodes.add(build(i, end, depth + 2)));
      i = end;
    }
    return ranges;
  };
  return entered(nodes, build(0, sequences.length, 0));
}

/** Adjacent bytes that lead to the same place are one range. */
function append(ranges: number[], low: number, high: number, target: number): void {
  const last = ranges.length - 3;
  if (last >= 0 && ranges[last + 2] === target && ranges[last + 1] === low - 1) ranges[last + 1] = high;
  else ranges.push(low, high, target);
}

function backward(sequences: readonly Sequence[]): Utf8Automaton {
  const nodes = new Nodes();
  const entries = new Map<string, ByteRanges>();
  for (const sequence of sequences) {
    let target = -1;
    for (let i = 0; i + 2 < sequence.length; i += 2) target = nodes.add([sequence[i]!, sequence[i + 1]!, target]);
    const entry = [sequence.at(-2)!, sequence.at(-1)!, target];
    entries.set(entry.join(), entry);
  }
  return entered(nodes, [...entries.values()].flat());
}

/** The entry is always the last node, and of its own. */
const entered = (nodes: Nodes, entry: ByteRanges): Utf8Automaton => [...nodes.list, entry];

const LAST_OF_LENGTH = [0x7f, 0x7ff, 0xffff, 0x10ffff];

/** The sequences of all code points of a set, in ascending order. */
function sequencesOf(set: CodePointSet): readonly Sequence[] {
  const result: Sequence[] = [];
  for (let i = 0; i < set.length; i += 2) {
    let low = set[i]!;
    for (const [index, last] of LAST_OF_LENGTH.entries()) {
      if (low > last || low > set[i + 1]!) continue;
      const high = Math.min(set[i + 1]!, last);
      split(low, high, index + 1, result);
      low = high + 1;
    }
  }
  return result;
}

/** Splits code points of the same number of bytes where their continuation bytes are not all of 80 to BF. */
function split(low: number, high: number, bytes: number, result: Sequence[]): void {
  for (let i = 1; i < bytes; i++) {
    const mask = (1 << (6 * i)) - 1;
    if (low >>> (6 * i) === high >>> (6 * i)) continue;
    if ((low & mask) !== 0) {
      split(low, low | mask, bytes, result);
      split((low | mask) + 1, high, bytes, result);
      return;
    }
    if ((high & mask) !== mask) {
      split(low, (high & ~mask) - 1, bytes, result);
      split(high & ~mask, high, bytes, result);
      return;
    }
  }
  const [from, to] = [encode(low, bytes), encode(high, bytes)];
  result.push(from.flatMap((byte, i) => [byte, to[i]!]));
}

function encode(code: number, bytes: number): readonly number[] {
  if (bytes === 1) return [code];
  const result: number[] = [];
  for (let i = bytes - 1; i > 0; i--) result.push(0x80 | ((code >>> (6 * (i - 1))) & 0x3f));
  const lead = [0, 0, 0xc0, 0xe0, 0xf0][bytes]!;
  return [lead | (code >>> (6 * (bytes - 1))), ...result];
}
