/** Finite state entropy tables: symbol, bits to read and base of the next state for every state. */
import type { BackwardBits, ForwardBits } from './bit-readers.js';

export interface FseTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** Reads normalised counts: the table's log and a count a symbol, -1 for "less than one". */
export function readCounts(
  reader: ForwardBits,
  highestLog: number,
  highestSymbol: number,
): { readonly log: number; readonly counts: number[] } {
  const log = reader.peek(4) + 5;
  reader.skip(4);
  if (log > highestLog) throw new RangeError('table is too large');
  const counts: number[] = [];
  let left = (1 << log) + 1;
  let threshold = 1 << log;
  let width = log + 1;
  while (left > 1) {
    if (counts.length > highestSymbol) throw new RangeError('too many symbols');
    const most = 2 * threshold - 1 - left;
    let value = reader.peek(width - 1);
    if (value < most) reader.skip(width - 1);
    else {
      value = reader.peek(width);
      if (value >= threshold) value -= most;
      reader.skip(width);
    }
    const count = value - 1;
    left -= Math.abs(count);
    counts.push(count);
    if (count === 0) readZeros(reader, counts, highestSymbol);
    while (left < threshold && threshold > 1) {
      threshold >>>= 1;
      width--;
    }
  }
  if (left !== 1 || counts.length > highestSymbol + 1) throw new RangeError('damaged counts');
  return { log, counts };
}

/** After a zero come two-bit numbers of further zeros, up to one below three. */
function readZeros(reader: ForwardBits, counts: number[], highestSymbol: number): void {
  for (;;) {
    const repeat = reader.peek(2);
    reader.skip(2);
    for (let i = 0; i < repeat; i++) counts.push(0);
    if (counts.length > highestSymbol + 1) throw new RangeError('too many symbols');
    if (repeat < 3) return;
  }
}

/** The decoding table of normalised counts. */
export function buildTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  let high = size;
  counts.forEach((count, symbol) => {
    if (count === -1) symbols[--high] = symbol;
  });
  const step = (size >>> 1) + (size >>> 3) + 3;
  let at = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  });
  if (at !== 0) throw new RangeError('damaged counts');
  const next = counts.map((count) => (count === -1 ? 1 : count));
  for (let state = 0; state < size; state++) {
    const value = next[symbols[state]!]!++;
    const width = log - (31 - Math.clz32(value));
    bits[state] = width;
    bases[state] = (value << width) - size;
  }
  return { log, symbols, bits, bases };
}

/** A table whose every state is one symbol. */
export const singleSymbol = (symbol: number): FseTable => ({
  log: 0,
  symbols: Uint8Array.of(symbol),
  bits: Uint8Array.of(0),
  bases: Uint16Array.of(0),
});

/** The state after `state`. */
export function nextState(table: FseTable, state: number, reader: BackwardBits): number {
  return table.bases[state]! + reader.take(table.bits[state]!);
}
