/** State of approximate percentiles. */
import { DataTypes, ScalarValue, type DataType, type Field } from '@datafusion-ts/common';
import {
  flatten,
  getBit,
  getScalar,
  halfToNumber,
  mem,
  numberToHalf,
  physicalTypeOf,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { InternalError } from '@datafusion-ts/common';
import type { Accumulator } from '@datafusion-ts/expr-common';
import type { StateFieldsArgs } from '@datafusion-ts/expr';
import { listScalar } from './distinct-values.js';
import { toNumber } from './read-values.js';
import { withScratch } from './scratch.js';
import { listField, stateField } from './state-fields.js';
import { TDigest, type Centroid } from './t-digest.js';

/** Columns of a digest. */
export const digestFields = (args: StateFieldsArgs): readonly Field[] => [
  stateField(args, 'max_size', DataTypes.UInt64, false),
  ...['sum', 'count', 'max', 'min'].map((name) => stateField(args, name, DataTypes.Float64, false)),
  listField(args, 'centroids', DataTypes.Float64, false),
];

/** A digest as the scalars of its columns. */
function digestState(digest: TDigest): readonly ScalarValue[] {
  const centroids = digest.centroids.flatMap(({ mean, weight }) => [
    ScalarValue.float64(mean),
    ScalarValue.float64(weight),
  ]);
  return [
    ScalarValue.uint64(BigInt(digest.maxSize)),
    ...[digest.sum, digest.count, digest.max, digest.min].map((value) => ScalarValue.float64(value)),
    listScalar(centroids, DataTypes.Float64),
  ];
}

/** The digest in a row of state columns. */
function digestOfRow(states: readonly ColumnVector[], row: number): TDigest {
  const [maxSize, sum, count, max, min, list] = states.map((column) => getScalar(column, row).value);
  const numbers = (list as readonly ScalarValue[]).map(({ value }) => toNumber(value));
  const centroids: Centroid[] = [];
  for (let i = 0; i < numbers.length; i += 2) centroids.push({ mean: numbers[i]!, weight: numbers[i + 1]! });
  return new TDigest(Number(maxSize), centroids, toNumber(sum!), toNumber(count!), toNumber(max!), toNumber(min!));
}

/** Reads a column of floats of any width as doubles. */
function doubleReader(flat: FlatVector): (row: number) => number {
  switch (physicalTypeOf(flat.type)) {
    case 'float64':
      return (row) => mem.f64[(flat.values >>> 3) + row]!;
    case 'float32':
      return (row) => mem.f32[(flat.values >>> 2) + row]!;
    case 'null':
      return () => NaN;
    case 'float16':
      return (row) => toNumber(getScalar(flat, row).value);
    default:
      throw new InternalError(`APPROX_PERCENTILE_CONT is not expected to receive the type ${flat.type.kind}`);
  }
}

/** The values that are not null, sorted. */
function sortedValues(vector: ColumnVector, arena: Arena): Float64Array {
  const flat = flatten(vector, arena);
  const read = doubleReader(flat);
  const values = new Float64Array(flat.length - flat.nullCount);
  let at = 0;
  for (let row = 0; row < flat.length; row++)
    if (flat.validity === 0 || getBit(flat.validity, row)) values[at++] = read(row);
  return values.sort();
}

/** A percentile of the values of one group. */
export class DigestAccumulator implements Accumulator {
  readonly #percentile: number;
  readonly #type: DataType;
  protected digest: TDigest;

  constructor(percentile: number, maxSize: number, type: DataType = DataTypes.Float64) {
    this.#percentile = percentile;
    this.#type = type;
    this.digest = new TDigest(maxSize);
  }

  updateBatch([values]: readonly ColumnVector[]): void {
    withScratch((arena) => {
      this.digest = this.digest.mergeSorted(sortedValues(values!, arena));
    });
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    const rows = states[0]!.length;
    if (rows === 0) return;
    const digests = Array.from({ length: rows }, (_, row) => digestOfRow(states, row));
    this.digest = TDigest.merge([...digests, this.digest]);
  }

  state(): readonly ScalarValue[] {
    return digestState(this.digest);
  }

  evaluate(): ScalarValue {
    if (this.digest.count === 0) return new ScalarValue(this.#type, null);
    const value = this.digest.estimateQuantile(this.#percentile);
    return new ScalarValue(this.#type, roundTo(this.#type, value));
  }

  size(): number {
    return 96 + this.digest.centroids.length * 32;
  }
}

/** The nearest number a float type has. */
function roundTo(type: DataType, value: number): number {
  if (type.kind === 'Float32') return Math.fround(value);
  return type.kind === 'Float16' ? halfToNumber(numberToHalf(value)) : value;
}

/** The same over values with weights. */
export class WeightedDigestAccumulator extends DigestAccumulator {
  override updateBatch([values, weights]: readonly ColumnVector[]): void {
    withScratch((arena) => {
      const flat = flatten(values!, arena);
      const flatWeights = flatten(weights!, arena);
      const [read, readWeight] = [doubleReader(flat), doubleReader(flatWeights)];
      const digests: TDigest[] = [];
      for (let row = 0; row < flat.length; row++) {
        if (flat.validity !== 0 && !getBit(flat.validity, row)) continue;
        if (flatWeights.validity !== 0 && !getBit(flatWeights.validity, row)) continue;
        digests.push(TDigest.ofCentroid(this.digest.maxSize, read(row), readWeight(row)));
      }
      this.digest = TDigest.merge([...digests, this.digest]);
    });
  }
}
