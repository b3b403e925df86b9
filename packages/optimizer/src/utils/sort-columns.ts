import type { Column } from '@datafusion-ts/common';

/** Ascending by relation (none first), then by name: the order in which DataFusion keeps sets of columns. */
export function sortColumns(columns: Iterable<Column>): readonly Column[] {
  const key = (column: Column): readonly string[] => column.relation?.toParts() ?? [];
  return [...columns].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x.length !== y.length) return x.length - y.length;
    for (const [i, part] of x.entries()) if (part !== y[i]) return part < y[i]! ? -1 : 1;
    return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  });
}
