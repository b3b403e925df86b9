/**
 * `control substitution on`: `$NAME`, `${NAME}` and `${NAME:default}` stand for variables; `\$` is a dollar sign.
 */

/** `sql` with its variables replaced. @throws Error naming a variable that has neither value nor default */
export function substituteVariables(sql: string, variables: ReadonlyMap<string, string>): string {
  return sql.replace(
    /\\([$\\])|\$(?:\{(\w+)(?::([^}]*))?\}|(\w+))/g,
    (_whole, escaped: string | undefined, braced: string | undefined, fallback: string | undefined, plain: string) => {
      if (escaped !== undefined) return escaped;
      const name = braced ?? plain;
      const value = variables.get(name) ?? fallback;
      if (value === undefined) throw new Error(`no value for the variable '${name}'`);
      return value;
    },
  );
}
