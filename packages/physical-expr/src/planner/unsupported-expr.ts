import { debugString, displayType, NotImplementedError, type Field, type TableReference } from '@datafusion-ts/common';
import { displayExpr, type Expr } from '@datafusion-ts/expr';

/** The error for an expression without physical form; outer columns are spelled out as DataFusion does. */
export function unsupportedExpr(expr: Expr): NotImplementedError {
  const text = expr.kind === 'OuterReferenceColumn' ? outerReferenceText(expr) : displayExpr(expr);
  return new NotImplementedError(`Physical plan does not support logical expression ${text}`);
}

function outerReferenceText({ field, column }: Extract<Expr, { readonly kind: 'OuterReferenceColumn' }>): string {
  const relation = column.relation === undefined ? 'None' : `Some(${relationText(column.relation)})`;
  return `OuterReferenceColumn(${fieldText(field)}, Column { relation: ${relation}, name: ${debugString(column.name)} })`;
}

function fieldText({ name, dataType, nullable }: Field): string {
  return `Field { name: ${debugString(name)}, data_type: ${displayType(dataType)}${nullable ? ', nullable: true' : ''} }`;
}

function relationText({ catalog, schema, table }: TableReference): string {
  const parts = [
    ...(catalog === undefined ? [] : [`catalog: ${debugString(catalog)}`]),
    ...(schema === undefined ? [] : [`schema: ${debugString(schema)}`]),
    `table: ${debugString(table)}`,
  ];
  return `${['Bare', 'Partial', 'Full'][parts.length - 1]!} { ${parts.join(', ')} }`;
}
