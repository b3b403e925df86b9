/** How many runs a property gets, and which seed: `DF_PROP_RUNS` multiplies, `DF_PROP_SEED` replays. */
export function propertyBudget(runs: number): { readonly numRuns: number; readonly seed?: number } {
  const numRuns = Math.round(runs * Number(process.env['DF_PROP_RUNS'] ?? 1));
  const seed = process.env['DF_PROP_SEED'];
  return seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) };
}
