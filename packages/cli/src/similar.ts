/** What somebody may have meant: the candidate with the highest Jaro similarity, when that is above 0.7 as in clap. */
export function mostSimilar<T extends string>(text: string, candidates: readonly T[]): T | undefined {
  let best: T | undefined;
  let highest = 0.7;
  for (const candidate of candidates) {
    const similarity = jaro(text, candidate);
    if (similarity <= highest) continue;
    [best, highest] = [candidate, similarity];
  }
  return best;
}

/** Jaro similarity: 1 for equal texts, 0 for texts without common letters near the same place. */
function jaro(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 1 : 0;
  const reach = Math.max(Math.floor(Math.max(a.length, b.length) / 2) - 1, 0);
  const taken = new Set<number>();
  const [fromA, fromB]: [string[], number[]] = [[], []];
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++) {
      if (taken.has(j) || a[i] !== b[j]) continue;
      taken.add(j);
      fromA.push(a[i]!);
      fromB.push(j);
      break;
    }
  }
  const common = fromA.length;
  if (common === 0) return 0;
  const inB = fromB.sort((x, y) => x - y).map((j) => b[j]!);
  const swapped = fromA.filter((letter, i) => letter !== inB[i]).length / 2;
  return (common / a.length + common / b.length + (common - swapped) / common) / 3;
}
