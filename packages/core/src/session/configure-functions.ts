import type { ConfigOptions } from '@datafusion-ts/common';
import type { MutableFunctionRegistry } from '@datafusion-ts/expr';

/** Replaces functions whose result type depends on settings (the time zone) by those for the current settings. */
export function configureFunctions(functions: MutableFunctionRegistry, config: ConfigOptions): void {
  const configurable = new Set(
    functions.udfNames().flatMap((name) => {
      const func = functions.findUdf(name);
      return func?.withConfig === undefined ? [] : [func];
    }),
  );
  for (const func of configurable) functions.registerUdf(func.withConfig!(config));
}
