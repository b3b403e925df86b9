import { type Expr, schemaName } from '@datafusion-ts/expr';

/** Column name of a subscript: `array[place]` or `array[begin:end]`; that of a plain call when arguments are missing. */
export function subscriptName(name: string, [array, ...places]: readonly Expr[]): string {
  const texts = places.map((place) => schemaName(place));
  if (array === undefined || places.length === 0) return `${name}(${array === undefined ? '' : schemaName(array)})`;
  return `${schemaName(array)}[${texts.join(':')}]`;
}
