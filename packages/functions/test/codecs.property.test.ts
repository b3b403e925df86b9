/** Hashes and encodings against Node's, dates printed and read back by the same pattern, logarithms against their inverse. */
import { createHash } from 'node:crypto';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { strftime } from '@datafusion-ts/compute';
import { blake2b, blake2s } from '../src/crypto/blake2.js';
import { md5 } from '../src/crypto/md5.js';
import { sha224, sha256, sha384, sha512 } from '../src/crypto/sha2.js';
import { parseFields, resolveMoment } from '../src/datetime/strptime.js';
import { base64Bound, decodeBase64, writeBase64 } from '../src/encoding/base64.js';
import { decodeHex, encodeHex } from '../src/encoding/hex.js';
import { naturalLog } from '../src/math/natural-log.js';
import { byteLength, charCount, sliceChars } from '../src/utils/text.js';

const bytes = fc.uint8Array({ maxLength: 400 });

describe('hashes', () => {
  const pairs = [
    ['md5', md5],
    ['sha224', sha224],
    ['sha256', sha256],
    ['sha384', sha384],
    ['sha512', sha512],
    ['blake2s256', blake2s],
    ['blake2b512', blake2b],
  ] as const;
  it.each(pairs)('%s is what Node computes', (name, hash) => {
    fc.assert(
      fc.property(bytes, (message) => {
        expect(encodeHex(hash(message))).toBe(createHash(name).update(message).digest('hex'));
      }),
      propertyBudget(40),
    );
  });
});

describe('encodings', () => {
  it('base64 is what Node writes, and reads back', () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (message, padded) => {
        const target = new Uint8Array(base64Bound(message.length) + 1);
        const length = writeBase64(message, 0, message.length, target, 1, padded);
        const text = new TextDecoder().decode(target.subarray(1, length + 1));
        expect(text).toBe(
          Buffer.from(message)
            .toString('base64')
            .replace(/=+$/, padded ? '$&' : ''),
        );
        expect(decodeBase64(new TextEncoder().encode(text))).toEqual(message);
      }),
    );
  });

  it('hex reads back', () => {
    fc.assert(
      fc.property(bytes, (message) => {
        expect(decodeHex(new TextEncoder().encode(encodeHex(message)))).toEqual(message);
      }),
    );
  });
});

describe('patterns of dates', () => {
  const patterns = [
    '%Y-%m-%d %H:%M:%S%.f',
    '%d/%m/%Y %I:%M:%S %p %f',
    '%b %e %Y %T.%9f',
    '%Y %j %R:%S %9f',
    '%G-W%V-%u %T %f',
  ];
  it.each(patterns)('%s reads what it prints', (pattern) => {
    const days = fc.integer({ min: -300_000, max: 300_000 });
    const second = fc.integer({ min: 0, max: 86_399 });
    const nanos = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(days, second, nanos, (day, clock, fraction) => {
        const text = strftime(pattern, { days: day, second: clock, nanos: fraction });
        const moment = resolveMoment(parseFields(text, pattern));
        expect(moment).toEqual({ seconds: day * 86_400 + clock, nanos: fraction, offset: undefined });
      }),
    );
  });
});

describe('naturalLog', () => {
  it('is within one unit of the engine and exact for powers', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }), (x) => {
        const reference = Math.log(x);
        expect(Math.abs(naturalLog(x) - reference)).toBeLessThanOrEqual(Math.abs(reference) * 3e-16);
      }),
    );
    expect(naturalLog(3)).toBe(1.0986122886681098);
    expect(naturalLog(81) / naturalLog(3)).toBe(4);
    expect([naturalLog(0), naturalLog(-1), naturalLog(1), naturalLog(Infinity)]).toEqual([-Infinity, NaN, 0, Infinity]);
  });
});

describe('text by characters', () => {
  it('counts and cuts as spreading does', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, fc.integer({ min: -3, max: 12 }), fc.integer({ min: -3, max: 12 }), (value, start, end) => {
        expect(charCount(value)).toBe([...value].length);
        expect(byteLength(value)).toBe(new TextEncoder().encode(value).length);
        const expected = end <= Math.max(start, 0) ? [] : [...value].slice(Math.max(start, 0), end);
        expect(sliceChars(value, start, end)).toBe(expected.join(''));
      }),
    );
  });
});
