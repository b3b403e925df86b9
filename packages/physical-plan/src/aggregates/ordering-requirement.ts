/**
 * The ordering an aggregation asks of its input: one under which every order-sensitive call gets its rows in its order.
 *
 * Calls are read backwards where that makes them agree with the others (`first_value(x ORDER BY y)` is
 * `last_value(x ORDER BY y DESC)`). Later stages merge states and need no order.
 */
import { NotImplementedError } from '@datafusion-ts/common';
import type { AggregateFunctionExpr, EquivalenceProperties, LexOrdering } from '@datafusion-ts/physical-expr';
import { containsExpr } from '@datafusion-ts/physical-expr';
import { readsRows, type AggregateMode } from './aggregate-mode.js';
import type { PhysicalGroupBy } from './physical-group-by.js';

/** The calls, some of them reversed, and the ordering they share (empty when there is none to ask for). */
export interface AggregateOrdering {
  readonly aggregates: readonly AggregateFunctionExpr[];
  readonly ordering: LexOrdering;
}

/** True when some call asks for an order of its rows. */
export const caresForOrder = (calls: readonly AggregateFunctionExpr[], mode: AggregateMode): boolean =>
  readsRows(mode) && calls.some(({ orderSensitivity: needs }) => needs !== 'Insensitive' && needs !== 'Beneficial');

/** Finds the finest ordering that serves all calls; throws when hard requirements conflict. */
export function finerAggregateOrdering(
  calls: readonly AggregateFunctionExpr[],
  groupBy: PhysicalGroupBy,
  input: EquivalenceProperties,
  mode: AggregateMode,
): AggregateOrdering {
  const aggregates = [...calls];
  if (!readsRows(mode)) return { aggregates, ordering: [] };
  let common: LexOrdering | undefined;
  const finer = (other: LexOrdering): boolean | undefined => isFiner(common, other, input);
  for (const soft of [false, true]) {
    for (const [i, call] of aggregates.entries()) {
      const wanted = requirementOf(call, groupBy, soft);
      if (wanted === undefined) continue;
      const forward = finer(wanted);
      if (forward === false) continue;
      if (forward === true && input.orderingSatisfy(wanted)) {
        common = wanted;
        continue;
      }
      const reversed = call.reverseExpr();
      const backward = reversed === undefined ? undefined : requirementOf(reversed, groupBy, soft);
      if (reversed !== undefined && backward === undefined) {
        aggregates[i] = reversed;
        continue;
      }
      const reverse = backward === undefined ? undefined : finer(backward);
      if (reverse === false) aggregates[i] = reversed!;
      else if (reverse === true && input.orderingSatisfy(backward!)) {
        aggregates[i] = reversed!;
        common = backward;
      } else if (reverse === true || forward !== undefined) common = wanted;
      else if (!soft) {
        throw new NotImplementedError('Conflicting ordering requirements in aggregate functions is not supported');
      }
    }
  }
  return { aggregates, ordering: common ?? [] };
}

/** True when `other` is stricter than the common ordering, false when it follows from it, undefined when they conflict. */
function isFiner(
  common: LexOrdering | undefined,
  other: LexOrdering,
  input: EquivalenceProperties,
): boolean | undefined {
  if (common === undefined) return true;
  const both = input.getFinerOrdering(common, other);
  return both === undefined ? undefined : both.length > input.normalizeOrdering(common).length;
}

function requirementOf(call: AggregateFunctionExpr, groupBy: PhysicalGroupBy, soft: boolean): LexOrdering | undefined {
  const sensitivity = call.orderSensitivity;
  if (sensitivity === 'Insensitive' || sensitivity === 'Beneficial') return undefined;
  if (sensitivity === 'SoftRequirement' && !soft) return undefined;
  // Within a group its keys are constant, so that ordering by them asks for nothing.
  const keys = groupBy.inputExprs();
  const wanted = groupBy.isSingle ? call.orderBy.filter(({ expr }) => !containsExpr(keys, expr)) : call.orderBy;
  return wanted.length === 0 ? undefined : wanted;
}
