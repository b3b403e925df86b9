/** What an aggregation evaluates on its input: group keys, and for each call its arguments (or states) and filter. */
import { constantVector, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { CaseExpr, Column, type AggregateFunctionExpr } from '@datafusion-ts/physical-expr';
import type { AggregateExec } from './aggregate-exec.js';
import { readsRows } from './aggregate-mode.js';
import type { PhysicalGroupBy } from './physical-group-by.js';

/** Inputs of one call: arguments followed by ordering keys, or the columns of its state. */
export interface CallInputs {
  readonly call: AggregateFunctionExpr;
  readonly exprs: readonly PhysicalExpr[];
  readonly filter: PhysicalExpr | undefined;
}

/** The inputs of every call; later stages find states behind the keys and ignore filters. */
export function callInputs(
  exec: Pick<AggregateExec, 'mode' | 'groupBy' | 'aggregates' | 'filters' | 'input'>,
): readonly CallInputs[] {
  if (readsRows(exec.mode)) {
    return exec.aggregates.map((call, i) => {
      const { args, orderBy } = call.allExpressions();
      return { call, exprs: [...args, ...orderBy], filter: exec.filters[i] };
    });
  }
  let index = exec.groupBy.exprs.length;
  return exec.aggregates.map((call) => {
    const exprs = call.stateFields().map(() => {
      const column = new Column(exec.input.schema.fields[index]?.name ?? '', index);
      index++;
      return column;
    });
    return { call, exprs, filter: undefined };
  });
}

/** Arguments of calls: rows that are NULL may have any value behind. */
export const evaluateArguments = (
  exprs: readonly PhysicalExpr[],
  batch: Batch,
  arena: Arena,
): readonly ColumnVector[] =>
  exprs.map(
    (expr) => (expr instanceof CaseExpr ? expr.evaluateMasked(batch, arena) : undefined) ?? expr.evaluate(batch, arena),
  );

/** Each expression over a batch. */
export const evaluateAll = (exprs: readonly PhysicalExpr[], batch: Batch, arena: Arena): readonly ColumnVector[] =>
  exprs.map((expr) => expr.evaluate(batch, arena));

/** The key columns of a batch, one list a grouping set. */
export function groupKeys(groupBy: PhysicalGroupBy, batch: Batch, arena: Arena): readonly (readonly ColumnVector[])[] {
  const keys = evaluateAll(groupBy.inputExprs(), batch, arena);
  if (!groupBy.hasGroupingSet) return [keys];
  const nulls = groupBy.nullExprs.map(({ expr }) => expr.evaluate(batch, arena));
  return groupBy.groupingScalars().map((id, set) => {
    const flags = groupBy.groups[set]!;
    return [...keys.map((key, i) => (flags[i] === true ? nulls[i]! : key)), constantVector(id, batch.rowCount)];
  });
}
