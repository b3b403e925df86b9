/** Huffman-coded literals. */
import { BackwardBits, ForwardBits } from './bit-readers.js';
import { buildTable, nextState, readCounts } from './fse.js';

/** For every prefix of `log` bits: the symbol it begins with and its length. */
export interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly lengths: Uint8Array;
}

const MOST_BITS = 11;

/** Reads a tree's description; `next` is the place behind it. */
export function readTree(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly table: HuffmanTable; readonly next: number } {
  if (start >= end) throw new RangeError('truncated tree');
  const head = bytes[start]!;
  if (head >= 128) {
    const count = head - 127;
    const next = start + 1 + ((count + 1) >>> 1);
    if (next > end) throw new RangeError('truncated tree');
    const weights = Array.from({ length: count }, (_, i) => {
      const byte = bytes[start + 1 + (i >>> 1)]!;
      return (i & 1) === 0 ? byte >>> 4 : byte & 15;
    });
    return { table: tableOfWeights(weights), next };
  }
  const next = start + 1 + head;
  if (next > end) throw new RangeError('truncated tree');
  return { table: tableOfWeights(readWeights(bytes, start + 1, next)), next };
}

/** Weights coded with two interleaved states. */
function readWeights(bytes: Uint8Array, start: number, end: number): readonly number[] {
  const forward = new ForwardBits(bytes, start, end);
  const { log, counts } = readCounts(forward, 6, 12);
  const table = buildTable(counts, log);
  const reader = new BackwardBits(bytes, forward.nextByte, end);
  const states = [reader.take(log), reader.take(log)];
  const weights: number[] = [];
  for (let turn = 0; ; turn ^= 1) {
    const state = states[turn]!;
    weights.push(table.symbols[state]!);
    if (weights.length > 255) throw new RangeError('too many weights');
    if (reader.left < table.bits[state]!) {
      weights.push(table.symbols[states[turn ^ 1]!]!);
      return weights;
    }
    states[turn] = nextState(table, state, reader);
  }
}

/** The last symbol's weight is not stored: it fills the table. */
function tableOfWeights(stored: readonly number[]): HuffmanTable {
  let sum = 0;
  for (const weight of stored) {
    if (weight > MOST_BITS) throw new RangeError('damaged weights');
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum === 0) throw new RangeError('damaged weights');
  const log = 32 - Math.clz32(sum);
  const rest = (1 << log) - sum;
  if (log > MOST_BITS || (rest & (rest - 1)) !== 0) throw new RangeError('damaged weights');
  const weights = [...stored, 32 - Math.clz32(rest)];
  const symbols = new Uint8Array(1 << log);
  const lengths = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    weights.forEach((own, symbol) => {
      if (own !== weight) return;
      const span = 1 << (weight - 1);
      symbols.fill(symbol, at, at + span);
      lengths.fill(log + 1 - weight, at, at + span);
      at += span;
    });
  }
  return { log, symbols, lengths };
}

/** Decodes `count` symbols of one stream to `out` at `to`. */
export function decodeStream(
  table: HuffmanTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  to: number,
  count: number,
): void {
  const reader = new BackwardBits(bytes, start, end);
  const { log, symbols, lengths } = table;
  for (let i = 0; i < count; i++) {
    const index = reader.peek(log);
    out[to + i] = symbols[index]!;
    reader.left -= lengths[index]!;
  }
  if (reader.left !== 0) throw new RangeError('literal stream has a wrong length');
}
