/**
 * Decompression of the pages of a column, in GB/s of output: `node packages/datasource-parquet/bench/snappy.mjs FILE 5`
 * after a build, with the number of a column in a Snappy file. Each decoder on each kind of page, one page at a time and
 * two in one loop; the ratio of the best to the scan's choice should stay near 1.
 */
import { readFileSync } from 'node:fs';
import { Arena, mem } from '@datafusion-ts/compute';
import { readPageHeader } from '../dist/decode/page-header.js';
import { kernels } from '../dist/kernels.js';
import { readFileMetadata } from '../dist/metadata/read-metadata.js';

const [file, column = '0', rounds = '20'] = process.argv.slice(2);
const bytes = readFileSync(file);
const footer = bytes.readUInt32LE(bytes.length - 8);
const { rowGroups } = readFileMetadata(bytes.subarray(bytes.length - 8 - footer, bytes.length - 8));
const arena = new Arena();
const k = kernels();

/** Pages of the column that are not stored as they are, by kind. */
const kinds = new Map();
for (const { columns } of rowGroups.slice(0, 20)) {
  const chunk = columns[Number(column)];
  const start = chunk.dictionaryPageOffset ?? chunk.dataPageOffset;
  const from = arena.alloc(chunk.totalCompressedSize);
  mem.u8.set(bytes.subarray(start, start + chunk.totalCompressedSize), from);
  for (let at = from; at < from + chunk.totalCompressedSize;) {
    const page = readPageHeader(at, from + chunk.totalCompressedSize);
    at = page.body + page.compressedSize;
    if (k.snappyLiteral(page.body, page.compressedSize, page.uncompressedSize) !== 0) continue;
    const kind = `${page.kind} encoding ${page.encoding}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), page]);
  }
}

const largest = Math.max(0, ...[...kinds.values()].flat().map((page) => page.uncompressedSize));
const [toA, toB] = [arena.alloc(largest), arena.alloc(largest)];
const one = (content) => (a) => k.snappy(a.body, a.compressedSize, toA, a.uncompressedSize, content);
const two = (name) => (a, b) =>
  k[name](a.body, a.compressedSize, toA, a.uncompressedSize, b.body, b.compressedSize, toB, b.uncompressedSize);
const decoders = {
  integers: [1, one(0)],
  text: [1, one(1)],
  other: [1, one(2)],
  'two of integers': [2, two('snappyTwoPairs')],
  'two of text': [2, two('snappyTwo')],
};

for (const [kind, pages] of kinds) {
  if (pages.length < 2) continue;
  const even = pages.slice(0, pages.length & ~1);
  const size = even.reduce((sum, page) => sum + page.uncompressedSize, 0);
  console.log(`${kind}: ${even.length} pages, ${(size / 1e6).toFixed(1)} MB`);
  for (const [name, [step, run]] of Object.entries(decoders)) {
    let total = 0;
    for (let i = 0; i < even.length; i += step) {
      let best = Infinity;
      for (let round = 0; round < Number(rounds); round++) {
        const start = performance.now();
        if (run(even[i], even[i + 1]) !== 0) throw new Error('damaged page');
        best = Math.min(best, performance.now() - start);
      }
      total += best;
    }
    console.log(`  ${name.padEnd(16)} ${(size / total / 1e6).toFixed(2)} GB/s`);
  }
}
