/** Random expressions over the columns in scope. The kind of a piece is the family of its type. */
import { node, type SqlNode } from './node.js';
import type { Random } from './random.js';
import { typesOf, valueSql, type FuzzType } from './types.js';

export type Family = FuzzType['family'];

/** A column that an expression may name. */
export interface ScopeColumn {
  readonly sql: string;
  readonly family: Family;
}

/** Families that values can be made of for the left and right of a comparison. */
const COMPARABLE: readonly Family[] = [
  'int',
  'float',
  'decimal',
  'bool',
  'text',
  'date',
  'timestamp',
  'time',
  'interval',
  'binary',
];

export class Expressions {
  readonly #random: Random;
  readonly #scope: readonly ScopeColumn[];

  constructor(random: Random, scope: readonly ScopeColumn[]) {
    this.#random = random;
    this.#scope = scope;
  }

  /** An expression of a family, `depth` functions deep at most. */
  of(family: Family, depth: number): SqlNode {
    const random = this.#random;
    if (depth <= 0 || random.chance(0.25)) return this.leaf(family);
    if (random.chance(0.12)) return this.#conditional(family, depth - 1);
    switch (family) {
      case 'bool':
        return this.#bool(depth - 1);
      case 'int':
        return this.#int(depth - 1);
      case 'float':
        return this.#float(depth - 1);
      case 'decimal':
        return this.#decimal(depth - 1);
      case 'text':
        return this.#text(depth - 1);
      case 'date':
      case 'timestamp':
        return this.#temporal(family, depth - 1);
      case 'list':
        return this.#list(depth - 1);
      default:
        return this.leaf(family);
    }
  }

  /** A column of the family, or a literal. */
  leaf(family: Family): SqlNode {
    const random = this.#random;
    const columns = this.#scope.filter((column) => column.family === family);
    const literal = valueSql(random.pick(typesOf(family)), random);
    if (columns.length > 0 && random.chance(0.8)) return node(family, [random.pick(columns).sql]);
    return node(family, [literal]);
  }

  /** An expression of any family. */
  any(depth: number): SqlNode {
    const random = this.#random;
    const families = this.#scope.map((column) => column.family);
    return this.of(
      random.chance(0.7) && families.length > 0
        ? random.pick(families)
        : random.pick([...COMPARABLE, 'list', 'struct']),
      depth,
    );
  }

