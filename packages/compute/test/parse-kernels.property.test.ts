/** Kernels that read values written as text: each against its twin, on texts near to what they accept. */
import { allocator, Arena, mem, twinKernels, wasmKernels, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const STRIDE = 24;

/** Numbers, dates and words, sometimes with a byte changed; undefined is a field left out. */
const digits = (max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: max });
const plain = fc.oneof(
  digits(20),
  fc.tuple(fc.constantFrom('', '-', '+'), digits(19)).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('', '-'), digits(18), fc.constantFrom('.', ''), digits(10)).map((parts) => parts.join('')),
  fc
    .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10)),
  fc.tuple(digits(4), digits(2), digits(2)).map((parts) => parts.join('-')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('2000-02-29', '1900-02-29', '2023-04-31', '127', '128', '-128', '-129', '32768', '-2147483648', ''),
);
const cell = fc.option(
  fc.tuple(plain, fc.option(fc.tuple(fc.nat(40), fc.nat(255)), { freq: 6 })).map(([text, change]) => {
    const bytes = Buffer.from(text);
    if (change !== null && bytes.length > 0) bytes[change[0] % bytes.length] = change[1];
    return bytes;
  }),
  { freq: 8 },
);

type Parse = (kernels: Kernels, spans: number, from: number, count: number, to: number, validity: number) => number;

function both(cells: readonly (Buffer | null)[], width: number, parse: Parse): void {
  const arena = new Arena();
  try {
    const spans = arena.allocZeroed(cells.length * STRIDE);
    for (const [row, bytes] of cells.entries()) {
      if (bytes === null) continue;
      const at = arena.allocZeroed(bytes.length);
      mem.u8.set(bytes, at);
      mem.u32.set([at, at + bytes.length], (spans + row * STRIDE) >>> 2);
    }
    const runs = [wasm!, twinKernels()].map((kernels) => {
      const to = arena.allocZeroed(cells.length * width);
      const validity = arena.alloc(cells.length);
      mem.u8.fill(255, validity, validity + cells.length);
      // Refused rows are left out, as callers do after reading them in full.
      const stops: number[] = [];
      for (let from = 0; from < cells.length; from = stops.at(-1)! + 1) {
        stops.push(parse(kernels, spans, from, cells.length, to, validity));
      }
      const hex = (at: number, bytes: number): string => Buffer.from(mem.u8.slice(at, at + bytes)).toString('hex');
      return [stops, hex(to, cells.length * width), hex(validity, cells.length)];
    });
    expect(runs[0]).toEqual(runs[1]);
  } finally {
    arena.release();
  }
}

/** Short numbers, many in a row: four are read at once. */
const short = fc
  .oneof(
    digits(8),
    fc.tuple(digits(5), digits(4)).map((parts) => parts.join('.')),
    fc
      .date({ min: new Date('1890-01-01'), max: new Date('2110-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10)),
  )
  .map((text) => Buffer.from(text));
const cells = fc.oneof(
  fc.array(cell, { maxLength: 12 }),
  fc.array(fc.oneof({ arbitrary: short, weight: 30 }, { arbitrary: cell, weight: 1 }), { maxLength: 24 }),
);
const empty = fc.constantFrom(0, 1);

describe('kernels that read text', () => {
  const check = (name: string, width: number, make: (emptyNull: number) => Parse): void => {
    it(`${name}: as the twin`, () => {
      fc.assert(
        fc.property(cells, empty, (input, emptyNull) => both(input, width, make(emptyNull))),
        propertyBudget(400),
      );
    });
  };
  for (const width of [1, 2, 4, 8])
    check(
      `integers of ${width} bytes`,
      width,
      (e) => (k, s, f, n, to, v) => k.parseInts(s, STRIDE, f, n, e, width, to, v),
    );
  for (const [precision, scale] of [
    [18, 2],
    [15, 15],
    [4, 0],
  ] as const)
    check(
      `decimals(${precision}, ${scale})`,
      8,
      (e) => (k, s, f, n, to, v) => k.parseDecimals(s, STRIDE, f, n, e, precision, scale, to, v),
    );
  check('doubles', 8, (e) => (k, s, f, n, to, v) => k.parseFloats(s, STRIDE, f, n, e, to, v));
  check('dates', 4, (e) => (k, s, f, n, to, v) => k.parseDates(s, STRIDE, f, n, e, to, v));
  check('texts', 16, (e) => (k, s, f, n, to, v) => k.parseViews(s, STRIDE, f, n, e, 0, to, v));
  check('texts known to be ASCII', 16, (e) => (k, s, f, n, to, v) => k.parseViews(s, STRIDE, f, n, e, 1, to, v));

  it('isAscii: as the twin', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 127, maxLength: 200 }), fc.option(fc.nat(220)), (bytes, other) => {
        const arena = new Arena();
        try {
          const at = arena.allocZeroed(bytes.length + 64);
          mem.u8.set(bytes, at);
          if (other !== null) mem.u8[at + other] = 128;
          const end = at + bytes.length;
          expect(wasm!.isAscii(at, end)).toBe(twinKernels().isAscii(at, end));
        } finally {
          arena.release();
        }
      }),
      propertyBudget(400),
    );
  });

  it('dates of 800 years, day by day', () => {
    const days = Array.from({ length: 800 * 366 }, (_, day) => Date.UTC(1600, 0, 1) + day * 86_400_000);
    for (let i = 0; i < days.length; i += 20_000) {
      const texts = days.slice(i, i + 20_000).map((time) => Buffer.from(new Date(time).toISOString().slice(0, 10)));
      both(texts, 4, (k, s, f, n, to, v) => k.parseDates(s, STRIDE, f, n, 0, to, v));
    }
  });
});
