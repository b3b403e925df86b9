/** Texts of window expressions in EXPLAIN: types, fields and frames in Rust's debug style where DataFusion prints them so. */
import { debugScalar, displayScalar, displayType, type DataType, type Field } from '@datafusion-ts/common';
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

/** A field with what is not as usual: `item` as name and NOT NULL are left out. */
function debugField({ name, dataType, nullable, metadata }: Field): string {
  const parts: string[] = [];
  if (name !== 'item') parts.push(`name: ${JSON.stringify(name)}`);
  parts.push(`data_type: ${debugType(dataType)}`);
  if (nullable) parts.push('nullable: true');
  if (metadata !== undefined && metadata.size > 0) {
    const entries = [...metadata].map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    parts.push(`metadata: {${entries.join(', ')}}`);
  }
  return `Field { ${parts.join(', ')} }`;
}

function debugType(type: DataType): string {
  switch (type.kind) {
    case 'Timestamp':
      return `Timestamp(${type.unit}, ${type.timezone === undefined ? 'None' : `Some(${JSON.stringify(type.timezone)})`})`;
    case 'Time32':
    case 'Time64':
    case 'Duration':
      return `${type.kind}(${type.unit})`;
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
      return `${type.kind}(${debugField(type.field)})`;
    case 'FixedSizeList':
      return `FixedSizeList(${debugField(type.field)}, ${type.size})`;
    case 'Struct':
      return `Struct([${type.fields.map(debugField).join(', ')}])`;
    case 'Map':
      return `Map(${debugField(type.entries)}, ${type.sorted})`;
    case 'Dictionary':
      return `Dictionary(${debugType(type.keyType)}, ${debugType(type.valueType)})`;
    default:
      return displayType(type);
  }
}
