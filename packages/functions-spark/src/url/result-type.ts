import { DataTypes, type DataType } from '@datafusion-ts/common';

/** The type of text that functions of URLs give for an argument of a type: the same, without encoding. */
export function valueTypeOrText(type: DataType): DataType {
  if (type.kind === 'Dictionary') return valueTypeOrText(type.valueType);
  return type.kind === 'Null' ? DataTypes.Utf8 : type;
}
