import { displayType, type ScalarValue } from '@datafusion-ts/common';

/** A literal as EXPLAIN prints it, with its type: `Int64(1)`, `Utf8("a")`. */
export function scalarDebugText(value: ScalarValue): string {
  return `${displayType(value.dataType)}(${value.isNull ? 'NULL' : scalarText(value)})`;
}

/** A value alone: `1`, `a`. */
export function scalarText(value: ScalarValue): string {
  return String(value.value);
}
