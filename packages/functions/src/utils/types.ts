import { DataTypes, displayType, ExecutionError, InternalError, type DataType } from '@datafusion-ts/common';

/** Types that results take from their arguments. */

/** The type of text made from text of a type: large stays large and a view stays a view. */
export function textTypeOf(argument: DataType, functionName: string): DataType {
  switch (argument.kind) {
    case 'LargeUtf8':
    case 'LargeBinary':
      return DataTypes.LargeUtf8;
    case 'Utf8View':
    case 'BinaryView':
      return DataTypes.Utf8View;
    case 'Utf8':
    case 'Binary':
      return DataTypes.Utf8;
    case 'Null':
      return DataTypes.Null;
    case 'Dictionary':
      return textTypeOf(argument.valueType, functionName);
    default:
      throw new InternalError(`The ${functionName} function can only accept strings. Got ${displayType(argument)}`);
  }
}

/** The type of a length or position in text of a type: Int64 for large text, else Int32. */
export function lengthTypeOf(argument: DataType, functionName: string): DataType {
  switch (argument.kind) {
    case 'LargeUtf8':
    case 'LargeBinary':
      return DataTypes.Int64;
    case 'Utf8View':
    case 'BinaryView':
    case 'Utf8':
    case 'Binary':
      return DataTypes.Int32;
    case 'Null':
      return DataTypes.Null;
    case 'Dictionary':
      return lengthTypeOf(argument.valueType, functionName);
    default:
      throw new ExecutionError(
        `The ${functionName} function can only accept strings, but got ${displayType(argument)}`,
      );
  }
}
