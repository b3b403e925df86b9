/** `first_value` and `last_value`, each the other one read backwards. */
import { Signature } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { FirstLastGroups } from './first-last-groups.js';
import { FirstLastAccumulator, firstLastFields } from './first-last-state.js';

function make(word: 'first' | 'last', other: () => AggregateUDF): AggregateUDF {
  const name = `${word}_value`;
  return {
    name,
    signature: Signature.any(1, 'Immutable'),
    orderSensitivity: 'Beneficial',
    supportsNullHandling: true,
    returnType: ([type]) => type!,
    stateFields: (args) => firstLastFields(args, name),
    accumulator: (args) => new FirstLastAccumulator(word === 'last', args),
    groupsAccumulator: (args) => new FirstLastGroups(word === 'last', args),
    reverse: other,
    documentation: {
      section: 'General Functions',
      description: `Returns the ${word} element in an aggregation group according to the requested ordering. If no ordering is given, returns an arbitrary element from the group.`,
      syntax: `${name}(expression [ORDER BY expression])`,
      sqlExample: `SELECT ${name}(name ORDER BY age) FROM users;`,
      args: [{ name: 'expression', description: 'What to take: a constant, column or function.' }],
    },
  };
}

/** The value of the first row. */
export const firstValue: AggregateUDF = make('first', () => lastValue);

/** The value of the last row. */
export const lastValue: AggregateUDF = make('last', () => firstValue);
