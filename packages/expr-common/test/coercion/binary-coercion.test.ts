/**
 * Coercion against the real engine: every pair of 56 types under every kind of operator. The fixture holds, for each
 * pair, the types the engine cast the operands to (`=` for no cast) and the result type, or its error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFusionError, displayType, parseDataType, type DataType } from '@datafusion-ts/common';
import {
  binarySignature,
  comparisonCoercion,
  tryTypeUnionResolution,
  typeUnionCoercion,
  type Operator,
} from '@datafusion-ts/expr-common';

interface Fixture {
  readonly types: readonly string[];
  readonly table: readonly string[];
  readonly cases: Readonly<Record<string, string>>;
}

const fixture = JSON.parse(readFileSync(join(__dirname, '../fixtures/binary-coercion.json'), 'utf8')) as Fixture;
const types = fixture.types.map(parseDataType);

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': 'Plus',
  '-': 'Minus',
  '*': 'Multiply',
  '/': 'Divide',
  '%': 'Modulo',
  '=': 'Eq',
  AND: 'And',
  '~': 'RegexMatch',
  '||': 'StringConcat',
  '&': 'BitwiseAnd',
};

/** `found | expected` of the pairs that differ. */
function differences(symbol: string, found: (a: DataType, b: DataType, expected: string) => string): readonly string[] {
  const expected = fixture.cases[symbol]!.split(' ').map((i) => fixture.table[Number(i)]!);
  return types.flatMap((a, i) =>
    types.flatMap((b, j) => {
      const wanted = expected[i * types.length + j]!.replaceAll('{l}', fixture.types[i]!).replaceAll(
        '{r}',
        fixture.types[j]!,
      );
      if (wanted === '?') return [];
      const got = found(a, b, wanted);
      return got === wanted ? [] : [`${fixture.types[i]} ${symbol} ${fixture.types[j]}: got ${got}, wanted ${wanted}`];
    }),
  );
}

function message(error: unknown): string {
  if (!(error instanceof DataFusionError)) throw error;
  return `E:${error.message}`;
}

const cast = (from: DataType, to: DataType): string => (displayType(from) === displayType(to) ? '=' : displayType(to));

describe('binary operators coerce as the real engine does', () => {
  it.each(Object.keys(OPERATORS))('%s', (symbol) => {
    const found = (a: DataType, b: DataType, expected: string): string => {
      try {
        const { left, right, result } = binarySignature(a, OPERATORS[symbol]!, b);
        return `${cast(a, left)}|${cast(b, right)}|${expected.endsWith('|') ? '' : displayType(result)}`;
      } catch (error) {
        return message(error);
      }
    };
    expect(differences(symbol, found)).toEqual([]);
  });
});

describe('merged columns get the type the real engine gives them', () => {
  it('CASE branches', () => {
    const found = (a: DataType, b: DataType): string => {
      const common = typeUnionCoercion(b, a);
      return common === undefined
        ? `E:Failed to coerce then (${displayType(a)}) and else (${displayType(b)}) to common types in CASE WHEN expression`
        : displayType(common);
    };
    expect(differences('CASE', found)).toEqual([]);
  });

  it('coalesce', () => {
    const found = (a: DataType, b: DataType, expected: string): string => {
      try {
        return displayType(tryTypeUnionResolution([a, b])[0]!);
      } catch (error) {
        return expected.startsWith('E:') && error instanceof DataFusionError ? expected : message(error);
      }
    };
    expect(differences('COALESCE', found)).toEqual([]);
  });

  it('compares what it merges', () => {
    const unmergeable = types.flatMap((a) =>
      types.filter((b) => typeUnionCoercion(a, b) !== undefined && comparisonCoercion(a, b) === undefined),
    );
    expect(unmergeable.map(displayType)).toEqual([]);
  });
});
