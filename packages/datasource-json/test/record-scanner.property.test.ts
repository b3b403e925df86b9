import fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import { printTape } from '../src/scan/print-tape.js';
import { RecordScanner } from '../src/scan/record-scanner.js';

const budget = propertyBudget(300);
const encoder = new TextEncoder();

/** Every record as its tape prints. */
function scan(chunks: readonly Uint8Array[], capacity: number, array: boolean): string[] {
  const scanner = new RecordScanner(capacity, array);
  const records: string[] = [];
  const drain = (final: boolean): void => {
    for (let found = scanner.next(final); found !== undefined; found = scanner.next(final)) {
      records.push(...found.rows.map((row) => printTape(found.tape, row)));
    }
  };
  for (const chunk of chunks) {
    scanner.window.push(chunk);
    drain(false);
  }
  drain(true);
  scanner.release();
  return records;
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.slice(at[i]!, end));
}

/** The printed form of a parsed value: what the tape must give. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `"${key}": ${printed(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

const json = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

describe('RecordScanner', () => {
  it('agrees with JSON.parse wherever chunks are cut', () => {
    fc.assert(
      fc.property(
        fc.array(json, { maxLength: 6 }),
        fc.array(fc.nat(2000), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (values, places, capacity, array) => {
          const texts = values.map((value) => JSON.stringify(value));
          const bytes = encoder.encode(array ? `[${texts.join(',')}]` : texts.map((text) => `${text}\n`).join(''));
          expect(scan(cut(bytes, places), capacity, array)).toEqual(values.map(printed));
        },
      ),
      budget,
    );
  });

  it('reads records of megabytes from many chunks, and what comes behind them', () => {
    const values = ['a', 'long'.repeat(700_000), 'b', 'more'.repeat(600_000), 'c'].map((text) => ({ text }));
    const bytes = encoder.encode(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
    const places = Array.from({ length: 40 }, (_, i) => i * 150_001);
    expect(scan(cut(bytes, places), 2, false)).toEqual(values.map(printed));
  });

  it('ends with an error or records on any bytes', () => {
    const bytes = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u', 'a', '1', '-', 't', 'n', ' '),
      maxLength: 30,
    });
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          scan([encoder.encode(input)], 10, false);
        } catch (error) {
          expect(String(error)).toContain('Json error');
        }
      }),
      budget,
    );
  });

  it.each([
    ['{"a":1', 'Truncated record whilst reading number'],
    ['{"a":1 ', 'Truncated record whilst reading object'],
    ['{"a"', 'Truncated record whilst reading colon'],
    ['{"a":', 'Truncated record whilst reading value'],
    ['{"a":"x', 'Truncated record whilst reading string'],
    ['{"a":tru', 'Truncated record whilst reading true'],
    ['{"a":trx}', "Encountered unexpected 'x' whilst parsing literal"],
    ['{1:2}', "Encountered unexpected '1' whilst parsing object"],
    ['{"a" 1}', "Encountered unexpected '1' whilst parsing colon"],
    ['{"a":}', "Encountered unexpected '}' whilst parsing value"],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => scan([encoder.encode(text)], 10, false)).toThrow(message);
  });
});
