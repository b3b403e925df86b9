import fc from 'fast-check';
import { expectNoLeaks, propertyBudget } from '@datafusion-ts/test-utils';
import type { ScalarUDF } from '@datafusion-ts/expr';
import * as nested from '../src/index.js';
import { callFunction, columns } from './support.js';

/** Each function on whole columns against the same thing said about one row. */

type Item = bigint | null;
type List = readonly Item[];
type Kind = 'list' | 'element' | 'place';

/** What one row gives; NULL lists reach it only with `nulls`. */
interface Law {
  readonly func: ScalarUDF;
  readonly args: readonly Kind[];
  readonly nulls?: boolean;
  readonly row: (...args: never[]) => unknown;
}

const unique = (items: List): List => [...new Set(items)];
const without = (list: List, item: Item, count: number): List => {
  let left = count;
  return list.filter((other) => other !== item || left-- <= 0);
};
const replaced = (list: List, from: Item, to: Item, count: number): List => {
  let left = count;
  return list.map((item) => (item === from && left-- > 0 ? to : item));
};
const numbers = (list: List): bigint[] => list.filter((item) => item !== null);
const extreme = (list: List, better: (a: bigint, b: bigint) => boolean): Item =>
  numbers(list).reduce<Item>((best, item) => (best === null || better(item, best) ? item : best), null);
const nullIf = <T>(condition: boolean, value: T): T | null => (condition ? null : value);

const laws: readonly Law[] = [
  {
    func: nested.arrayAppend,
    args: ['list', 'element'],
    nulls: true,
    row: (list: List | null, item: Item) => [...(list ?? []), item],
  },
  {
    func: nested.arrayPrepend,
    args: ['element', 'list'],
    nulls: true,
    row: (item: Item, list: List | null) => [item, ...(list ?? [])],
  },
  {
    func: nested.arrayConcat,
    args: ['list', 'list'],
    nulls: true,
    row: (a: List | null, b: List | null) => nullIf(a === null && b === null, [...(a ?? []), ...(b ?? [])]),
  },
  { func: nested.makeArray, args: ['element', 'element'], nulls: true, row: (a: Item, b: Item) => [a, b] },
  {
    func: nested.arrayHas,
    args: ['list', 'element'],
    row: (list: List, item: Item) => nullIf(item === null, list.includes(item)),
  },
  { func: nested.arrayHasAll, args: ['list', 'list'], row: (a: List, b: List) => b.every((item) => a.includes(item)) },
  { func: nested.arrayHasAny, args: ['list', 'list'], row: (a: List, b: List) => b.some((item) => a.includes(item)) },
  {
    func: nested.arrayPosition,
    args: ['list', 'element'],
    row: (list: List, item: Item) => nullIf(!list.includes(item), BigInt(list.indexOf(item) + 1)),
  },
  {
    func: nested.arrayPositions,
    args: ['list', 'element'],
    row: (list: List, item: Item) => list.flatMap((other, i) => (other === item ? [BigInt(i + 1)] : [])),
  },
  {
    func: nested.arrayRemove,
    args: ['list', 'element'],
    row: (list: List, item: Item) => nullIf(item === null, without(list, item, 1)),
  },
  {
    func: nested.arrayRemoveAll,
    args: ['list', 'element'],
    row: (list: List, item: Item) => nullIf(item === null, without(list, item, 99)),
  },
  {
    func: nested.arrayRemoveN,
    args: ['list', 'element', 'place'],
    row: (list: List, item: Item, n: Item) => nullIf(item === null, without(list, item, Number(n ?? 0))),
  },
  {
    func: nested.arrayReplace,
    args: ['list', 'element', 'element'],
    row: (list: List, a: Item, b: Item) => replaced(list, a, b, 1),
  },
  {
    func: nested.arrayReplaceAll,
    args: ['list', 'element', 'element'],
    row: (list: List, a: Item, b: Item) => replaced(list, a, b, 99),
  },
  {
    func: nested.arrayReplaceN,
    args: ['list', 'element', 'element', 'place'],
    row: (list: List, a: Item, b: Item, n: Item) => replaced(list, a, b, Number(n ?? 0)),
  },
  { func: nested.arrayDistinct, args: ['list'], row: (list: List) => unique(list) },
  { func: nested.arrayUnion, args: ['list', 'list'], row: (a: List, b: List) => unique([...a, ...b]) },
  {
    func: nested.arrayIntersect,
    args: ['list', 'list'],
    row: (a: List, b: List) => {
      const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
      return unique(longer.filter((item) => shorter.includes(item)));
    },
  },
  {
    func: nested.arrayExcept,
    args: ['list', 'list'],
    row: (a: List, b: List) => unique(a.filter((item) => !b.includes(item))),
  },
  { func: nested.arrayReverse, args: ['list'], row: (list: List) => [...list].reverse() },
  { func: nested.arrayCompact, args: ['list'], row: (list: List) => numbers(list) },
  {
    func: nested.arraySort,
    args: ['list'],
    row: (list: List) => [...list].sort((a, b) => Number(a ?? -1n) - Number(b ?? -1n)),
  },
  { func: nested.arrayPopBack, args: ['list'], row: (list: List) => list.slice(0, -1) },
  { func: nested.arrayPopFront, args: ['list'], row: (list: List) => list.slice(1) },
  { func: nested.arrayMin, args: ['list'], row: (list: List) => extreme(list, (a, b) => a < b) },
  { func: nested.arrayMax, args: ['list'], row: (list: List) => extreme(list, (a, b) => a > b) },
  { func: nested.arrayAnyValue, args: ['list'], row: (list: List) => numbers(list)[0] ?? null },
  { func: nested.arrayLength, args: ['list'], row: (list: List) => BigInt(list.length) },
  { func: nested.cardinality, args: ['list'], row: (list: List) => BigInt(list.length) },
  { func: nested.empty, args: ['list'], row: (list: List) => list.length === 0 },
  {
    func: nested.arrayElement,
    args: ['list', 'place'],
    row: (list: List, at: Item) => nullIf(at === null || at === 0n, list.at(Number(at! > 0n ? at! - 1n : at)) ?? null),
  },
  {
    func: nested.arraySlice,
    args: ['list', 'place', 'place'],
    row: (list: List, from: Item, to: Item) => {
      if (from === null || to === null) return null;
      const first = from < 0n ? Math.max(list.length + Number(from), 0) : Math.max(Number(from) - 1, 0);
      const last = to < 0n ? list.length + Number(to) : Number(to) - 1;
      return list.filter((_, i) => i >= first && i <= last);
    },
  },
  {
    func: nested.arraysZip,
    args: ['list', 'list'],
    nulls: true,
    row: (a: List | null, b: List | null) => {
      const length = Math.max(a?.length ?? 0, b?.length ?? 0);
      return nullIf(
        a === null && b === null,
        Array.from({ length }, (_, i) => [a?.[i] ?? null, b?.[i] ?? null]),
      );
    },
  },
];

describe.each(laws)('$func.name', ({ func, args, nulls, row }) => {
  it('says of a column what it says of each row', () => {
    fc.assert(
      fc.property(columns(args), (made) => {
        const expected = made.rows.map((values) => {
          const isNull = nulls !== true && values.some((value, i) => value === null && args[i] === 'list');
          return isNull ? null : row(...(values as never[]));
        });
        expect(expectNoLeaks(() => callFunction(func, made.columns))).toEqual(expected);
      }),
      propertyBudget(60),
    );
  });
});
