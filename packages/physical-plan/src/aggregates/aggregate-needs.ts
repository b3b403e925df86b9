/** What the calls of an aggregation without GROUP BY need of its input: nothing that can change no state. */
import type { Accumulator } from '@datafusion-ts/expr-common';
import { Column, columnIndices } from '@datafusion-ts/physical-expr';
import type { ColumnNeeds } from '../column-needs.js';
import type { CallInputs } from './aggregate-inputs.js';

/** The needs of calls, given their states; undefined when every value is needed anyway. */
export function needsOfCalls(
  calls: readonly CallInputs[],
  accumulators: readonly (Accumulator | undefined)[],
): ColumnNeeds | undefined {
  const looking = new Map<number, Accumulator[]>();
  const always = new Set<number>();
  calls.forEach(({ exprs, filter }, i) => {
    const [column] = exprs;
    const state = accumulators[i];
    if (exprs.length === 1 && column instanceof Column && state?.isChangedBy !== undefined) {
      const others = looking.get(column.index);
      if (others === undefined) looking.set(column.index, [state]);
      else others.push(state);
    } else for (const expr of exprs) for (const index of columnIndices(expr)) always.add(index);
    if (filter !== undefined) for (const index of columnIndices(filter)) always.add(index);
  });
  if (looking.size === 0) return undefined;
  return {
    needs(column, entries) {
      const states = always.has(column) ? undefined : looking.get(column);
      return states === undefined || states.some((state) => state.isChangedBy!(entries));
    },
  };
}
