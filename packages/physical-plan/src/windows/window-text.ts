/** Texts of window expressions in EXPLAIN: types, fields and frames in Rust's debug style where DataFusion prints them so. */
import { debugField, debugScalar, displayScalar, displayType } from '@datafusion-ts/common';
import { displayWindowFrame, type WindowFrame, type WindowFrameBound } from '@datafusion-ts/expr';
import type { WindowExpr } from '@datafusion-ts/physical-expr';

/** `name: Field { "name": nullable Int64 }, frame: ROWS BETWEEN …`, as BoundedWindowAggExec prints it. */
export function boundedWindowText(expr: WindowExpr): string {
  const { name, dataType, nullable } = expr.field;
  const field = `Field { ${JSON.stringify(name)}: ${nullable ? 'nullable ' : ''}${displayType(dataType)} }`;
  return `${expr.name}: ${field}, frame: ${displayWindowFrame(expr.frame, displayScalar)}`;
}

/** `name: Ok(Field { … }), frame: WindowFrame { … }`, as WindowAggExec prints it. */
export function windowText(expr: WindowExpr): string {
  return `${expr.name}: Ok(${debugField(expr.field)}), frame: ${debugFrame(expr.frame)}`;
}

function debugFrame({ units, startBound, endBound, causal }: WindowFrame): string {
  return `WindowFrame { units: ${units}, start_bound: ${debugBound(startBound)}, end_bound: ${debugBound(endBound)}, is_causal: ${causal} }`;
}

const debugBound = (bound: WindowFrameBound): string =>
  bound.kind === 'CurrentRow' ? 'CurrentRow' : `${bound.kind}(${debugScalar(bound.value)})`;
