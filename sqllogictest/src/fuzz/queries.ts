/** Random queries over random tables. Results do not depend on the order of rows unless ORDER BY fixes it. */
import { Expressions, type Family, type ScopeColumn } from './expressions.js';
import { node, optional, render, type SqlNode } from './node.js';
import type { Random } from './random.js';
import type { FuzzTable } from './tables.js';

const DEPTH = 3;

/** Families whose values can be grouped, joined and sorted by. */
const KEYS: readonly Family[] = ['int', 'decimal', 'bool', 'text', 'date', 'timestamp', 'time', 'binary', 'float'];

/** Select items with names of their own: the oracle's reader takes columns of one name for one. */
const list = (nodes: readonly SqlNode[]): SqlNode['parts'] =>
  nodes.flatMap((item, i) => (i === 0 ? [item, ' AS o0'] : [optional(', ', item, ` AS o${i}`)]));

export class Queries {
  readonly #random: Random;
  readonly #tables: readonly FuzzTable[];
  #aliases = 0;

  constructor(random: Random, tables: readonly FuzzTable[]) {
    this.#random = random;
    this.#tables = tables;
  }

  /** A whole statement. */
  query(): SqlNode {
    switch (this.#random.below(10)) {
      case 0:
      case 1:
      case 2:
        return this.#select();
      case 3:
      case 4:
      case 5:
        return this.#aggregate();
      case 6:
        return this.#window();
      case 7:
        return this.#setOperation();
      case 8:
        return this.#ordered();
      default:
        return this.#distinct();
    }
  }

