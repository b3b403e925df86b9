/**
 * Twins of assembly/fold-hash.ts: 64-bit hashes as DataFusion's `approx_distinct` uses them (foldhash, quality variant,
 * fixed seeds), because its estimates depend on them.
 *
 * Integers hash by their bits, zero-extended. Strings hash their bytes and a 0xff, binaries their length and bytes; with
 * `inline`, values of up to 12 bytes hash the view itself.
 */
import { mem } from '../memory/engine-memory.js';

const START = 0x082efa98ec4e6c89n;
const LAST = 0x243f6a8885a308d3n;
const SEEDS = [
  0xc0ac29b7c97c50ddn,
  0x3f84d5b5b5470917n,
  0x9216d5d98979fb1bn,
  0xd1310ba698dfb5acn,
  0x2ffd72dbd01adfb7n,
  0xb8e1afed6a267e96n,
] as const;
const SIZE = 64;

function fold(a: bigint, b: bigint): bigint {
  const product = a * b;
  return BigInt.asUintN(SIZE, product) ^ (product >> 64n);
}

const finish = (low: bigint, high: bigint, state: bigint): bigint => fold(fold(low ^ state, high ^ SEEDS[0]), LAST);

function load(address: number, bytes: number): bigint {
  let value = 0n;
  for (let i = bytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(mem.u8[address + i]!);
  return value;
}

const word = (address: number): bigint => load(address, 8);

/** Folds pairs of words `distance` bytes apart into the states, one state a word. */
function round(states: bigint[], v: number, distance: number): void {
  states.forEach((state, i) => {
    states[i] = fold(word(v + i * 8) ^ state, word(v + distance + i * 8) ^ SEEDS[0]);
  });
}

function longBytes(start: number, bytes: number, state: bigint): bigint {
  let v = start;
  let length = bytes;
  const lanes = length > 256 ? 6 : length > 128 ? 4 : 2;
  let states = Array.from({ length: lanes }, (_, i) => (i === 0 ? state : BigInt.asUintN(SIZE, state + SEEDS[i]!)));
  const join = (): bigint[] => [states[0]! ^ states.at(-2)!, states[1]! ^ states.at(-1)!, ...states.slice(2, -2)];
  if (lanes === 6) {
    do {
      round(states, v, 48);
      v += 96;
      length -= 96;
    } while (length > 256);
    states = join();
  }
  if (lanes >= 4) {
    do {
      round(states, v, 32);
      v += 64;
      length -= 64;
    } while (length > 128);
    states = join();
  }
  const end = v + length;
  for (let i = 0; i < 4 && (i === 0 || length >= i * 32); i++) {
    for (let lane = 0; lane < 2; lane++) {
      states[lane] = fold(word(v + i * 16 + lane * 8) ^ states[lane]!, word(end - 16 * (i + 1) + lane * 8) ^ SEEDS[0]);
    }
  }
  return states[0]! ^ states[1]!;
}

function bytesState(v: number, length: number): bigint {
  const turn = BigInt(length % 64);
  const state = BigInt.asUintN(SIZE, (START >> turn) | (START << (64n - turn)));
  if (length > 16) return longBytes(v, length, state);
  const part = length >= 8 ? 8 : length >= 4 ? 4 : 0;
  if (part > 0) return fold(state ^ load(v, part), SEEDS[1] ^ load(v + length - part, part));
  if (length === 0) return fold(state, SEEDS[1]);
  const u8 = mem.u8;
  return fold(state ^ BigInt(u8[v]!), SEEDS[1] ^ BigInt((u8[v + length - 1]! << 8) | u8[v + (length >>> 1)]!));
}

/** Hashes of integers of 4 or 8 bytes. */
export function foldHashInts(values: number, width: number, count: number, hashes: number): void {
  const { u32, u64 } = mem;
  for (let i = 0; i < count; i++) {
    const value = width === 8 ? u64[(values >>> 3) + i]! : BigInt(u32[(values >>> 2) + i]!);
    u64[(hashes >>> 3) + i] = finish(value, 0n, START);
  }
}

/** Hashes of strings and binaries. */
export function foldHashViews(views: number, count: number, binary: number, inline: number, hashes: number): void {
  const { u32, u64 } = mem;
  for (let i = 0; i < count; i++) {
    const view = views + i * 16;
    const length = u32[view >>> 2]!;
    const short = length <= 12;
    if (short && inline !== 0) {
      u64[(hashes >>> 3) + i] = finish(word(view), word(view + 8), START);
      continue;
    }
    const state = bytesState(short ? view + 4 : u32[(view >>> 2) + 2]!, length);
    u64[(hashes >>> 3) + i] = finish(binary !== 0 ? BigInt(length) : 0xffn, 0n, state);
  }
}
