import type { Dialect, DialectName, Precedence } from './dialect.js';

const STANDARD_PRECEDENCE: Precedence = {
  period: 100,
  doubleColon: 50,
  bracket: 50,
  collate: 42,
  atTz: 41,
  mulDivMod: 40,
  plusMinus: 30,
  xor: 24,
  ampersand: 23,
  caret: 22,
  pipe: 21,
  colon: 21,
  between: 20,
  eq: 20,
  like: 19,
  is: 17,
  pgOther: 16,
  not: 15,
  and: 10,
  or: 5,
};

const POSTGRES_PRECEDENCE: Precedence = {
  period: 200,
  doubleColon: 140,
  bracket: 130,
  collate: 120,
  atTz: 110,
  mulDivMod: 90,
  plusMinus: 80,
  xor: 75,
  ampersand: 70,
  caret: 100,
  pipe: 70,
  colon: 70,
  between: 60,
  eq: 50,
  like: 60,
  is: 40,
  pgOther: 70,
  not: 30,
  and: 20,
  or: 10,
};

/** The dialect of `datafusion.sql_parser.dialect = 'generic'`, the default. */
export const genericDialect: Dialect = {
  name: 'generic',
  identifierQuotes: '"`',
  doubleQuotedStrings: false,
  backslashEscapes: false,
  hashComments: false,
  nestedComments: true,
  sigilIdentifiers: true,
  escapeStrings: true,
  unicodeStrings: true,
  rawStrings: true,
  byteStrings: true,
  tripleQuotedStrings: false,
  dollarStrings: true,
  integerDivision: true,
  questionOperators: false,
  tildeOperators: true,
  pipeOperators: true,
  lambdas: false,
  lambdaKeyword: false,
  jsonPaths: true,
  dictionaries: true,
  structLiterals: true,
  mapLiterals: true,
  namedArgs: ['=>', ':='],
  structTypeParentheses: false,
  structTypeAngles: true,
  fromFirst: true,
  emptyProjection: true,
  groupByWithModifier: true,
  limitComma: true,
  bangNot: false,
  intervalQualifier: false,
  notNullOperator: false,
  arraySuffix: true,
  orderByAll: false,
  aggregateFilter: true,
  exclude: true,
  except: true,
  projectionTrailingCommas: true,
  trailingCommas: false,
  stringConcatenation: false,
  precedence: STANDARD_PRECEDENCE,
};

/** What most dialects do not share with the generic one. */
const plain: Dialect = {
  ...genericDialect,
  sigilIdentifiers: false,
  escapeStrings: false,
  unicodeStrings: false,
  rawStrings: false,
  byteStrings: false,
  integerDivision: false,
  pipeOperators: false,
  dictionaries: false,
  structLiterals: false,
  mapLiterals: false,
  namedArgs: ['=>'],
  structTypeAngles: false,
  fromFirst: false,
  emptyProjection: false,
  groupByWithModifier: false,
  limitComma: false,
  arraySuffix: false,
  exclude: false,
  except: false,
  projectionTrailingCommas: false,
};

function build(name: DialectName): Dialect {
  switch (name) {
    case 'generic':
      return genericDialect;
    case 'ansi':
      return { ...plain, name, intervalQualifier: true, aggregateFilter: false };
    case 'mysql':
      return {
        ...plain,
        name,
        identifierQuotes: '`',
        doubleQuotedStrings: true,
        backslashEscapes: true,
        hashComments: true,
        byteStrings: true,
        sigilIdentifiers: true,
        limitComma: true,
        intervalQualifier: true,
        aggregateFilter: false,
        stringConcatenation: true,
      };
    case 'postgresql':
      return {
        ...plain,
        name,
        identifierQuotes: '"',
        escapeStrings: true,
        unicodeStrings: true,
        byteStrings: true,
        emptyProjection: true,
        questionOperators: true,
        notNullOperator: true,
        jsonPaths: false,
        arraySuffix: true,
        namedArgs: ['=>', ':=', ':'],
        precedence: POSTGRES_PRECEDENCE,
      };
    case 'redshift':
      return {
        ...plain,
        name,
        identifierQuotes: '"',
        backslashEscapes: true,
        sigilIdentifiers: true,
        questionOperators: true,
        arraySuffix: true,
        aggregateFilter: false,
        exclude: true,
      };
    case 'hive':
      return { ...plain, name, bangNot: true, hashComments: true, groupByWithModifier: true, intervalQualifier: true };
    case 'sqlite':
      return { ...plain, name, identifierQuotes: '"`[', limitComma: true, notNullOperator: true };
    case 'snowflake':
      return {
        ...plain,
        name,
        backslashEscapes: true,
        hashComments: true,
        projectionTrailingCommas: true,
        dictionaries: true,
        lambdas: true,
        lambdaKeyword: true,
        aggregateFilter: false,
        exclude: true,
      };
    case 'mssql':
      return {
        ...plain,
        name,
        identifierQuotes: '"[',
        sigilIdentifiers: true,
        jsonPaths: false,
        namedArgs: [':'],
        aggregateFilter: false,
      };
    case 'clickhouse':
      return {
        ...plain,
        name,
        backslashEscapes: true,
        dictionaries: true,
        lambdas: true,
        lambdaKeyword: true,
        groupByWithModifier: true,
        limitComma: true,
        fromFirst: true,
        intervalQualifier: true,
        orderByAll: true,
        aggregateFilter: false,
        except: true,
      };
    case 'bigquery':
      return {
        ...plain,
        name,
        identifierQuotes: '`',
        doubleQuotedStrings: true,
        backslashEscapes: true,
        hashComments: true,
        rawStrings: true,
        byteStrings: true,
        tripleQuotedStrings: true,
        structLiterals: true,
        structTypeAngles: true,
        pipeOperators: true,
        projectionTrailingCommas: true,
        intervalQualifier: true,
        aggregateFilter: false,
        except: true,
      };
    case 'duckdb':
      return {
        ...plain,
        name,
        integerDivision: true,
        dictionaries: true,
        mapLiterals: true,
        lambdas: true,
        lambdaKeyword: true,
        structTypeParentheses: true,
        fromFirst: true,
        namedArgs: ['=>', ':=', '='],
        projectionTrailingCommas: true,
        arraySuffix: true,
        orderByAll: true,
        exclude: true,
        notNullOperator: true,
        trailingCommas: true,
      };
    case 'databricks':
    case 'spark':
      return {
        ...plain,
        name,
        identifierQuotes: '`',
        doubleQuotedStrings: true,
        lambdas: true,
        lambdaKeyword: true,
        bangNot: true,
        structLiterals: true,
        structTypeAngles: true,
        groupByWithModifier: true,
        intervalQualifier: true,
        except: true,
      };
  }
}

const ALIASES: Readonly<Record<string, DialectName>> = {
  generic: 'generic',
  mysql: 'mysql',
  postgresql: 'postgresql',
  postgres: 'postgresql',
  hive: 'hive',
  sqlite: 'sqlite',
  snowflake: 'snowflake',
  redshift: 'redshift',
  mssql: 'mssql',
  clickhouse: 'clickhouse',
  bigquery: 'bigquery',
  ansi: 'ansi',
  duckdb: 'duckdb',
  databricks: 'databricks',
  spark: 'spark',
  sparksql: 'spark',
};

/** The dialect of that name in any case, or nothing for an unknown one. */
export function dialectByName(name: string): Dialect | undefined {
  const known = ALIASES[name.toLowerCase()];
  return known === undefined ? undefined : build(known);
}
