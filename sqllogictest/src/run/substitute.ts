/**
 * `control substitution on`: `$NAME`, `${NAME}` and `${NAME:default}` stand for variables; `\$` is a dollar sign.
 */

/** A test file uses a variable that has neither a value nor a default. */
export class SubstitutionError extends Error {
  override readonly name = 'SubstitutionError';
}

/** `sql` with its variables replaced. @throws SubstitutionError */
export function substituteVariables(sql: string, variables: ReadonlyMap<string, string>): string {
  return sql.replace(
    /\\([$\\])|\$(?:\{(\w+)(?::([^}]*))?\}|(\w+))/g,
    (_whole, escaped: string | undefined, braced: string | undefined, fallback: string | undefined, plain: string) => {
      if (escaped !== undefined) return escaped;
      const name = braced ?? plain;
      const value = variables.get(name) ?? fallback;
      if (value === undefined) throw new SubstitutionError(`no value for the variable '${name}'`);
      return value;
    },
  );
}
