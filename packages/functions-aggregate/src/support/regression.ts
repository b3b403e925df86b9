/** What the `regr_…` functions share: the moments of pairs (y, x), updated pair by pair. */
import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { Accumulator } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { twoFloats } from './float-signature.js';
import { eachFloatPair } from './read-values.js';
import { withScratch } from './scratch.js';
import { stateField } from './state-fields.js';
import { stateRow, stateScalars } from './state-row.js';

/** Count, means, sums of squares and sum of products of the pairs so far. */
class Regression {
  count = 0;
  meanX = 0;
  meanY = 0;
  m2X = 0;
  m2Y = 0;
  constant = 0;

  add(y: number, x: number): void {
    this.count++;
    const [dx, dy] = [x - this.meanX, y - this.meanY];
    this.meanX += dx / this.count;
    this.meanY += dy / this.count;
    this.m2X += dx * (x - this.meanX);
    this.m2Y += dy * (y - this.meanY);
    this.constant += dx * (y - this.meanY);
  }

  remove(y: number, x: number): void {
    if (this.count <= 1) return this.#clear();
    this.count--;
    const [dx, dy] = [x - this.meanX, y - this.meanY];
    this.meanX -= dx / this.count;
    this.meanY -= dy / this.count;
    this.m2X -= dx * (x - this.meanX);
    this.m2Y -= dy * (y - this.meanY);
    this.constant -= dx * (y - this.meanY);
  }

  #clear(): void {
    this.count = 0;
    this.meanX = 0;
    this.meanY = 0;
    this.m2X = 0;
    this.m2Y = 0;
    this.constant = 0;
  }

  merge([count, meanX, meanY, m2X, m2Y, constant]: readonly number[]): void {
    if (count === 0) return;
    const total = this.count + count!;
    const [dx, dy] = [meanX! - this.meanX, meanY! - this.meanY];
    this.m2X = this.m2X + m2X! + (dx * dx * this.count * count!) / total;
    this.m2Y = this.m2Y + m2Y! + (dy * dy * this.count * count!) / total;
    this.constant = this.constant + constant! + (dx * dy * this.count * count!) / total;
    this.meanX = (this.count * this.meanX + count! * meanX!) / total;
    this.meanY = (this.count * this.meanY + count! * meanY!) / total;
    this.count = total;
  }

  get covariance(): number {
    return this.constant / this.count;
  }
  get varianceX(): number {
    return this.m2X / this.count;
  }
  get varianceY(): number {
    return this.m2Y / this.count;
  }
}

/** One result of a regression; undefined is NULL. */
export type RegressionResult = (pairs: Regression) => number | undefined;

/** Makes one of the functions. */
export function regressionFunction(
  name: string,
  description: string,
  result: RegressionResult,
  returnType: DataType = DataTypes.Float64,
): AggregateUDF {
  return {
    name,
    signature: twoFloats(),
    orderSensitivity: 'Insensitive',
    returnType: () => returnType,
    stateFields: (args) => [
      stateField(args, 'count', DataTypes.UInt64),
      ...['mean_x', 'mean_y', 'm2_x', 'm2_y', 'algo_const'].map((state) => stateField(args, state, DataTypes.Float64)),
    ],
    accumulator: () => new RegressionAccumulator(result, returnType),
    documentation: {
      section: 'Statistical Functions',
      description,
      syntax: `${name}(expression_y, expression_x)`,
      sqlExample: `SELECT ${name}(price, quantity) FROM orders;`,
      args: [
        { name: 'expression_y', description: 'The dependent variable.' },
        { name: 'expression_x', description: 'The independent variable.' },
      ],
    },
  };
}

/** A regression over one group; pairs can be taken out again. */
class RegressionAccumulator implements Accumulator {
  readonly supportsRetract = true;
  readonly #result: RegressionResult;
  readonly #type: DataType;
  readonly #pairs = new Regression();

  constructor(result: RegressionResult, type: DataType) {
    this.#result = result;
    this.#type = type;
  }

  updateBatch([y, x]: readonly ColumnVector[]): void {
    withScratch((arena) => eachFloatPair(y!, x!, arena, (a, b) => this.#pairs.add(a, b)));
  }

  retractBatch([y, x]: readonly ColumnVector[]): void {
    withScratch((arena) => eachFloatPair(y!, x!, arena, (a, b) => this.#pairs.remove(a, b)));
  }

  mergeBatch(states: readonly ColumnVector[]): void {
    for (let row = 0; row < states[0]!.length; row++) this.#pairs.merge(stateRow(states, row));
  }

  state(): readonly ScalarValue[] {
    const { count, meanX, meanY, m2X, m2Y, constant } = this.#pairs;
    return stateScalars(count, [meanX, meanY, m2X, m2Y, constant]);
  }

  evaluate(): ScalarValue {
    const value = this.#result(this.#pairs);
    if (value === undefined) return new ScalarValue(this.#type, null);
    return new ScalarValue(this.#type, this.#type.kind === 'UInt64' ? BigInt(value) : value);
  }

  size(): number {
    return 72;
  }
}
