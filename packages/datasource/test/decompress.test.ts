import { compressorFor } from '../src/compression/compress.js';
import { decompress, decompressChunks } from '../src/compression/decompress.js';
import { gzipSync } from 'node:zlib';

const hex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const BZIP2 =
  '425a6839314159265359bcc728450000045980001000043000300000602000310c0823419a8e0422178bb9229c28485e63942280';
const XZ =
  'fd377a585a000004e6d6b4460200210116000000742fe5a301000b612c620a312c780a322c790a004ce0b76e5d1321730001240ca618d8d81fb6f37d010000000004595a';
const ZSTD = '28b52ffd0458610000612c620a312c780a322c790a2e9f2146';

describe('decompress', () => {
  it.each([
    ['bzip2', BZIP2],
    ['xz', XZ],
    ['zstd', ZSTD],
  ] as const)('reads %s', async (compression, bytes) => {
    expect(textOf(await decompress(hex(bytes), compression))).toBe('a,b\n1,x\n2,y\n');
  });

  it('reads what it compressed', async () => {
    const compressor = compressorFor('gzip');
    await compressor.push(new TextEncoder().encode('a,b\n'));
    await compressor.push(new TextEncoder().encode('1,x\n'));
    const [bytes] = await compressor.finish();
    expect(textOf(await decompress(bytes!, 'gzip'))).toBe('a,b\n1,x\n');
  });

  it.each([
    ['gzip', 'Invalid gzip header'],
    ['bzip2', 'bzip2: bz2 header missing'],
    ['xz', 'stream/file format not recognized'],
    ['zstd', 'Unknown frame descriptor'],
  ] as const)('refuses what is not %s', async (compression, message) => {
    await expect(decompress(new TextEncoder().encode('a,b\n1,x\n'), compression)).rejects.toThrow(message);
  });

  const joined = (a: string, b: string): Uint8Array => Uint8Array.from([...hex(a), ...hex(b)]);
  it.each([
    ['zstd', joined(ZSTD, ZSTD)],
    ['gzip', Uint8Array.from([...gzipSync('a,b\n1,x\n2,y\n'), ...gzipSync('a,b\n1,x\n2,y\n')])],
  ] as const)('reads several members of %s, byte by byte', async (compression, bytes) => {
    async function* single(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    let text = '';
    for await (const part of decompressChunks(single(), compression)) text += textOf(part);
    expect(text).toBe('a,b\n1,x\n2,y\n'.repeat(2));
  });

  it('gives rows of a long gzip file before the file ends', async () => {
    const bytes = gzipSync(Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => `${i}\n`).join('')));
    let taken = 0;
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (; taken < bytes.length; taken += 4096) yield bytes.subarray(taken, taken + 4096);
    }
    for await (const part of decompressChunks(parts(), 'gzip')) {
      expect(textOf(part).startsWith('0\n')).toBe(true);
      break;
    }
    expect(taken).toBeLessThan(bytes.length / 2);
  });

  it.each([
    ['gzip', gzipSync('a,b\n1,x\n2,y\n').subarray(0, 20)],
    ['xz', hex(XZ).subarray(0, 40)],
    ['zstd', hex(ZSTD).subarray(0, 12)],
  ] as const)('refuses a cut-off %s file', async (compression, bytes) => {
    await expect(decompress(bytes, compression)).rejects.toThrow('Generic read to delimited chunks failed');
  });
});
