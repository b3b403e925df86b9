import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { float64Builder } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature, SINGLETON } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { constantResult } from '../utils/rows.js';

/** `pi()`. */
export const pi: ScalarUDF = {
  name: 'pi',
  signature: Signature.nullary('Immutable'),
  returnType: () => DataTypes.Float64,
  invoke: (call) => constantResult(call, ScalarValue.float64(Math.PI)),
  outputOrdering: () => SINGLETON,
  documentation: doc(Sections.math, 'Gives an approximation of the number pi.', 'pi()', 'SELECT pi()'),
};

/** `random()`: from 0 up to, not including, 1; another number for each row. */
export const random: ScalarUDF = {
  name: 'random',
  aliases: ['rand'],
  signature: Signature.nullary('Volatile'),
  returnType: () => DataTypes.Float64,
  invoke: ({ rowCount, arena }) => {
    const builder = float64Builder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) builder.appendNumber(Math.random());
    return builder.finish();
  },
  documentation: doc(
    Sections.math,
    'Gives a random number from 0 up to 1 for each row.',
    'random()',
    'SELECT random() < 1',
  ),
};
