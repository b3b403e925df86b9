import { type ColumnVector, getScalar, makeComparator, type RowComparator } from '@datafusion-ts/compute';
import { compareNested } from '@datafusion-ts/functions-aggregate';

/** Orders rows that are not NULL for the greatest and least element, as the aggregates `min` and `max` do. */
export function extremeOrder(elements: ColumnVector): RowComparator {
  switch (elements.type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'Struct':
      return (i, j) => compareNested(getScalar(elements, i), getScalar(elements, j));
    default:
      return makeComparator(elements, elements);
  }
}
