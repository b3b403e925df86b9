import { compressorFor } from '../src/compression/compress.js';
import { decompress } from '../src/compression/decompress.js';

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
});
