let clock: { now(): number } | undefined;

/** Milliseconds of a clock that only moves on. In Node, `performance` is a getter, and asking it costs as much as the clock. */
export const now = (): number => (clock ??= performance).now();
