import { compareScalars, displayScalar, PlanError } from '@datafusion-ts/common';
import type { WindowFrame, WindowFrameBound } from '@datafusion-ts/expr';

/** Throws a PlanError when a frame would begin behind its end. */
export function checkFrameBounds({ startBound, endBound }: WindowFrame): void {
  if (inOrder(startBound, endBound)) return;
  throw new PlanError(
    `Invalid window frame: start bound (${text(startBound)}) cannot be larger than end bound (${text(endBound)})`,
  );
}

function inOrder(start: WindowFrameBound, end: WindowFrameBound): boolean {
  if (start.kind === 'Following') {
    if (end.kind !== 'Following' || start.value.isNull) return false;
    return end.value.isNull || (compareScalars(start.value, end.value) ?? 0) <= 0;
  }
  if (end.kind !== 'Preceding') return true;
  if (start.kind === 'CurrentRow' || end.value.isNull) return false;
  return start.value.isNull || (compareScalars(start.value, end.value) ?? 0) >= 0;
}

function text(bound: WindowFrameBound): string {
  if (bound.kind === 'CurrentRow') return 'CURRENT ROW';
  return `${bound.value.isNull ? 'UNBOUNDED' : displayScalar(bound.value)} ${bound.kind === 'Preceding' ? 'PRECEDING' : 'FOLLOWING'}`;
}
