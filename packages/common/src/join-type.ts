/** Kinds of joins: which rows of which side come out. */
export type JoinType =
  'Inner' | 'Left' | 'Right' | 'Full' | 'LeftSemi' | 'RightSemi' | 'LeftAnti' | 'RightAnti' | 'LeftMark' | 'RightMark';

/** One of the inputs of a join, or neither (a column that the join makes). */
export type JoinSide = 'Left' | 'Right' | 'None';

/** Whether NULL keys match each other. */
export type NullEquality = 'NullEqualsNothing' | 'NullEqualsNull';

/** How the keys of a join were written: ON, or USING (whose columns merge). */
export type JoinConstraint = 'On' | 'Using';

const SWAPPED: Readonly<Record<JoinType, JoinType>> = {
  Inner: 'Inner',
  Full: 'Full',
  Left: 'Right',
  Right: 'Left',
  LeftSemi: 'RightSemi',
  RightSemi: 'LeftSemi',
  LeftAnti: 'RightAnti',
  RightAnti: 'LeftAnti',
  LeftMark: 'RightMark',
  RightMark: 'LeftMark',
};

/** All join types. */
export const JOIN_TYPES = Object.keys(SWAPPED) as readonly JoinType[];

/** True for the name of a join type, spelled as here. */
export const isJoinType = (name: string): name is JoinType => Object.hasOwn(SWAPPED, name);

/** The join type with the same result after the inputs change places. */
export const swapJoinType = (type: JoinType): JoinType => SWAPPED[type];

/** True for joins that pad or keep unmatched rows: LEFT, RIGHT and FULL. */
export const isOuterJoin = (type: JoinType): boolean => type === 'Left' || type === 'Right' || type === 'Full';

/** True for the types that may have their inputs exchanged at plan time; all of them can. */
export const supportsSwap = (type: JoinType): boolean => SWAPPED[type] !== undefined;

/**
 * Whether a row of (left, right) is in the output once and unchanged or not at all, so that a filter above the join may
 * move below on that side.
 */
export function preservedSides(type: JoinType): readonly [left: boolean, right: boolean] {
  switch (type) {
    case 'Inner':
      return [true, true];
    case 'Left':
      return [true, false];
    case 'Right':
      return [false, true];
    case 'Full':
      return [false, false];
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return [true, false];
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return [false, true];
  }
}

/** Whether a filter inside ON may move below the join on (left, right). */
export function onPreservedSides(type: JoinType): readonly [left: boolean, right: boolean] {
  switch (type) {
    case 'Inner':
      return [true, true];
    case 'Left':
      return [false, true];
    case 'Right':
      return [true, false];
    case 'Full':
      return [false, false];
    case 'LeftSemi':
    case 'RightSemi':
      return [true, true];
    case 'LeftAnti':
    case 'LeftMark':
      return [false, true];
    case 'RightAnti':
    case 'RightMark':
      return [true, false];
  }
}

/** The other input. */
export function negateJoinSide(side: JoinSide): JoinSide {
  return side === 'Left' ? 'Right' : side === 'Right' ? 'Left' : 'None';
}

/** The word EXPLAIN prints, which is the type's name. */
export const displayJoinType = (type: JoinType): string => type;
