/**
 * XXH64 of Yann Collet's xxHash, on 64-bit integers held as two 32-bit words, so that nothing is allocated for a value.
 * The state is module-wide: results are left in {@link hashLow} and {@link hashHigh}, and each hash starts from them as its
 * seed, which is how Spark chains the columns of a row.
 */

/** The five primes, low and high words. */
const [P1L, P1H] = [0x85ebca87 | 0, 0x9e3779b1 | 0];
const [P2L, P2H] = [0x27d4eb4f | 0, 0xc2b2ae3d | 0];
const [P3L, P3H] = [0x9e3779f9 | 0, 0x165667b1 | 0];
const [P4L, P4H] = [0xc2b2ae63 | 0, 0x85ebca77 | 0];
const [P5L, P5H] = [0x165667c5 | 0, 0x27d4eb2f | 0];

let low = 0;
let high = 0;

/** Low word of the hash. */
export const hashLow = (): number => low;
/** High word of the hash. */
export const hashHigh = (): number => high;

/** Sets the seed. */
export function seedHash(seedLow: number, seedHigh: number): void {
  low = seedLow;
  high = seedHigh;
}

/** The state times a constant. */
function multiply(bl: number, bh: number): void {
  const a0 = low & 0xffff;
  const a1 = low >>> 16;
  const b0 = bl & 0xffff;
  const b1 = bl >>> 16;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  const carried = a1 * b1 + Math.floor(p01 / 65536) + Math.floor(p10 / 65536) + (middle >>> 16);
  high = (carried + Math.imul(low, bh) + Math.imul(high, bl)) | 0;
  low = (p00 & 0xffff) | (middle << 16) | 0;
}

/** The state plus a number. */
function add(bl: number, bh: number): void {
  const sum = (low >>> 0) + (bl >>> 0);
  high = (high + bh + (sum > 0xffffffff ? 1 : 0)) | 0;
  low = sum | 0;
}

/** The state turned left by 1 to 31 bits. */
function rotate(by: number): void {
  const turned = (low << by) | (high >>> (32 - by));
  high = (high << by) | (low >>> (32 - by));
  low = turned;
}

/** The state combined with itself shifted right by 32, or by 29 or 33. */
function fold(by: number): void {
  if (by >= 32) {
    low ^= high >>> (by - 32);
  } else {
    low ^= (low >>> by) | (high << (32 - by));
    high ^= high >>> by;
  }
}

function avalanche(): void {
  fold(33);
  multiply(P2L, P2H);
  fold(29);
  multiply(P3L, P3H);
  fold(32);
}

/** One lane's round: accumulator plus input times P2, turned by 31, times P1. */
function round(accLow: number, accHigh: number, inLow: number, inHigh: number): void {
  low = inLow;
  high = inHigh;
  multiply(P2L, P2H);
  add(accLow, accHigh);
  rotate(31);
  multiply(P1L, P1H);
}

/** Takes in eight bytes. */
function mixEight(inLow: number, inHigh: number): void {
  const stateLow = low;
  const stateHigh = high;
  round(0, 0, inLow, inHigh);
  low ^= stateLow;
  high ^= stateHigh;
  rotate(27);
  multiply(P1L, P1H);
  add(P4L, P4H);
}

/** Takes in four bytes. */
function mixFour(word: number): void {
  const stateLow = low;
  const stateHigh = high;
  low = word;
  high = 0;
  multiply(P1L, P1H);
  low ^= stateLow;
  high ^= stateHigh;
  rotate(23);
  multiply(P2L, P2H);
  add(P3L, P3H);
}

/** Takes in one byte. */
function mixOne(byte: number): void {
  const stateLow = low;
  const stateHigh = high;
  low = byte;
  high = 0;
  multiply(P5L, P5H);
  low ^= stateLow;
  high ^= stateHigh;
  rotate(11);
  multiply(P1L, P1H);
}

/** Hashes a 32-bit integer. */
export function hashInt(word: number): void {
  add(P5L, P5H);
  add(4, 0);
  mixFour(word);
  avalanche();
}

/** Hashes a 64-bit integer. */
export function hashLong(inLow: number, inHigh: number): void {
  add(P5L, P5H);
  add(8, 0);
  mixEight(inLow, inHigh);
  avalanche();
}

/** Low and high words of the four lanes that inputs of 32 bytes and more go through. */
const lanes = new Int32Array(8);

/** Sets a lane to the seed plus a prime or two. */
function startLane(lane: number, seedLow: number, seedHigh: number, prepare: () => void): void {
  low = seedLow;
  high = seedHigh;
  prepare();
  lanes[2 * lane] = low;
  lanes[2 * lane + 1] = high;
}

const addP1 = (): void => add(P1L, P1H);
const addP2 = (): void => add(P2L, P2H);
const addBoth = (): void => {
  addP1();
  addP2();
};
const addNothing = (): void => undefined;
/** Minus P1: plus its complement and one. */
const subtractP1 = (): void => {
  add(~P1L, ~P1H);
  add(1, 0);
};

/** The four bytes at a place, little-endian. */
const wordAt = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

function mergeLanes(): void {
  const turns = [1, 7, 12, 18];
  let sumLow = 0;
  let sumHigh = 0;
  for (let lane = 0; lane < 4; lane++) {
    low = lanes[2 * lane]!;
    high = lanes[2 * lane + 1]!;
    rotate(turns[lane]!);
    add(sumLow, sumHigh);
    sumLow = low;
    sumHigh = high;
  }
  for (let lane = 0; lane < 4; lane++) {
    sumLow = low;
    sumHigh = high;
    round(0, 0, lanes[2 * lane]!, lanes[2 * lane + 1]!);
    low ^= sumLow;
    high ^= sumHigh;
    multiply(P1L, P1H);
    add(P4L, P4H);
  }
}

/** Takes in the whole blocks of 32 bytes; gives where they end. */
function hashBlocks(bytes: Uint8Array): number {
  const seedLow = low;
  const seedHigh = high;
  [addBoth, addP2, addNothing, subtractP1].forEach((prepare, lane) => startLane(lane, seedLow, seedHigh, prepare));
  let at = 0;
  for (; at + 32 <= bytes.length; at += 32) {
    for (let lane = 0; lane < 4; lane++) {
      const from = at + 8 * lane;
      round(lanes[2 * lane]!, lanes[2 * lane + 1]!, wordAt(bytes, from), wordAt(bytes, from + 4));
      lanes[2 * lane] = low;
      lanes[2 * lane + 1] = high;
    }
  }
  mergeLanes();
  return at;
}

/** Hashes bytes. */
export function hashBytes(bytes: Uint8Array): void {
  const { length } = bytes;
  let at = 0;
  if (length >= 32) at = hashBlocks(bytes);
  else add(P5L, P5H);
  add(length, 0);
  for (; at + 8 <= length; at += 8) mixEight(wordAt(bytes, at), wordAt(bytes, at + 4));
  if (at + 4 <= length) {
    mixFour(wordAt(bytes, at));
    at += 4;
  }
  for (; at < length; at++) mixOne(bytes[at]!);
  avalanche();
}
