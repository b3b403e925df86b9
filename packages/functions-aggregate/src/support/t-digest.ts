/**
 * The t-digest of Dunning and Ertl: a sorted list of centroids (mean, weight) that is fine at both ends of the
 * distribution and coarse in the middle, so that quantiles can be estimated from little state. New values are merged in
 * sorted order, with at most `maxSize` centroids by the k1 scale function.
 */

/** Centroids when nothing else is said. */
export const DEFAULT_MAX_SIZE = 100;

/** Values near each other. */
export interface Centroid {
  mean: number;
  weight: number;
}

/** Mean and weight after adding a sum of values of some weight; the new sum is returned. */
function addTo(centroid: Centroid, sum: number, weight: number): number {
  const total = sum + centroid.weight * centroid.mean;
  centroid.weight += weight;
  centroid.mean = total / centroid.weight;
  return total;
}

/** The quantile that centroid `k` of `size` may reach up to. */
function scale(k: number, size: number): number {
  const share = k / size;
  if (share < 0.5) return 2 * share * share;
  const rest = 1 - share;
  return 1 - 2 * rest * rest;
}

/** Total order, NaN last. */
const byMean = (a: Centroid, b: Centroid): number => compare(a.mean, b.mean);
const compare = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));

/** A summary of a distribution. Immutable. */
export class TDigest {
  readonly maxSize: number;
  readonly centroids: readonly Centroid[];
  readonly sum: number;
  readonly count: number;
  readonly max: number;
  readonly min: number;

  constructor(maxSize: number, centroids: readonly Centroid[] = [], sum = 0, count = 0, max = NaN, min = NaN) {
    this.maxSize = maxSize;
    this.centroids = centroids;
    this.sum = sum;
    this.count = count;
    this.max = max;
    this.min = min;
  }

  /** The digest of one value of some weight. */
  static ofCentroid(maxSize: number, mean: number, weight: number): TDigest {
    return new TDigest(maxSize, [{ mean, weight }], mean * weight, weight, mean, mean);
  }

  /** The digest with values added, which come in ascending order (NaN last). */
  mergeSorted(values: ArrayLike<number>): TDigest {
    const { length } = values;
    if (length === 0) return this;
    const count = this.count + length;
    const [first, last] = [values[0]!, values[length - 1]!];
    const min = this.count > 0 ? smaller(this.min, first) : first;
    const max = this.count > 0 ? larger(this.max, last) : last;
    const merged = mergedCentroids(this.centroids, values);
    const { centroids, sum } = compress(merged, this.centroids.length + length, this.maxSize, count, 2);
    return new TDigest(this.maxSize, centroids, sum, count, max, min);
  }

  /** All digests as one. */
  static merge(digests: readonly TDigest[]): TDigest {
    const filled = digests.filter((digest) => digest.count > 0);
    const all = filled.flatMap((digest) => digest.centroids.map(({ mean, weight }) => ({ mean, weight })));
    if (all.length === 0) return new TDigest(DEFAULT_MAX_SIZE);
    const { maxSize } = digests[0]!;
    const count = filled.reduce((sum, digest) => sum + digest.count, 0);
    const min = filled.reduce((least, digest) => smaller(least, digest.min), Infinity);
    const max = filled.reduce((most, digest) => larger(most, digest.max), -Infinity);
    all.sort(byMean);
    const { centroids, sum } = compress(all.values(), all.length, maxSize, count, 1);
    return new TDigest(maxSize, centroids, sum, count, max, min);
  }

  /** The value below which a share `q` of the weight lies. */
  estimateQuantile(q: number): number {
    const { centroids } = this;
    if (centroids.length === 0) return 0;
    if (q >= 1) return this.max;
    if (q <= 0) return this.min;
    const rank = q * this.count;
    const { position, before } = q > 0.5 ? this.#fromEnd(rank) : this.#fromStart(rank);
    const { delta, min, max } = this.#surroundings(position);
    const { mean, weight } = centroids[position]!;
    const value = mean + ((rank - before) / weight - 0.5) * delta;
    return clamp(value, min === Infinity ? -Infinity : min, max === -Infinity ? Infinity : max);
  }

