/**
 * A sort-merge join gives rows in the order of its keys, and so of whatever its inputs are sorted by behind them: an order
 * of the columns of one side can be asked of that side, when it begins with what the join needs anyway.
 */
import { Column, type LexRequirement } from '@datafusion-ts/physical-expr';
import { requiredInputOrdering, type OrderingRequirement, type SortMergeJoinExec } from '@datafusion-ts/physical-plan';
import { firstAlternative, hardRequirement } from '../support/requirements.js';
import { mapRequirement } from './map-requirement.js';

export function sortMergeJoinRequirements(
  join: SortMergeJoinExec,
  wanted: LexRequirement,
): readonly (OrderingRequirement | undefined)[] | undefined {
  for (const side of orderedSides(join)) {
    const input = side === 'Left' ? join.left : join.right;
    const moved = mapRequirement(wanted, ({ index }) => {
      const source = join.columnIndices[index];
      return source?.side === side ? new Column(input.schema.field(source.index).name, source.index) : undefined;
    });
    if (moved === undefined) continue;
    const required = requiredInputOrdering(join);
    const own = firstAlternative(required[side === 'Left' ? 0 : 1]!);
    if (!input.properties.equivalence.requirementsCompatible(moved, own)) return undefined;
    const adjusted = hardRequirement(moved);
    return side === 'Left' ? [adjusted, required[1]] : [required[0], adjusted];
  }
  return undefined;
}

/** Sides whose order the output follows. */
function orderedSides({ joinType }: SortMergeJoinExec): readonly ('Left' | 'Right')[] {
  switch (joinType) {
    case 'Inner':
      return ['Left', 'Right'];
    case 'Left':
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return ['Left'];
    case 'Right':
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return ['Right'];
    case 'Full':
      return [];
  }
}
