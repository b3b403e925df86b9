/** Every kernel of the functions on columns against its twin: same arguments, same memory, same bytes. */
import { allocator, Arena, mem, twinKernels, wasmKernels, writeView, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import type { functionTwins } from '../src/twin/functions.js';

/** Regular expressions have a test of their own: test/regex/engines.property.test.ts. */
type Name = Exclude<keyof typeof functionTwins, `regex${string}`>;
type Argument = number | bigint;
type Result = readonly [address: number, bits: number];
interface Call {
  readonly args: readonly Argument[];
  readonly results: readonly Result[];
  /** What the kernel returns when no row fails; what it wrote counts only then. */
  readonly done?: number;
}

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

/** Draws arguments from random words. */
class Draw {
  readonly arena: Arena;
  readonly #words: readonly number[];
  #at = 0;

  constructor(arena: Arena, words: readonly number[]) {
    this.arena = arena;
    this.#words = words;
  }

  word(): number {
    const index = this.#at++;
    return (this.#words[index % this.#words.length]! + Math.imul(index, 0x9e3779b9)) >>> 0;
  }

  below(limit: number): number {
    return this.word() % limit;
  }

  count(): number {
    return [0, 1, 7, 8, 9, 64, 100][this.below(7)]!;
  }

  /** Room for results, zeroed, so that bits nobody writes are equal. */
  room(bytes: number): number {
    return this.arena.allocZeroed(bytes + 64);
  }

  validity(count: number): number {
    if (this.below(2) === 0) return 0;
    const address = this.room((count + 7) >>> 3);
    for (let i = 0; i < (count + 7) >>> 3; i++) mem.u8[address + i] = this.word();
    return address;
  }

  /** Values of `width` bytes: small ones, extreme ones and noise. */
  values(count: number, width: number): number {
    const address = this.room(count * width);
    for (let i = 0; i < count; i++) {
      const kind = this.below(5);
      const at = address + i * width;
      if (kind === 0) for (let b = 0; b < width; b++) mem.u8[at + b] = this.word();
      else if (kind < 3) this.#small(at, width, this.below(200) - 100);
      else if (kind === 3) mem.u8[at + width - 1] = 0x80;
      else mem.u8.fill(0xff, at, at + width);
    }
    return address;
  }

  #small(at: number, width: number, value: number): void {
    mem.u8.fill(value < 0 ? 0xff : 0, at, at + width);
    mem.u8[at] = value;
  }

  doubles(count: number): number {
    const address = this.room(count * 8);
    const special = [0, -0, 1.5, -1.5, NaN, Infinity, -Infinity, 1e300, 2 ** 63, -(2 ** 63), 9.2e18, 0.1];
    for (let i = 0; i < count; i++) mem.f64[(address >>> 3) + i] = special[this.below(special.length)]!;
    return address;
  }

  floats(count: number): number {
    const address = this.room(count * 4);
    const special = [0, -0, 1.5, -1.5, NaN, Infinity, -Infinity, 1e30, 0.1];
    for (let i = 0; i < count; i++) mem.f32[(address >>> 2) + i] = special[this.below(special.length)]!;
    return address;
  }

  text(length: number): number {
    const address = this.room(length);
    for (let i = 0; i < length; i++) mem.u8[address + i] = 97 + this.below(2);
    return address;
  }

  views(count: number): number {
    const address = this.room(count * 16);
    for (let i = 0; i < count; i++) {
      const length = [0, 1, 3, 4, 5, 11, 12, 13, 16, 17, 40][this.below(11)]!;
      const bytes = this.text(length);
      const at = (address + i * 16) >>> 2;
      mem.u32[at] = length;
      mem.u8.copyWithin(address + i * 16 + 4, bytes, bytes + Math.min(length, length <= 12 ? 12 : 4));
      if (length > 12) mem.u32[at + 2] = bytes;
    }
    return address;
  }
}

/** Texts of characters of one to four bytes; half of the columns are ASCII only. */
function mixedViews(draw: Draw, count: number): number {
  const address = draw.room(count * 16);
  const kinds = draw.below(2) === 0 ? 2 : 5;
  for (let i = 0; i < count; i++) {
    const chars = [0, 1, 3, 4, 5, 11, 12, 13, 16, 40][draw.below(10)]!;
    const text = Array.from({ length: chars }, () => ['a', 'b', 'é', '€', '😀'][draw.below(kinds)]!).join('');
    const bytes = Buffer.from(text);
    const at = draw.room(bytes.length);
    mem.u8.set(bytes, at);
    writeView(address + i * 16, at, bytes.length);
  }
  return address;
}

/** Room for i32 or i64 of each row. */
const counts =
  (extra: (draw: Draw) => readonly Argument[]): Maker =>
  (draw) => {
    const n = draw.count();
    const wide = draw.below(2);
    const width = wide === 1 ? 8 : 4;
    const to = draw.room(n * width);
    return { args: [mixedViews(draw, n), n, ...extra(draw), wide, to], results: [[to, n * width * 8]] };
  };

/** Kernels that write a view for each text. */
const parts =
  (extra: (draw: Draw) => readonly Argument[]): Maker =>
  (draw) => {
    const n = draw.count();
    const to = draw.room(n * 16);
    return { args: [mixedViews(draw, n), n, ...extra(draw), to], results: [[to, n * 128]] };
  };

const needle = (draw: Draw): readonly [number, number] => {
  const size = 1 + draw.below(3);
  return [draw.text(size), size];
};

/** Two columns or constants, with or without nulls. */
function joined(draw: Draw): { readonly n: number; readonly list: number } {
  const n = draw.count();
  const list = draw.room(24);
  for (const place of [0, 3]) {
    const shared = draw.below(3) === 0;
    const words = [mixedViews(draw, Math.max(n, 1)), shared ? 0 : 16, draw.validity(n)];
    mem.u32.set(words, (list >>> 2) + place);
  }
  return { n, list };
}

type Maker = (draw: Draw) => Call;
type Values = (draw: Draw, count: number) => number;

const ints =
  (width: number): Values =>
  (draw, count) =>
    draw.values(count, width);
const doubles: Values = (draw, count) => draw.doubles(count);
const floats: Values = (draw, count) => draw.floats(count);

/** Two operands, at least one of them an array. */
function operands(draw: Draw, values: Values, count: number): readonly [number, number, number, number] {
  const shape = draw.below(3);
  const a = values(draw, Math.max(count, 1));
  const b = values(draw, Math.max(count, 1));
  return [a, shape === 1 ? 0 : 1, b, shape === 2 ? 0 : 1];
}

const binary =
  (values: Values, width: number): Maker =>
  (draw) => {
    const n = draw.count();
    const to = draw.room(n * width);
    return { args: [...operands(draw, values, n), n, to], results: [[to, n * width * 8]] };
  };

/** Kernels that may stop: only what they return is compared when they do. */
const checked =
  (values: Values, width: number): Maker =>
  (draw) => {
    const n = draw.count();
    const to = draw.room(n * width);
    return { args: [...operands(draw, values, n), n, draw.validity(n), to], results: [[to, n * width * 8]], done: n };
  };

const scaled: Maker = (draw) => {
  const n = draw.count();
  const to = draw.room(n * 8);
  const [a, sa, b, sb] = operands(draw, ints(8), n);
  const factor = (): bigint => [1n, 10n, 1000n, -100n, 10n ** 18n][draw.below(5)]!;
  // Null rows that overflow are left as they are or not: compare only without nulls.
  const validity = draw.validity(n);
  const results: readonly Result[] = validity === 0 ? [[to, n * 64]] : [];
  return { args: [a, sa, factor(), b, sb, factor(), n, validity, to], results, done: n };
};

const comparison =
  (values: Values): Maker =>
  (draw) => {
    const n = draw.count();
    const to = draw.room(n >>> 3);
    return { args: [...operands(draw, values, n), n, draw.below(2) * 0xff, to], results: [[to, n]] };
  };

const views: Values = (draw, count) => draw.views(count);

const search: Maker = (draw) => {
  const n = draw.count();
  const size = 1 + draw.below(6);
  const to = draw.room(n >>> 3);
  return { args: [draw.views(n), n, draw.text(size), size, draw.below(2) * 0xff, to], results: [[to, n]] };
};

const convert =
  (values: Values, width: number, ...more: readonly (readonly Argument[])[]): Maker =>
  (draw) => {
    const n = draw.count();
    const to = draw.room(n * width);
    const extra = more.length === 0 ? [] : more[draw.below(more.length)]!;
    return { args: [values(draw, n), n, ...extra, to], results: [[to, n * width * 8]] };
  };

const widening =
  (wide: number): Maker =>
  (draw) => {
    const n = draw.count();
    const width = [1, 2, 4][draw.below(3)]!;
    const to = draw.room(n * wide);
    return { args: [draw.values(n, width), n, width, draw.below(2), to], results: [[to, n * wide * 8]] };
  };

const checkedConvert =
  (values: Values, width: number, ...more: readonly (readonly Argument[])[]): Maker =>
  (draw) => {
    const n = draw.count();
    const to = draw.room(n * width);
    const extra = more.length === 0 ? [] : more[draw.below(more.length)]!;
    return { args: [values(draw, n), n, draw.validity(n), ...extra, to], results: [[to, n * width * 8]], done: n };
  };

const days: Values = (draw, count) => {
  const address = draw.room(count * 4);
  for (let i = 0; i < count; i++) mem.i32[(address >>> 2) + i] = (draw.word() % 180_000_000) - 90_000_000;
  return address;
};

/** 128-bit values of all sizes, so that quotients are not mostly 0. */
const quotientParts: Values = (draw, count) => {
  const at = draw.values(count, 16);
  for (let i = 0; i < count; i++) {
    const value = (mem.i64[(at >>> 3) + 2 * i + 1]! << 64n) | mem.u64[(at >>> 3) + 2 * i]!;
    const shifted = value >> BigInt([0, 3, 30, 64, 65, 100, 127][draw.below(7)]!);
    mem.i64.set([BigInt.asIntN(64, shifted), shifted >> 64n], (at >>> 3) + 2 * i);
  }
  return at;
};

const quotient: Maker = (draw) => {
  const call = checked(quotientParts, 16)(draw);
  const [, , b, step, n] = call.args.map(Number) as [number, number, number, number, number];
  if (draw.below(4) === 0) return call;
  // One zero divisor ends the work.
  for (let i = 0; i < (step === 0 ? 1 : n); i++) {
    const at = (b >>> 3) + 2 * i;
    if (mem.i64[at] === 0n && mem.i64[at + 1] === 0n) mem.i64[at] = 3n;
  }
  return call;
};

const makers: Readonly<Record<Name, Maker>> = {
  addI32: binary(ints(4), 4),
  subI32: binary(ints(4), 4),
  mulI32: binary(ints(4), 4),
  addI64: binary(ints(8), 8),
  subI64: binary(ints(8), 8),
  mulI64: binary(ints(8), 8),
  addF32: binary(floats, 4),
  subF32: binary(floats, 4),
  mulF32: binary(floats, 4),
  divF32: binary(floats, 4),
  addF64: binary(doubles, 8),
  subF64: binary(doubles, 8),
  mulF64: binary(doubles, 8),
  divF64: binary(doubles, 8),
  divI32: checked(ints(4), 4),
  modI32: checked(ints(4), 4),
  divI64: checked(ints(8), 8),
  modI64: checked(ints(8), 8),
  divU64: checked(ints(8), 8),
  modU64: checked(ints(8), 8),
  addCheckedI64: checked(ints(8), 8),
  subCheckedI64: checked(ints(8), 8),
  mulCheckedI64: checked(ints(8), 8),
  addScaledI64: scaled,
  divScaledI64: scaled,
  modScaledI64: scaled,
  mulCodesI64: (draw) => {
    const n = draw.below(2) === 0 ? draw.count() : 64 + draw.below(1200);
    const size = [3, 16, 20, 64, 70][draw.below(5)]!;
    const to = draw.room(Math.max(n * 8, 128));
    const codes = draw.room(n);
    for (let i = 0; i < n; i++) mem.u8[codes + i] = draw.below(size);
    // Mostly of a size that 64 bits hold the products of, and often small numbers that are not negative.
    const values = (count: number, bits: number): number => {
      const at = draw.values(count, 8);
      const kind = draw.below(4);
      const words = mem.i64.subarray(at >>> 3, (at >>> 3) + count);
      if (kind > 0) words.forEach((word, i) => (words[i] = kind === 1 ? word >> 33n : BigInt.asUintN(bits, word)));
      // One that is not: from there on, products take the other way.
      if (kind === 3 && count > 0 && draw.below(2) === 0) words[draw.below(count)] = -5n;
      return at;
    };
    return {
      args: [values(n, 32), codes, values(size, draw.below(2) === 0 ? 8 : 16), size, n, to],
      results: [[to, n * 64]],
      done: 1,
    };
  },
  mulWideI64: binary(ints(8), 16),
  addI128: checked(ints(16), 16),
  subI128: checked(ints(16), 16),
  mulI128: checked(ints(16), 16),
  divI128: quotient,
  modI128: quotient,
  rescaleDownI128: (draw) => {
    const n = draw.count();
    const [divisor, to] = [draw.room(16), draw.room(n * 16)];
    const by = 10n ** BigInt(1 + draw.below(38));
    mem.i64.set([BigInt.asIntN(64, by), by >> 64n], divisor >>> 3);
    return { args: [quotientParts(draw, n), n, divisor, to], results: [[to, n * 128]] };
  },
  absI64: checkedConvert(ints(8), 8),
  absI128: checkedConvert(ints(16), 16),
  eq8: comparison(ints(1)),
  eq16: comparison(ints(2)),
  eq32: comparison(ints(4)),
  eq64: comparison(ints(8)),
  eq128: comparison(ints(16)),
  ltI8: comparison(ints(1)),
  ltU8: comparison(ints(1)),
  ltI16: comparison(ints(2)),
  ltU16: comparison(ints(2)),
  ltI32: comparison(ints(4)),
  ltU32: comparison(ints(4)),
  ltI64: comparison(ints(8)),
  ltU64: comparison(ints(8)),
  ltF32: comparison(floats),
  ltF64: comparison(doubles),
  ltI128: comparison(ints(16)),
  eqView: comparison(views),
  ltView: comparison(views),
  containsView: search,
  startsView: search,
  endsView: search,
  likeView: (draw) => {
    const n = draw.count();
    const count = 2 + draw.below(2);
    const segments = draw.room(count * 8);
    for (let i = 0; i < count; i++) {
      const size = 1 + draw.below(3);
      mem.u32[(segments >>> 2) + i * 2] = draw.text(size);
      mem.u32[(segments >>> 2) + i * 2 + 1] = size;
    }
    const to = draw.room(n >>> 3);
    return {
      args: [draw.views(n), n, segments, count, draw.below(2), draw.below(2), draw.below(2) * 0xff, to],
      results: [[to, n]],
    };
  },
  asciiCase: (draw) => {
    const n = draw.count();
    const from = draw.views(n);
    for (let i = 0; i < n * 16; i += 1 + draw.below(20)) {
      // Some bytes beyond ASCII and some in upper case, in the text of short views.
      if (
        i % 16 >= 4 &&
        mem.u32[(from + i - (i % 16)) >>> 2]! > (i % 16) - 4 &&
        mem.u32[(from + i - (i % 16)) >>> 2]! <= 12
      ) {
        mem.u8[from + i] = [0xc3, 0x41, 0x5a, 0x7a][draw.below(4)]!;
      }
    }
    const to = draw.room(n * 16);
    const others = draw.room(n >>> 3);
    return {
      args: [from, n, draw.below(2), to, draw.room(n * 40 + 16), others],
      results: [
        [to, n * 128],
        [others, n],
      ],
    };
  },
  byteCounts: counts((draw) => [draw.below(2) * 3]),
  charCounts: counts(() => []),
  findChars: counts(needle),
  sliceChars: parts((draw) => [[0, 0, 1, 7, 20][draw.below(5)]!, [-1, 0, 1, 2, 4, 5, 17][draw.below(7)]!]),
  sliceFromEnd: parts((draw) => [[0, 1, 7, 20][draw.below(4)]!, draw.below(2)]),
  splitParts: parts((draw) => [...needle(draw), [1, 2, 3, -1, -2, -9][draw.below(6)]!]),
  trimViews: parts((draw) => {
    const table = draw.room(256);
    mem.u8[table + 97] = 1;
    return [table, 1 + draw.below(3)];
  }),
  replacedBytes: (draw) => {
    const n = draw.count();
    return { args: [mixedViews(draw, n), n, ...needle(draw), draw.below(4)], results: [] };
  },
  replaceViews: (draw) => {
    const n = draw.count();
    const [bytes, to] = [draw.room(n * 160 * 5), draw.room(n * 16)];
    const otherSize = draw.below(5);
    const args = [mixedViews(draw, n), n, ...needle(draw), draw.text(otherSize), otherSize, bytes, to];
    return {
      args,
      results: [
        [to, n * 128],
        [bytes, n * 1280],
      ],
    };
  },
  inViews: (draw) => {
    const n = draw.count();
    const members = draw.below(6);
    const to = draw.room(n >>> 3);
    return {
      args: [mixedViews(draw, n), n, mixedViews(draw, members), members, draw.below(2) * 0xff, to],
      results: [[to, n]],
    };
  },
  joinedBytes: (draw) => {
    const { n, list } = joined(draw);
    return { args: [list, 2, n], results: [] };
  },
  joinViews: (draw) => {
    const { n, list } = joined(draw);
    const to = draw.room(n * 16);
    return { args: [list, 2, n, draw.room(n * 320 + 64), to], results: [[to, n * 128]] };
  },
  intsToI32: widening(4),
  intsToI64: widening(8),
  intsToF64: widening(8),
  i32ToI64: convert(ints(4), 8),
  i32ToF64: convert(ints(4), 8),
  i64ToF64: convert(ints(8), 8),
  i64ToF64Scaled: convert(ints(8), 8, [100], [1]),
  f32ToF64: convert(floats, 8),
  f64ToI64: checkedConvert(doubles, 8),
  f64ToI64Rounded: checkedConvert(doubles, 8, [1], [100], [1e15]),
  i64ToI32: checkedConvert(ints(8), 4),
  rescaleDownI64: convert(ints(8), 8, [10n], [1000n], [10n ** 18n]),
  boundI64: (draw) => {
    const n = draw.count();
    return { args: [draw.values(n, 8), n, draw.validity(n), [0n, 99n, 10n ** 15n][draw.below(3)]!], results: [] };
  },
  boundI128: (draw) => {
    const n = draw.count();
    const limit = [0n, 99n, 10n ** 15n, 10n ** 38n - 1n, (1n << 64n) - 1n][draw.below(5)]!;
    const halves = [BigInt.asIntN(64, limit), limit >> 64n];
    return { args: [draw.values(n, 16), n, draw.validity(n), ...halves], results: [] };
  },
  floorToI64: convert(ints(8), 8, [60_000_000n, 0n], [7n, -3n], [1n, 5n]),
  divFloorI64: convert(ints(8), 4, [1000n, 0n], [60n, 24n], [1n, 0n]),
  civilPart: convert(days, 4, [0], [1], [2], [3]),
  monthStart: convert(days, 4, [1], [3], [12]),
  addMonths: convert(days, 4, [1], [-1], [13], [-25], [1200]),
};

/** The bits of the results after a run, NaNs made one: their payload is not defined. */
function run(kernels: Kernels, name: Name, call: Call): readonly unknown[] {
  for (const [address, bits] of call.results) mem.u8.fill(0, address, address + ((bits + 7) >>> 3));
  const kernel = kernels[name] as (...args: readonly Argument[]) => number | undefined;
  const returned = kernel(...call.args) ?? null;
  return [returned, ...call.results.map((result) => bitsOf(result, name))];
}

function bitsOf([address, bits]: Result, name: Name): string {
  const bytes = bits >>> 3;
  if (name.endsWith('F64') && name.length === 6) {
    return Array.from({ length: bytes / 8 }, (_, i) => mem.f64[(address >>> 3) + i]!)
      .map((x) => (Object.is(x, -0) ? '-0' : String(x)))
      .join();
  }
  if (name.endsWith('F32') && name.length === 6) {
    return Array.from({ length: bytes / 4 }, (_, i) => mem.f32[(address >>> 2) + i]!)
      .map((x) => (Object.is(x, -0) ? '-0' : String(x)))
      .join();
  }
  const rest = bits & 7;
  const last = rest === 0 ? '' : String(mem.u8[address + bytes]! & ((1 << rest) - 1));
  return `${Buffer.from(mem.u8.slice(address, address + bytes)).toString('hex')}/${last}`;
}

describe.each(Object.keys(makers) as Name[])('%s', (name) => {
  it('gives what its twin gives', () => {
    if (wasm === undefined) throw new Error('WebAssembly is missing');
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 8, maxLength: 40 }), (words) => {
        const arena = new Arena();
        try {
          const call = makers[name](new Draw(arena, words));
          const [expected, ...wanted] = run(twinKernels(), name, call);
          const [got, ...found] = run(wasm, name, call);
          expect(got).toEqual(expected);
          if (expected === null || expected === call.done) expect(found).toEqual(wanted);
        } finally {
          arena.release();
        }
      }),
      propertyBudget(80),
    );
  });
});
