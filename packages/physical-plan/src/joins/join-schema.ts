import { DataTypes, field, Schema, type Field, type JoinType } from '@datafusion-ts/common';
import type { ColumnIndex } from './join-parts.js';

/** The output of a join, and where each column comes from. */
export interface JoinedSchema {
  readonly schema: Schema;
  readonly columnIndices: readonly ColumnIndex[];
}

/**
 * Columns of both inputs, left first; those of a side that outer joins pad become nullable. Semi and anti joins give the
 * columns of one side, mark joins these and a boolean `mark`.
 */
export function joinSchema(left: Schema, right: Schema, joinType: JoinType): JoinedSchema {
  const lefts = left.fields.map((_, index): ColumnIndex => ({ index, side: 'Left' }));
  const rights = right.fields.map((_, index): ColumnIndex => ({ index, side: 'Right' }));
  const metadata = joinMetadata(left, right, joinType);
  const make = (fields: readonly Field[], columnIndices: readonly ColumnIndex[]): JoinedSchema => ({
    schema: new Schema(fields, metadata),
    columnIndices,
  });
  const mark: Field = field('mark', DataTypes.Boolean, false);
  const none: ColumnIndex = { index: 0, side: 'None' };
  switch (joinType) {
    case 'Inner':
      return make([...left.fields, ...right.fields], [...lefts, ...rights]);
    case 'Left':
      return make([...left.fields, ...padded(right)], [...lefts, ...rights]);
    case 'Right':
      return make([...padded(left), ...right.fields], [...lefts, ...rights]);
    case 'Full':
      return make([...padded(left), ...padded(right)], [...lefts, ...rights]);
    case 'LeftSemi':
    case 'LeftAnti':
      return make(left.fields, lefts);
    case 'RightSemi':
    case 'RightAnti':
      return make(right.fields, rights);
    case 'LeftMark':
      return make([...left.fields, mark], [...lefts, none]);
    case 'RightMark':
      return make([...right.fields, mark], [...rights, none]);
  }
}

const padded = (schema: Schema): readonly Field[] => schema.fields.map((item) => ({ ...item, nullable: true }));

/** Metadata of both; where keys clash, that of the side whose rows are kept wins. */
function joinMetadata(left: Schema, right: Schema, joinType: JoinType): Schema['metadata'] {
  if (left.metadata.size === 0 && right.metadata.size === 0) return left.metadata;
  return joinType.startsWith('Right')
    ? new Map([...left.metadata, ...right.metadata])
    : new Map([...right.metadata, ...left.metadata]);
}