  #call(family: Family, name: string, ...args: readonly (SqlNode | string)[]): SqlNode {
    const parts = args.flatMap((arg, i) => (i === 0 ? [arg] : [', ', arg]));
    return node(family, [`${name}(`, ...parts, ')']);
  }

  #binary(family: Family, operator: string, left: SqlNode, right: SqlNode): SqlNode {
    return node(family, ['(', left, ` ${operator} `, right, ')']);
  }

  #conditional(family: Family, depth: number): SqlNode {
    const random = this.#random;
    switch (random.below(5)) {
      case 0:
        return node(family, [
          'CASE WHEN ',
          this.of('bool', depth),
          ' THEN ',
          this.of(family, depth),
          ' ELSE ',
          this.of(family, depth),
          ' END',
        ]);
      case 1:
        return node(family, ['CASE WHEN ', this.of('bool', depth), ' THEN ', this.of(family, depth), ' END']);
      case 2:
        return this.#call(family, 'coalesce', this.of(family, depth), this.of(family, depth));
      case 3:
        return this.#call(family, 'nullif', this.of(family, depth), this.of(family, depth));
      default: {
        const key = random.pick<Family>(['int', 'text', 'bool']);
        return node(family, [
          'CASE ',
          this.of(key, depth),
          ' WHEN ',
          this.leaf(key),
          ' THEN ',
          this.of(family, depth),
          ' WHEN ',
          this.leaf(key),
          ' THEN ',
          this.of(family, depth),
          ' END',
        ]);
      }
    }
  }

  #bool(depth: number): SqlNode {
    const random = this.#random;
    const family = random.pick(COMPARABLE);
    switch (random.below(11)) {
      case 0:
      case 1:
        return this.#binary('bool', random.pick(['AND', 'OR']), this.of('bool', depth), this.of('bool', depth));
      case 2:
        return node('bool', ['(NOT ', this.of('bool', depth), ')']);
      case 3:
        return node('bool', ['(', this.any(depth), random.pick([' IS NULL', ' IS NOT NULL']), ')']);
      case 4:
        return node('bool', [
          '(',
          this.of(family, depth),
          random.pick([' IN (', ' NOT IN (']),
          this.leaf(family),
          ', ',
          this.leaf(family),
          ', ',
          this.leaf(family),
          '))',
        ]);
      case 5:
        return node('bool', [
          '(',
          this.of(family, depth),
          random.pick([' BETWEEN ', ' NOT BETWEEN ']),
          this.leaf(family),
          ' AND ',
          this.leaf(family),
          ')',
        ]);
      case 6:
        return node('bool', [
          '(',
          this.of('text', depth),
          random.pick([' LIKE ', ' NOT LIKE ', ' ILIKE ']),
          random.pick(["'%a%'", "'a%'", "'%b'", "'_b%'", "'a\\%b'", "''", "'%'"]),
          ')',
        ]);
      case 7:
        return this.#binary(
          'bool',
          random.pick(['IS DISTINCT FROM', 'IS NOT DISTINCT FROM']),
          this.of(family, depth),
          this.of(family, depth),
        );
      case 8:
        return node('bool', [
          '(',
          this.of('bool', depth),
          random.pick([' IS TRUE', ' IS NOT FALSE', ' IS UNKNOWN']),
          ')',
        ]);
      case 9:
        return random.chance(0.5)
          ? this.#call(
              'bool',
              random.pick(['starts_with', 'contains', 'ends_with']),
              this.of('text', depth),
              this.leaf('text'),
            )
          : this.#call('bool', 'array_has', this.of('list', depth), this.leaf('int'));
      default:
        return this.#binary(
          'bool',
          random.pick(['=', '<>', '<', '<=', '>', '>=']),
          this.of(family, depth),
          this.of(family, depth),
        );
    }
  }

  #int(depth: number): SqlNode {
    const random = this.#random;
    switch (random.below(12)) {
      case 0:
        return this.#call(
          'int',
          random.pick(['length', 'octet_length', 'bit_length', 'ascii', 'character_length']),
          this.of('text', depth),
        );
      case 1:
        return this.#call('int', 'strpos', this.of('text', depth), this.leaf('text'));
      case 2:
        return this.#call(
          'int',
          'date_part',
          `'${random.pick(['year', 'month', 'day', 'dow', 'doy', 'quarter', 'week', 'hour', 'minute'])}'`,
          this.of(random.pick(['date', 'timestamp']), depth),
        );
      case 3:
        return this.#call('int', random.pick(['abs', 'signum']), this.of('int', depth));
      case 4:
        return this.#call('int', random.pick(['array_length', 'cardinality', 'array_ndims']), this.of('list', depth));
      case 5:
        return node('int', ['(', this.of('list', depth), ')[', String(random.below(4) - 1), ']']);
      case 6:
        return node('int', [
          random.pick(['CAST(', 'TRY_CAST(']),
          this.of(random.pick(['int', 'float', 'decimal', 'text', 'bool']), depth),
          ' AS ',
          random.pick(['BIGINT', 'INT', 'SMALLINT']),
          ')',
        ]);
      case 7:
        return this.#binary(
          'int',
          random.pick(['&', '|', '^', '<<', '>>']),
          this.of('int', depth),
          node('int', [String(random.below(20))]),
        );
      case 8:
        // Not of bit operations: the real engine takes `-(a | b)` for `~(a | b)` when it distributes it.
        return node('int', ['(- ', this.leaf('int'), ')']);
      case 9:
        return this.#call(
          'int',
          random.pick(['greatest', 'least']),
          this.of('int', depth),
          this.of('int', depth),
          this.leaf('int'),
        );
      default:
        return this.#binary(
          'int',
          random.pick(['+', '-', '*', '/', '%']),
          this.of('int', depth),
          this.of('int', depth),
        );
    }
  }

  #float(depth: number): SqlNode {
    const random = this.#random;
    switch (random.below(7)) {
      case 0:
        return this.#call(
          'float',
          random.pick(['abs', 'ceil', 'floor', 'trunc', 'round', 'signum']),
          this.of('float', depth),
        );
      case 1:
        return this.#call('float', 'round', this.of('float', depth), String(random.below(4)));
      case 2:
        return this.#call('float', 'sqrt', this.#call('float', 'abs', this.of('float', depth)));
      case 3:
        return node('float', ['CAST(', this.of(random.pick(['int', 'decimal']), depth), ' AS DOUBLE)']);
      default:
        return this.#binary(
          'float',
          random.pick(['+', '-', '*', '/']),
          this.of('float', depth),
          this.of(random.pick(['float', 'int']), depth),
        );
    }
  }

  #decimal(depth: number): SqlNode {
    const random = this.#random;
    switch (random.below(5)) {
      case 0:
        return this.#call('decimal', random.pick(['abs', 'round', 'ceil', 'floor']), this.of('decimal', depth));
      case 1:
        return node('decimal', [
          'CAST(',
          this.of(random.pick(['int', 'float', 'decimal']), depth),
          ` AS DECIMAL(${random.pick(['12, 3', '20, 0', '38, 10'])}))`,
        ]);
      default:
        return this.#binary(
          'decimal',
          random.pick(['+', '-', '*', '/', '%']),
          this.of('decimal', depth),
          this.of(random.pick(['decimal', 'int']), depth),
        );
    }
  }

  #text(depth: number): SqlNode {
    const random = this.#random;
    const inner = this.of('text', depth);
    switch (random.below(12)) {
      case 0:
        return this.#call(
          'text',
          random.pick(['upper', 'lower', 'trim', 'ltrim', 'rtrim', 'reverse', 'initcap', 'md5']),
          inner,
        );
      case 1:
        return this.#call('text', 'substr', inner, String(random.below(6) - 1), String(random.below(5)));
      case 2:
        return this.#call('text', random.pick(['left', 'right']), inner, String(random.below(7) - 3));
      case 3:
        return this.#call('text', random.pick(['lpad', 'rpad']), inner, String(random.below(9)), this.leaf('text'));
      case 4:
        return this.#call('text', 'replace', inner, this.leaf('text'), this.leaf('text'));
      case 5:
        return this.#call('text', 'concat', inner, this.of(random.pick(['text', 'int']), depth));
      case 6:
        return this.#call('text', 'split_part', inner, "' '", String(1 + random.below(3)));
      case 7:
        return this.#call('text', 'repeat', inner, String(random.below(4)));
      case 8:
        return this.#call('text', 'translate', inner, "'ab'", "'xy'");
      case 9:
        return node('text', [
          'CAST(',
          this.of(random.pick(['int', 'bool', 'date', 'decimal', 'timestamp']), depth),
          ' AS VARCHAR)',
        ]);
      case 10:
        return this.#call(
          'text',
          'regexp_replace',
          inner,
          random.pick(["'[a-c]+'", "'(a)(b)'", "'^.'"]),
          random.pick(["'x'", "'\\2\\1'", "''"]),
        );
      default:
        return this.#binary('text', '||', inner, this.of('text', depth));
    }
  }

  #temporal(family: 'date' | 'timestamp', depth: number): SqlNode {
    const random = this.#random;
    switch (random.below(4)) {
      case 0:
        return family === 'timestamp'
          ? this.#call(
              'timestamp',
              'date_trunc',
              `'${random.pick(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute'])}'`,
              this.of('timestamp', depth),
            )
          : node('date', ['CAST(', this.of('timestamp', depth), ' AS DATE)']);
      case 1:
        return family === 'timestamp'
          ? node('timestamp', ['CAST(', this.of('date', depth), ' AS TIMESTAMP)'])
          : this.leaf('date');
      default:
        return this.#binary(
          family,
          random.pick(['+', '-']),
          this.of(family, depth),
          node('interval', [
            `interval '${random.below(40)} ${random.pick(['day', 'month', ...(family === 'timestamp' ? ['hour', 'second'] : [])])}'`,
          ]),
        );
    }
  }

  /**
   * Without array_slice, and appending to columns only: a list that becomes NULL keeps values behind the NULL in the real
   * engine, which array_append then shows.
   */
  #list(depth: number): SqlNode {
    const random = this.#random;
    const inner = this.leaf('list');
    switch (random.below(5)) {
      case 0:
        return this.#call(
          'list',
          random.pick(['array_append', 'array_remove', 'array_remove_all']),
          inner,
          this.leaf('int'),
        );
      case 1:
        return this.#call(
          'list',
          random.pick(['array_concat', 'array_union', 'array_intersect', 'array_except']),
          inner,
          this.of('list', depth),
        );
      case 2:
        return this.#call(
          'list',
          random.pick(['array_reverse', 'array_distinct', 'array_pop_back', 'array_pop_front', 'array_sort']),
          inner,
        );
      default:
        return this.#call('list', 'make_array', this.of('int', depth), this.of('int', depth));
    }
  }
}