  /** FROM with its joins, and what its columns are called. */
  #from(): { readonly sql: SqlNode; readonly scope: readonly ScopeColumn[] } {
    const random = this.#random;
    const first = this.#relation();
    if (!random.chance(0.4)) return first;
    const second = this.#relation();
    const scope = [...first.scope, ...second.scope];
    const kind = random.pick([
      'JOIN',
      'LEFT JOIN',
      'RIGHT JOIN',
      'FULL JOIN',
      'LEFT SEMI JOIN',
      'LEFT ANTI JOIN',
      'RIGHT SEMI JOIN',
      'RIGHT ANTI JOIN',
    ]);
    const family = random.pick(KEYS);
    const keyOf = (side: readonly ScopeColumn[]): SqlNode => new Expressions(random, side).of(family, 1);
    const filter = optional(' AND ', new Expressions(random, scope).of('bool', 1));
    const parts = [first.sql, ` ${kind} `, second.sql, ' ON ', keyOf(first.scope), ' = ', keyOf(second.scope)];
    const sql = node('from', random.chance(0.3) ? [...parts, filter] : parts);
    if (kind.includes('SEMI') || kind.includes('ANTI'))
      return { sql, scope: kind.startsWith('LEFT') ? first.scope : second.scope };
    return { sql, scope };
  }

  /** A table or a subquery. */
  #relation(): { readonly sql: SqlNode; readonly scope: readonly ScopeColumn[] } {
    const random = this.#random;
    const table = random.pick(this.#tables);
    const alias = `t${this.#aliases++}`;
    if (random.chance(0.8)) {
      const scope = table.columns.map(({ name, type }) => ({ sql: `${alias}.${name}`, family: type.family }));
      return { sql: node('relation', [`${table.name} AS ${alias}`]), scope };
    }
    const inner = `s${this.#aliases++}`;
    const columns = table.columns.map(({ name, type }) => ({ sql: `${inner}.${name}`, family: type.family }));
    const expressions = new Expressions(random, columns);
    const items = random
      .times(1 + random.below(3), () => random.pick(KEYS))
      .map((family, i) => ({ family, name: `e${i}`, sql: this.#ofColumns(expressions, family, inner) }));
    const select = items.flatMap(({ sql, name }, i) => [i === 0 ? '' : ', ', sql, ` AS ${name}`]);
    return {
      sql: node('relation', [
        '(SELECT ',
        ...select,
        `, ${inner}.id AS id FROM ${table.name} AS ${inner}`,
        optional(' WHERE ', expressions.of('bool', 2)),
        `) AS ${alias}`,
      ]),
      scope: [
        { sql: `${alias}.id`, family: 'int' },
        ...items.map(({ name, family }) => ({ sql: `${alias}.${name}`, family })),
      ],
    };
  }

  /**
   * An expression that names a column of the alias where the family has one: the real engine takes a constant for one on
   * the side of an outer join that is filled up with NULLs, too.
   */
  #ofColumns(expressions: Expressions, family: Family, alias: string): SqlNode {
    for (let tries = 0; tries < 8; tries++) {
      const made = expressions.of(family, 2);
      if (render(made).includes(`${alias}.`)) return made;
    }
    return node(family, [`CASE WHEN ${alias}.id >= 0 THEN `, expressions.leaf(family), ' END']);
  }

  #where(expressions: Expressions): SqlNode {
    const random = this.#random;
    if (random.chance(0.4)) return node('none', ['']);
    if (random.chance(0.2)) return optional(' WHERE ', this.#subqueryTest(expressions));
    return optional(' WHERE ', expressions.of('bool', DEPTH));
  }

  #subqueryTest(expressions: Expressions): SqlNode {
    const random = this.#random;
    const inner = this.#relation();
    const innerExpressions = new Expressions(random, inner.scope);
    const family = random.pick(KEYS);
    const key = innerExpressions.of(family, 1);
    const outer = expressions.of(family, 1);
    const filter = optional(' WHERE ', innerExpressions.of('bool', 1));
    switch (random.below(4)) {
      case 0:
        return node('bool', [outer, ' IN (SELECT ', key, ' FROM ', inner.sql, filter, ')']);
      case 1:
        return node('bool', [outer, ' NOT IN (SELECT ', key, ' FROM ', inner.sql, filter, ')']);
      case 2:
        return node('bool', [
          random.pick(['EXISTS', 'NOT EXISTS']),
          ' (SELECT 1 FROM ',
          inner.sql,
          ' WHERE ',
          key,
          ' = ',
          outer,
          ')',
        ]);
      default:
        return node('bool', [
          outer,
          random.pick([' = ', ' < ', ' >= ']),
          `(SELECT ${random.pick(['max', 'min'])}(`,
          key,
          ') FROM ',
          inner.sql,
          filter,
          ')',
        ]);
    }
  }

  #select(): SqlNode {
    const { sql, scope } = this.#from();
    const expressions = new Expressions(this.#random, scope);
    const items = this.#random.times(1 + this.#random.below(4), () => expressions.any(DEPTH));
    return node('query', ['SELECT ', ...list(items), ' FROM ', sql, this.#where(expressions)]);
  }

  #distinct(): SqlNode {
    const random = this.#random;
    const { sql, scope } = this.#from();
    const expressions = new Expressions(random, scope);
    const items = random.times(1 + random.below(3), () => expressions.of(random.pick(KEYS), 2));
    return node('query', ['SELECT DISTINCT ', ...list(items), ' FROM ', sql, this.#where(expressions)]);
  }

  #aggregateCall(expressions: Expressions): SqlNode {
    const random = this.#random;
    const filter = random.chance(0.15) ? optional(' FILTER (WHERE ', expressions.of('bool', 1), ')') : '';
    switch (random.below(8)) {
      case 0:
        return node('aggregate', ['count(*)', filter]);
      case 1:
        return node('aggregate', [
          'count(',
          random.pick(['', 'DISTINCT ']),
          expressions.of(random.pick(KEYS), 2),
          ')',
          filter,
        ]);
      case 2:
        return node('aggregate', [
          'sum(',
          random.pick(['', '', 'DISTINCT ']),
          expressions.of(random.pick(['int', 'decimal', 'float']), 1),
          ')',
          filter,
        ]);
      case 3:
        return node('aggregate', ['avg(', expressions.of(random.pick(['int', 'decimal', 'float']), 1), ')', filter]);
      case 4:
        return node('aggregate', [random.pick(['bool_and(', 'bool_or(']), expressions.of('bool', 2), ')', filter]);
      case 5:
        return node('aggregate', [
          random.pick(['bit_and(', 'bit_or(', 'bit_xor(']),
          expressions.leaf('int'),
          ')',
          filter,
        ]);
      case 6:
        return node('aggregate', [
          random.pick(['stddev(', 'var_pop(', 'median(']),
          expressions.leaf('int'),
          ')',
          filter,
        ]);
      default:
        return node('aggregate', [
          random.pick(['min(', 'max(']),
          expressions.of(random.pick([...KEYS, 'interval']), 2),
          ')',
          filter,
        ]);
    }
  }

  #aggregate(): SqlNode {
    const random = this.#random;
    const { sql, scope } = this.#from();
    const expressions = new Expressions(random, scope);
    const keys = random.times(random.below(4), () => expressions.of(random.pick(KEYS), 2));
    const calls = random.times(1 + random.below(3), () => this.#aggregateCall(expressions));
    const where = this.#where(expressions);
    const having = random.chance(0.2) ? optional(' HAVING count(*) > ', String(random.below(3))) : '';
    if (keys.length === 0) return node('query', ['SELECT ', ...list(calls), ' FROM ', sql, where, having]);
    const positions = keys.map((_, i) => i + 1).join(', ');
    const grouping =
      random.chance(0.15) && keys.length > 1 ? `${random.pick(['ROLLUP', 'CUBE'])} (${positions})` : positions;
    const selected = keys.flatMap((key, i) => [key, ` AS k${i}, `]);
    return node('query', [
      'SELECT ',
      ...selected,
      ...list(calls),
      ' FROM ',
      sql,
      where,
      ` GROUP BY ${grouping}`,
      having,
    ]);
  }

  #window(): SqlNode {
    const random = this.#random;
    const relation = this.#relation();
    const expressions = new Expressions(random, relation.scope);
    const id = relation.scope[0]!.sql;
    const call = (): SqlNode => {
      const partition = optional('PARTITION BY ', expressions.of(random.pick(KEYS), 1), ' ');
      const order = `ORDER BY ${id}${random.pick([' ASC', ' DESC'])}`;
      const frame = random.pick([
        '',
        '',
        ' ROWS BETWEEN 2 PRECEDING AND CURRENT ROW',
        ' ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
        ' ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
        ' RANGE BETWEEN 3 PRECEDING AND 1 FOLLOWING',
        ' ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
      ]);
      const name = random.below(8);
      if (name === 0)
        return node('window', [
          random.pick(['row_number()', 'rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()', 'ntile(3)']),
          ' OVER (',
          partition,
          order,
          ')',
        ]);
      if (name === 1)
        return node('window', [
          random.pick(['lag(', 'lead(']),
          expressions.of(random.pick(KEYS), 1),
          `, ${random.below(3)}) OVER (`,
          partition,
          order,
          ')',
        ]);
      if (name === 2)
        return node('window', [
          random.pick(['first_value(', 'last_value(']),
          expressions.of(random.pick(KEYS), 1),
          ') OVER (',
          partition,
          order,
          frame,
          ')',
        ]);
      return node('window', [this.#windowAggregate(expressions), ' OVER (', partition, order, frame, ')']);
    };
    const calls = random.times(1 + random.below(3), call);
    return node('query', [`SELECT ${id}, `, ...list(calls), ' FROM ', relation.sql, this.#where(expressions)]);
  }

  #windowAggregate(expressions: Expressions): SqlNode {
    const random = this.#random;
    const family = random.pick<Family>(['int', 'decimal', 'float']);
    return node('call', [random.pick(['sum(', 'count(', 'avg(', 'min(', 'max(']), expressions.of(family, 1), ')']);
  }

  #setOperation(): SqlNode {
    const random = this.#random;
    const families = random.times(1 + random.below(3), () => random.pick(KEYS));
    const side = (): SqlNode => {
      const { sql, scope } = this.#relation();
      const expressions = new Expressions(random, scope);
      const items = families.flatMap((family, i) => [i === 0 ? '' : ', ', expressions.of(family, 2), ` AS k${i}`]);
      return node('side', ['SELECT ', ...items, ' FROM ', sql, this.#where(expressions)]);
    };
    const operator = random.pick(['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL']);
    return node('query', [side(), ` ${operator} `, side()]);
  }

  /** ORDER BY with LIMIT: the unique id last makes the answer one. */
  #ordered(): SqlNode {
    const random = this.#random;
    const relation = this.#relation();
    const expressions = new Expressions(random, relation.scope);
    const id = relation.scope[0]!.sql;
    const keys = random.times(random.below(3), () =>
      optional(
        expressions.of(random.pick(KEYS), 1),
        random.pick([' ASC', ' DESC', ' ASC NULLS FIRST', ' DESC NULLS LAST']),
        ', ',
      ),
    );
    const items = random.times(1 + random.below(3), () => expressions.any(2));
    const limit = optional(` LIMIT ${random.below(12)}`, optional(` OFFSET ${random.below(5)}`));
    return node('query', [
      'SELECT ',
      ...list(items),
      ' FROM ',
      relation.sql,
      this.#where(expressions),
      ' ORDER BY ',
      ...keys,
      id,
      limit,
    ]);
  }
}
