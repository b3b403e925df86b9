/** The functions on columns against the real engine's results (test/golden, made with the oracle). */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  allocator,
  Arena,
  arithmetic,
  cast,
  castScalar,
  compare,
  constantVector,
  datePart,
  dateTrunc,
  defaultFormatOptions,
  formatScalar,
  formatValue,
  getScalar,
  like,
  parseTimestampWithFormat,
  regexMatch,
  vectorFromScalars,
  type ArithmeticOp,
  type CompareOp,
  type DatePart,
  type DateTruncGranularity,
} from '@datafusion-ts/compute';
import { golden, literal, outcome, textAs, typeNamed } from './golden/golden.js';

const blocks = allocator.liveBlocks;
const arena = new Arena();
afterEach(() => arena.reset());
afterAll(() => {
  arena.release();
  expect(allocator.liveBlocks).toBe(blocks);
});

const strict = { safe: false };

/** Differences between what comes out and what should, for a readable failure. */
function expectAll<T>(rows: readonly T[], run: (row: T) => unknown, expected: (row: T) => unknown): void {
  const wrong = rows.flatMap((row) => {
    const got = run(row);
    return got === expected(row) ? [] : [{ row, got }];
  });
  expect(rows.length).toBeGreaterThan(0);
  expect(wrong.slice(0, 10)).toEqual([]);
}

it('casts as the engine does', () => {
  type Row = readonly [kind: string, text: string, steps: readonly string[], safe: boolean, expected: string | null];
  const unsupported = (text: unknown): unknown =>
    typeof text === 'string' && text.includes('Unsupported CAST') ? 'unsupported' : text;
  expectAll(
    golden<Row>('casts'),
    ([kind, text, steps, safe]) =>
      unsupported(
        outcome(() => {
          let value = literal(kind, text);
          steps.forEach((step, i) => {
            value = castScalar(value, typeNamed(step), { safe: safe && i === steps.length - 1 });
          });
          return castScalar(value, DataTypes.Utf8, strict).value;
        }),
      ),
    (row) => unsupported(row[4]),
  );
});

describe('arithmetic', () => {
  type Row = readonly [
    a: string,
    aType: string,
    op: ArithmeticOp,
    b: string,
    bType: string,
    type: string,
    expected: string,
  ];
  const rows = golden<Row>('arithmetic');
  const shapes = ['array', 'constant'] as const;

  it.each(shapes.flatMap((a) => shapes.map((b) => [a, b] as const)))(
    'of %s and %s agrees with the engine',
    (left, right) => {
      const shaped = (value: ScalarValue, shape: 'array' | 'constant') =>
        shape === 'constant'
          ? constantVector(value, 9)
          : vectorFromScalars(value.dataType, Array<ScalarValue>(9).fill(value), arena);
      expectAll(
        rows,
        ([a, aType, op, b, bType, type]) => {
          const result = outcome(() => {
            const x = shaped(textAs(a, aType), left);
            const y = shaped(textAs(b, bType), right);
            const sum = arithmetic(op, x, y, typeNamed(type), arena);
            return formatValue(cast(sum, DataTypes.Utf8, strict, arena), 8);
          });
          arena.reset();
          return result;
        },
        (row) => row[6],
      );
    },
  );
});

it('compares as the engine does', () => {
  type Row = readonly [type: string, op: CompareOp, a: string | null, b: string | null, expected: boolean | null];
  expectAll(
    golden<Row>('comparisons'),
    ([type, op, a, b]) => {
      const [x, y] = [textAs(a, type), textAs(b, type)];
      const column = (value: ScalarValue) =>
        vectorFromScalars(typeNamed(type), [value, ScalarValue.null(x.dataType), value], arena);
      const results = [
        compare(op, column(x), column(y), arena),
        compare(op, column(x), constantVector(y, 3), arena),
        compare(op, constantVector(x, 3), column(y), arena),
      ].map((vector) => getScalar(vector, 2).value);
      arena.reset();
      return new Set(results).size === 1 ? results[0] : results;
    },
    (row) => row[4],
  );
});

