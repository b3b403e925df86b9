/** What a property may take. */
export interface PropertyBudget {
  readonly numRuns: number;
  readonly seed?: number;
  /** Milliseconds: looking for a smaller counterexample may otherwise go on for long after the test has failed. */
  readonly interruptAfterTimeLimit: number;
}

/** How many runs a property gets, and which seed: `DF_PROP_RUNS` multiplies, `DF_PROP_SEED` replays. */
export function propertyBudget(runs: number): PropertyBudget {
  const factor = Number(process.env['DF_PROP_RUNS'] ?? 1);
  const seed = process.env['DF_PROP_SEED'];
  const budget = { numRuns: Math.round(runs * factor), interruptAfterTimeLimit: 50_000 * Math.max(1, factor) };
  return seed === undefined ? budget : { ...budget, seed: Number(seed) };
}
