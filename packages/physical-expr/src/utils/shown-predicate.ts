import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { DynamicFilterPhysicalExpr } from '../expressions/dynamic-filter.js';
import { conjunctionOpt, splitConjunction } from './conjunction.js';

/** What EXPLAIN shows of a scan's predicate; undefined when that is nothing. */
export function shownPredicate(predicate: PhysicalExpr | undefined): PhysicalExpr | undefined {
  if (predicate === undefined) return undefined;
  const parts = splitConjunction(predicate);
  const shown = parts.filter((part) => !(part instanceof DynamicFilterPhysicalExpr && part.isHidden));
  return shown.length === parts.length ? predicate : conjunctionOpt(shown);
}
