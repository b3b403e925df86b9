/** BLAKE3 with 32 bytes, without a key: chunks of 1024 bytes hashed one by one and joined in a binary tree. */
import { initialWords } from './hash-constants.js';

const CHUNK_START = 1;
const CHUNK_END = 2;
const PARENT = 4;
const ROOT = 8;
const CHUNK = 1024;
const BLOCK = 64;
const ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

/** Input of a compression whose flags may still have to say that it is the root. */
interface Node {
  readonly chaining: Uint32Array;
  readonly words: Uint32Array;
  readonly counter: number;
  readonly length: number;
  readonly flags: number;
}

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function mix(v: Uint32Array, a: number, b: number, c: number, d: number, x: number, y: number): void {
  v[a] = v[a]! + v[b]! + x;
  v[d] = rotate(v[d]! ^ v[a]!, 16);
  v[c] = v[c]! + v[d]!;
  v[b] = rotate(v[b]! ^ v[c]!, 12);
  v[a] = v[a]! + v[b]! + y;
  v[d] = rotate(v[d]! ^ v[a]!, 8);
  v[c] = v[c]! + v[d]!;
  v[b] = rotate(v[b]! ^ v[c]!, 7);
}

/** The eight words of a node. */
function compress(node: Node, extra = 0): Uint32Array {
  const v = new Uint32Array(16);
  v.set(node.chaining);
  v.set(initialWords().subarray(0, 4), 8);
  v[12] = node.counter;
  v[13] = Math.floor(node.counter / 2 ** 32);
  v[14] = node.length;
  v[15] = node.flags | extra;
  let m = node.words;
  for (let round = 0; round < 7; round++) {
    for (let i = 0; i < 4; i++) mix(v, i, i + 4, i + 8, i + 12, m[i * 2]!, m[i * 2 + 1]!);
    for (let i = 0; i < 4; i++) {
      mix(v, i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3), m[8 + i * 2]!, m[9 + i * 2]!);
    }
    const before = m;
    m = Uint32Array.from(ORDER, (from) => before[from]!);
  }
  return Uint32Array.from({ length: 8 }, (_, i) => v[i]! ^ v[i + 8]!);
}

function chunkNode(bytes: Uint8Array, start: number): Node {
  const end = Math.min(start + CHUNK, bytes.length);
  const counter = start / CHUNK;
  let chaining: Uint32Array = initialWords();
  for (let at = start; ; at += BLOCK) {
    const length = Math.min(end - at, BLOCK);
    const last = at + BLOCK >= end;
    const flags = (at === start ? CHUNK_START : 0) | (last ? CHUNK_END : 0);
    const node = { chaining, words: wordsAt(bytes, at, length), counter, length, flags };
    if (last) return node;
    chaining = compress(node);
  }
}

function wordsAt(bytes: Uint8Array, at: number, length: number): Uint32Array {
  const block = new DataView(new ArrayBuffer(BLOCK));
  for (let i = 0; i < length; i++) block.setUint8(i, bytes[at + i]!);
  return Uint32Array.from({ length: 16 }, (_, i) => block.getUint32(i * 4, true));
}

/** The left subtree holds the greatest power of two of chunks that leaves some for the right one. */
function treeNode(bytes: Uint8Array, firstChunk: number, chunks: number): Node {
  if (chunks === 1) return chunkNode(bytes, firstChunk * CHUNK);
  let left = 1;
  while (left * 2 < chunks) left *= 2;
  const words = new Uint32Array(16);
  words.set(compress(treeNode(bytes, firstChunk, left)));
  words.set(compress(treeNode(bytes, firstChunk + left, chunks - left)), 8);
  return { chaining: initialWords(), words, counter: 0, length: BLOCK, flags: PARENT };
}

/** 32 bytes. */
export function blake3(bytes: Uint8Array): Uint8Array {
  const chunks = Math.max(Math.ceil(bytes.length / CHUNK), 1);
  const words = compress(treeNode(bytes, 0, chunks), ROOT);
  const digest = new DataView(new ArrayBuffer(32));
  words.forEach((word, i) => digest.setUint32(i * 4, word, true));
  return new Uint8Array(digest.buffer);
}
