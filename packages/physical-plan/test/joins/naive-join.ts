import type { JoinType } from '@datafusion-ts/common';
import type { PlainValue } from '@datafusion-ts/test-utils';

export type Row = readonly (number | string | null)[];

export const JOIN_TYPES: readonly JoinType[] = [
  'Inner',
  'Left',
  'Right',
  'Full',
  'LeftSemi',
  'RightSemi',
  'LeftAnti',
  'RightAnti',
  'LeftMark',
  'RightMark',
];

/** The rows of a join by comparing all pairs. */
export function naiveJoin(
  left: readonly Row[],
  right: readonly Row[],
  type: JoinType,
  matches: (l: Row, r: Row) => boolean,
): unknown[][] {
  const pairs = left.flatMap((l) => right.filter((r) => matches(l, r)).map((r) => [...l, ...r]));
  const lonely = (l: Row): boolean => !right.some((r) => matches(l, r));
  const lonelyRight = (r: Row): boolean => !left.some((l) => matches(l, r));
  const nulls = [null, null, null];
  switch (type) {
    case 'Inner':
      return pairs;
    case 'Left':
      return [...pairs, ...left.filter(lonely).map((l) => [...l, ...nulls])];
    case 'Right':
      return [...pairs, ...right.filter(lonelyRight).map((r) => [...nulls, ...r])];
    case 'Full':
      return [
        ...pairs,
        ...left.filter(lonely).map((l) => [...l, ...nulls]),
        ...right.filter(lonelyRight).map((r) => [...nulls, ...r]),
      ];
    case 'LeftSemi':
      return left.filter((l) => !lonely(l)).map((l) => [...l]);
    case 'LeftAnti':
      return left.filter(lonely).map((l) => [...l]);
    case 'RightSemi':
      return right.filter((r) => !lonelyRight(r)).map((r) => [...r]);
    case 'RightAnti':
      return right.filter(lonelyRight).map((r) => [...r]);
    case 'LeftMark':
      return left.map((l) => [...l, !lonely(l)]);
    case 'RightMark':
      return right.map((r) => [...r, !lonelyRight(r)]);
  }
}

/** Rows as texts in one order, for comparing as bags. */
export const sorted = (rows: readonly (readonly (PlainValue | unknown)[])[]): string[] =>
  rows.map((row) => row.map((value) => (value === null ? 'null' : String(value))).join('|')).sort();
