/** A limit on the output of another, as one on its input. */
export function combineLimit(
  parentSkip: number,
  parentFetch: number | undefined,
  childSkip: number,
  childFetch: number | undefined,
): { readonly skip: number; readonly fetch: number | undefined } {
  const left = childFetch === undefined ? undefined : Math.max(0, childFetch - parentSkip);
  const fetch = parentFetch === undefined || left === undefined ? (parentFetch ?? left) : Math.min(parentFetch, left);
  return { skip: childSkip + parentSkip, fetch };
}
