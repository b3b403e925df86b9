import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { collectColumnEqualities } from '../utils/columns.js';
import { splitConjunction } from '../utils/conjunction.js';
import { constExpr, uniform } from './const-expr.js';
import type { EquivalenceProperties } from './equivalence-properties.js';

/** What a predicate that holds teaches: `a = b` and `a = f(b)` make equal, `a = 5` makes constant. */
export function filterFacts(predicate: PhysicalExpr, facts: EquivalenceProperties): EquivalenceProperties {
  let result = facts;
  for (const [left, right] of collectColumnEqualities(predicate)) {
    if (left.kind === 'Column' && right.kind === 'Column') result = result.addEqualCondition(left, right);
  }
  for (const part of splitConjunction(predicate)) {
    if (!(part instanceof BinaryExpr) || part.op !== 'Eq') continue;
    const leftConst = result.isExprConstant(part.left);
    const rightConst = result.isExprConstant(part.right);
    if (leftConst !== undefined)
      result = result.addConstants([
        constExpr(part.right, part.left.literal === undefined ? leftConst : uniform(part.left.literal)),
      ]);
    else if (rightConst !== undefined)
      result = result.addConstants([
        constExpr(part.left, part.right.literal === undefined ? rightConst : uniform(part.right.literal)),
      ]);
  }
  for (const [left, right] of collectColumnEqualities(predicate)) {
    const columns = [left, right].filter(({ kind }) => kind === 'Column').length;
    if (columns === 1 && left.literal === undefined && right.literal === undefined)
      result = result.addEqualCondition(left, right);
  }
  return result;
}