it('matches LIKE patterns as the engine does', () => {
  type Row = readonly [
    text: string | null,
    pattern: string | null,
    negated: boolean,
    caseInsensitive: boolean,
    expected: boolean | null,
  ];
  expectAll(
    golden<Row>('like'),
    ([text, pattern, negated, caseInsensitive]) => {
      const texts = vectorFromScalars(DataTypes.Utf8, [ScalarValue.utf8(text)], arena);
      const patterns = vectorFromScalars(DataTypes.Utf8, [ScalarValue.utf8(pattern)], arena);
      const options = { negated, caseInsensitive };
      const constant = getScalar(like(texts, constantVector(ScalarValue.utf8(pattern), 1), options, arena), 0).value;
      const column = getScalar(like(texts, patterns, options, arena), 0).value;
      arena.reset();
      return constant === column ? column : [constant, column];
    },
    (row) => row[4],
  );
});

it('matches regular expressions as the engine does', () => {
  // prettier-ignore
  const texts = ['', 'a', 'abc', 'ABC', 'aXbXc', 'hello world', 'special packages requests', 'specialrequests', 'requests special', 'a%c', 'a_c', 'a\\c', 'é', 'É', 'aéc', 'line1\nline2', 'x'.repeat(40) + 'needle' + 'y'.repeat(20), 'needle', '𝄞a', 'K', 'ß', 'aaaaaaaaab', 'abcabcabcabd', 'foo.bar', '(x)', null];
  const column = vectorFromScalars(
    DataTypes.Utf8,
    texts.map((text) => ScalarValue.utf8(text)),
    arena,
  );
  expectAll(
    golden<readonly [pattern: string, caseInsensitive: boolean, expected: string]>('regex'),
    ([pattern, caseInsensitive]) => {
      const result = outcome(() => {
        const matches = regexMatch(
          column,
          constantVector(ScalarValue.utf8(pattern), texts.length),
          { negated: false, caseInsensitive },
          arena,
        );
        return texts
          .map((_, i) => getScalar(matches, i).value)
          .map((hit) => (hit === null ? '-' : Number(hit)))
          .join('');
      });
      return result.replace(/^E:/, '');
    },
    (row) => row[2],
  );
});

it('takes dates and times apart, cuts and prints them as the engine does', () => {
  type Row = readonly [what: 'part' | 'trunc' | 'format', how: string, type: string, text: string, expected: string];
  expectAll(
    golden<Row>('temporal'),
    ([what, how, type, text, expected]) => {
      const value = textAs(text, type);
      const column = vectorFromScalars(value.dataType, [value, ScalarValue.null(value.dataType), value], arena);
      const result = outcome(() => {
        switch (what) {
          case 'part': {
            const part = getScalar(datePart(how as DatePart, column, arena), 2).value;
            return how === 'epoch' && Number(expected) === part ? expected : String(part);
          }
          case 'trunc':
            return formatScalar(getScalar(dateTrunc(how as DateTruncGranularity, column, arena), 2));
          case 'format': {
            const formats = {
              dateFormat: how,
              datetimeFormat: how,
              timestampFormat: how,
              timestampTzFormat: how,
              timeFormat: how,
            };
            return formatScalar(value, { ...defaultFormatOptions, ...formats, safe: false });
          }
        }
      });
      arena.reset();
      return result;
    },
    (row) => row[4],
  );
});

it('knows the offsets and clock changes of time zones as the engine does', () => {
  type Row = readonly [zone: string, seconds: number, local: string, moment: string | null];
  expectAll(
    golden<Row>('time-zones'),
    ([zone, seconds]) => {
      const zoned = DataTypes.timestamp('Second', zone);
      const local = castScalar(new ScalarValue(zoned, BigInt(seconds)), DataTypes.Utf8, strict).value;
      const naive = new ScalarValue(DataTypes.timestamp('Second'), BigInt(seconds));
      const moment = castScalar(naive, zoned, { safe: true }).value;
      return JSON.stringify([local, moment === null ? null : String(moment)]);
    },
    ([, , local, moment]) => JSON.stringify([local, moment]),
  );
});

it('reads timestamps by a pattern as the engine does', () => {
  expectAll(
    golden<readonly [text: string, format: string, expected: string]>('strptime'),
    ([text, format]) => {
      const result = outcome(() => {
        const { seconds, nanos } = parseTimestampWithFormat(text, format);
        return String(BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000)));
      });
      return result.replace(/^E:/, '');
    },
    (row) => row[2],
  );
});
