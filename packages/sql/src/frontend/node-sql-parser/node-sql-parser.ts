import { ConfigurationError, SqlError } from '@datafusion-ts/common';
import type { Statement } from '../../ast/index.js';
import { dialectByName, genericDialect } from '../../dialect/dialects.js';
import { tokenize } from '../../tokenizer/tokenizer.js';
import type { SqlFrontend } from '../sql-frontend.js';
import type { Conversion } from './conversion.js';
import { expressionFrom } from './expressions.js';
import { faithful } from './faithful.js';
import { Names } from './names.js';
import { prepare } from './prepare.js';
import { queryFrom } from './queries.js';
import { isRaw } from './raw.js';
import { statementFrom } from './statements.js';

/** The dialects that node-sql-parser reads: the file of its build, our tokenizer's name, and whether `"x"` is a text. */
const DIALECTS = {
  MySQL: { build: 'mysql', dialect: 'mysql', doubleQuotedStrings: true },
  MariaDB: { build: 'mariadb', dialect: 'mysql', doubleQuotedStrings: true },
  PostgreSQL: { build: 'postgresql', dialect: 'postgresql', doubleQuotedStrings: false },
  Redshift: { build: 'redshift', dialect: 'redshift', doubleQuotedStrings: false },
  SQLite: { build: 'sqlite', dialect: 'sqlite', doubleQuotedStrings: false },
  BigQuery: { build: 'bigquery', dialect: 'bigquery', doubleQuotedStrings: true },
  Snowflake: { build: 'snowflake', dialect: 'snowflake', doubleQuotedStrings: false },
  TransactSQL: { build: 'transactsql', dialect: 'mssql', doubleQuotedStrings: false },
} as const;

/** A dialect of the node-sql-parser front end. */
export type NodeSqlParserDialect = keyof typeof DIALECTS;

/** Names of the dialects. */
export const NODE_SQL_PARSER_DIALECTS = Object.keys(DIALECTS) as readonly NodeSqlParserDialect[];

interface Parser {
  astify(sql: string, options: { readonly database: string }): unknown;
}

/**
 * A front end that reads SQL of another system by the npm package `node-sql-parser`, which must be installed. It is
 * loaded here and not before: one dialect is 300 KB. Throws a ConfigurationError when the package is missing.
 *
 * ```ts
 * const mysql = await loadNodeSqlParser('MySQL');
 * await context.sql('SELECT `a b` FROM t LIMIT 5, 10', [], { frontend: mysql });
 * ```
 */
export async function loadNodeSqlParser(dialect: NodeSqlParserDialect): Promise<SqlFrontend> {
  const { build, dialect: lexical, doubleQuotedStrings } = DIALECTS[dialect];
  const parser = await loadParser(build);
  const ours = dialectByName(lexical) ?? genericDialect;
  const name = `node-sql-parser (${dialect})`;
  return {
    name,
    parse(sql): readonly Statement[] {
      const text = prepare(sql, ours);
      const tokens = tokenize(text, ours);
      const conversion: Conversion = {
        names: new Names(tokens),
        dialect: ours,
        doubleQuotedStrings,
        expression: (node) => expressionFrom(node, conversion),
        query: (node) => queryFrom(node, conversion),
      };
      const trees = astify(parser, text, build, name);
      return faithful(
        text,
        tokens,
        trees.map((tree) => statementFrom(tree, conversion)),
      );
    },
  };
}

async function loadParser(build: string): Promise<Parser> {
  // A name made at run time keeps bundlers from packing a package that most users do not install.
  const file = `node-sql-parser/build/${build}.js`;
  let loaded: unknown;
  try {
    loaded = await import(file);
  } catch (cause) {
    throw new ConfigurationError('The package node-sql-parser is not installed: npm install node-sql-parser', {
      cause,
    });
  }
  const candidates = isRaw(loaded) ? [loaded, loaded['default']] : [];
  for (const candidate of candidates) {
    const found = isRaw(candidate) ? candidate['Parser'] : undefined;
    if (typeof found === 'function') return new (found as new () => Parser)();
  }
  throw new ConfigurationError(`node-sql-parser has no parser in ${file}`);
}

function astify(parser: Parser, sql: string, build: string, name: string): readonly unknown[] {
  let trees: unknown;
  try {
    trees = parser.astify(sql, { database: build });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SqlError(`ParserError(${JSON.stringify(`${name}: ${message.slice(0, 300)}`)})`, { cause });
  }
  return Array.isArray(trees) ? trees : [trees];
}