  /** The centroid that holds a rank, and the weight before it. */
  #fromEnd(rank: number): { readonly position: number; readonly before: number } {
    let before = this.count;
    for (let k = this.centroids.length - 1; k >= 0; k--) {
      before -= this.centroids[k]!.weight;
      if (rank >= before) return { position: k, before };
    }
    return { position: 0, before };
  }

  #fromStart(rank: number): { readonly position: number; readonly before: number } {
    let before = 0;
    for (const [k, { weight }] of this.centroids.entries()) {
      if (rank < before + weight) return { position: k, before };
      before += weight;
    }
    return { position: this.centroids.length - 1, before };
  }

  /** How far apart the neighbours of a centroid are, and the values it lies between. */
  #surroundings(position: number): { readonly delta: number; readonly min: number; readonly max: number } {
    const { centroids } = this;
    if (centroids.length === 1) return { delta: 0, min: this.min, max: this.max };
    const mean = centroids[position]!.mean;
    if (position === 0) return { delta: centroids[1]!.mean - mean, min: this.min, max: centroids[1]!.mean };
    const previous = centroids[position - 1]!.mean;
    if (position === centroids.length - 1) return { delta: mean - previous, min: previous, max: this.max };
    const next = centroids[position + 1]!.mean;
    return { delta: (next - previous) / 2, min: previous, max: next };
  }
}

/** Rust's `f64::min` and `max`: NaN loses. */
const smaller = (a: number, b: number): number => (Number.isNaN(a) || b < a ? b : a);
const larger = (a: number, b: number): number => (Number.isNaN(a) || b > a ? b : a);

function clamp(value: number, low: number, high: number): number {
  if (Number.isNaN(low) || Number.isNaN(high)) return value;
  return value < low ? low : value > high ? high : value;
}

/** Centroids and values in the order of their means; values come first among equals. */
function* mergedCentroids(centroids: readonly Centroid[], values: ArrayLike<number>): Generator<Centroid, undefined> {
  let c = 0;
  let v = 0;
  while (c < centroids.length || v < values.length) {
    const centroid = centroids[c];
    if (centroid !== undefined && (v >= values.length || centroid.mean < values[v]!)) {
      c++;
      yield { mean: centroid.mean, weight: centroid.weight };
    } else yield { mean: values[v++]!, weight: 1 };
  }
}

/**
 * Joins neighbours while they stay within the weight their place allows. `k` is the limit that follows the first one,
 * where DataFusion's two ways of merging differ.
 */
function compress(
  sorted: Iterator<Centroid, undefined>,
  length: number,
  maxSize: number,
  count: number,
  k: 1 | 2,
): { readonly centroids: readonly Centroid[]; readonly sum: number } {
  let limit = scale(1, maxSize) * count;
  let next: number = k;
  const compressed: Centroid[] = [];
  let current = sorted.next().value!;
  let reached = current.weight;
  let [sum, joinedSum, joinedWeight] = [0, 0, 0];
  for (let i = 1; i < length; i++) {
    const centroid = sorted.next().value!;
    reached += centroid.weight;
    if (reached <= limit) {
      joinedSum += centroid.mean * centroid.weight;
      joinedWeight += centroid.weight;
      continue;
    }
    sum += addTo(current, joinedSum, joinedWeight);
    [joinedSum, joinedWeight] = [0, 0];
    compressed.push(current);
    limit = scale(next++, maxSize) * count;
    current = centroid;
  }
  sum += addTo(current, joinedSum, joinedWeight);
  compressed.push(current);
  compressed.sort(byMean);
  return { centroids: compressed, sum };
}
