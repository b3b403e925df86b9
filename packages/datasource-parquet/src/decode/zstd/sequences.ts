/** Sequences: literals to copy, then a match to copy, again and again. */
import { BackwardBits, ForwardBits } from './bit-readers.js';
import { buildTable, nextState, readCounts, singleSymbol, type FseTable } from './fse.js';

/** What one of the three symbol kinds is coded with. */
interface Coding {
  readonly highestLog: number;
  readonly highestSymbol: number;
  readonly standard: readonly number[];
  readonly standardLog: number;
}

const LITERALS: Coding = {
  highestLog: 9,
  highestSymbol: 35,
  standardLog: 6,
  standard: [
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
  ],
};
const OFFSETS: Coding = {
  highestLog: 8,
  highestSymbol: 31,
  standardLog: 5,
  standard: [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
};
const MATCHES: Coding = {
  highestLog: 9,
  highestSymbol: 52,
  standardLog: 6,
  standard: [
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
  ],
};

const LITERAL_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];
const MATCH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3,
  3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];
const LITERAL_BASES = basesOf(LITERAL_BITS, 0);
const MATCH_BASES = basesOf(MATCH_BITS, 3);

/** Each code begins where the one before ends. */
function basesOf(bits: readonly number[], first: number): readonly number[] {
  let next = first;
  return bits.map((width) => {
    const base = next;
    next += 2 ** width;
    return base;
  });
}

/** What lives from block to block: tables that may be used again, and the last three offsets. */
export interface SequenceState {
  tables: (FseTable | undefined)[];
  offsets: [number, number, number];
}

export const newSequenceState = (): SequenceState => ({
  tables: [undefined, undefined, undefined],
  offsets: [1, 4, 8],
});

const standardTables: (FseTable | undefined)[] = [];
const CODINGS = [LITERALS, OFFSETS, MATCHES];

/** Executes the sequences between `start` and `end`; gives the place behind the last byte written. */
export function runSequences(
  bytes: Uint8Array,
  start: number,
  end: number,
  literals: Uint8Array,
  state: SequenceState,
  out: Uint8Array,
  to: number,
): number {
  if (start >= end) throw new RangeError('truncated sequences');
  let at = start;
  let count = bytes[at++]!;
  if (count >= 128) {
    if (count === 255) {
      count = (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8) + 0x7f00;
      at += 2;
    } else count = ((count - 128) << 8) + (bytes[at++] ?? 0);
  }
  if (count === 0) return copyLiterals(literals, 0, literals.length, out, to);
  at = readTables(bytes, at, end, state);
  return execute(new BackwardBits(bytes, at, end), count, literals, state, out, to);
}

function readTables(bytes: Uint8Array, start: number, end: number, state: SequenceState): number {
  if (start >= end) throw new RangeError('truncated sequences');
  const modes = bytes[start]!;
  let at = start + 1;
  CODINGS.forEach((coding, i) => {
    const mode = (modes >>> (6 - 2 * i)) & 3;
    if (mode === 0) state.tables[i] = standardTables[i] ??= buildTable(coding.standard, coding.standardLog);
    else if (mode === 1) {
      if (at >= end || bytes[at]! > coding.highestSymbol) throw new RangeError('invalid symbol');
      state.tables[i] = singleSymbol(bytes[at++]!);
    } else if (mode === 2) {
      const reader = new ForwardBits(bytes, at, end);
      const { log, counts } = readCounts(reader, coding.highestLog, coding.highestSymbol);
      state.tables[i] = buildTable(counts, log);
      at = reader.nextByte;
    }
  });
  return at;
}

function execute(
  reader: BackwardBits,
  count: number,
  literals: Uint8Array,
  state: SequenceState,
  out: Uint8Array,
  first: number,
): number {
  const [literalTable, offsetTable, matchTable] = state.tables;
  if (literalTable === undefined || offsetTable === undefined || matchTable === undefined)
    throw new RangeError('missing table');
  let literalState = reader.take(literalTable.log);
  let offsetState = reader.take(offsetTable.log);
  let matchState = reader.take(matchTable.log);
  let to = first;
  let used = 0;
  for (let i = 0; i < count; i++) {
    const offsetCode = offsetTable.symbols[offsetState]!;
    const matchCode = matchTable.symbols[matchState]!;
    const literalCode = literalTable.symbols[literalState]!;
    const offsetValue = 2 ** offsetCode + reader.take(offsetCode);
    const matchLength = MATCH_BASES[matchCode]! + reader.take(MATCH_BITS[matchCode]!);
    const literalLength = LITERAL_BASES[literalCode]! + reader.take(LITERAL_BITS[literalCode]!);
    if (i < count - 1) {
      literalState = nextState(literalTable, literalState, reader);
      matchState = nextState(matchTable, matchState, reader);
      offsetState = nextState(offsetTable, offsetState, reader);
    }
    if (reader.left < 0) throw new RangeError('truncated sequences');
    to = copyLiterals(literals, used, literalLength, out, to);
    used += literalLength;
    to = copyMatch(out, to, offsetOf(offsetValue, literalLength, state.offsets), matchLength);
  }
  if (reader.left !== 0) throw new RangeError('sequences have a wrong length');
  return copyLiterals(literals, used, literals.length - used, out, to);
}

/** Values up to three name one of the last offsets; the order of these changes with every use. */
function offsetOf(value: number, literalLength: number, last: [number, number, number]): number {
  if (value > 3) {
    const offset = value - 3;
    last[2] = last[1];
    last[1] = last[0];
    last[0] = offset;
    return offset;
  }
  const index = value - (literalLength === 0 ? 0 : 1);
  if (index === 0) return last[0];
  const offset = index === 3 ? last[0] - 1 : last[index]!;
  if (index > 1) last[2] = last[1];
  last[1] = last[0];
  last[0] = offset;
  return offset;
}

function copyLiterals(literals: Uint8Array, from: number, count: number, out: Uint8Array, to: number): number {
  if (count < 0 || from + count > literals.length || to + count > out.length)
    throw new RangeError('literals pass the end');
  if (count > 32) out.set(literals.subarray(from, from + count), to);
  else for (let i = 0; i < count; i++) out[to + i] = literals[from + i]!;
  return to + count;
}

function copyMatch(out: Uint8Array, to: number, offset: number, count: number): number {
  if (offset <= 0 || offset > to || to + count > out.length) throw new RangeError('match passes the end');
  const from = to - offset;
  if (count > 32 && offset >= count) out.copyWithin(to, from, from + count);
  else for (let i = 0; i < count; i++) out[to + i] = out[from + i]!;
  return to + count;
}
