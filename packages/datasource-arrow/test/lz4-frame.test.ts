import fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import { decodeLz4Frame } from '../src/lz4-frame.js';

const budget = propertyBudget(500);

/** `lz4 -c` of 'abcabcabcabcabcabcabcabc\n'. */
const FRAME = Uint8Array.from([
  0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 0x0b, 0, 0, 0, 0x3f, 0x61, 0x62, 0x63, 0x03, 0, 0x01, 0x10, 0x0a, 0, 0, 0,
  0,
]);

/** A frame of one block. */
function frame(block: readonly number[], stored: boolean): Uint8Array {
  const size = block.length;
  return Uint8Array.from([
    0x04,
    0x22,
    0x4d,
    0x18,
    0x60,
    0x40,
    0x82,
    size & 255,
    size >>> 8,
    0,
    stored ? 0x80 : 0,
    ...block,
    0,
    0,
    0,
    0,
  ]);
}

describe('decodeLz4Frame', () => {
  it('gives stored blocks as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        fc.pre(bytes.length > 0);
        expect([...decodeLz4Frame(frame([...bytes], true))]).toEqual([...bytes]);
      }),
      budget,
    );
  });

  it('repeats what overlaps itself', () => {
    // Three literals, then 3 back 4 + 15 + 2 = 21 bytes, then one literal.
    const block = [0x3f, 0x61, 0x62, 0x63, 0x03, 0x00, 0x02, 0x10, 0x0a];
    expect(new TextDecoder().decode(decodeLz4Frame(frame(block, false)))).toBe(`${'abc'.repeat(8)}\n`);
  });

  it('fails on any damage it notices and never reads beyond its bytes', () => {
    fc.assert(
      fc.property(fc.nat(FRAME.length - 1), fc.nat(255), fc.nat(FRAME.length), (at, byte, length) => {
        const damaged = FRAME.slice(0, length);
        if (at < damaged.length) damaged[at] = byte;
        try {
          decodeLz4Frame(damaged);
        } catch (error) {
          // By name: DataView throws its own realm's.
          expect((error as Error).name).toBe('RangeError');
        }
      }),
      budget,
    );
  });
});
