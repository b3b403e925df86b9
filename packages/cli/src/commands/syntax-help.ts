/** Short syntax of the statements `\h` knows. */
const SYNTAX: Readonly<Record<string, string>> = {
  'CREATE TABLE':
    'Command:     CREATE TABLE\nDescription: create an empty table in memory\nSyntax:\nCREATE TABLE [IF NOT EXISTS] table_name ( column_name data_type [, ...] )',
  'CREATE TABLE AS':
    'Command:     CREATE TABLE AS\nDescription: create a table in memory from the rows of a query\nSyntax:\nCREATE TABLE [IF NOT EXISTS] table_name AS query',
  'DROP TABLE': 'Command:     DROP TABLE\nDescription: remove a table\nSyntax:\nDROP TABLE [IF EXISTS] table_name',
  EXPLAIN:
    'Command:     EXPLAIN\nDescription: show the plans of a statement, or run it and show what it measured\nSyntax:\nEXPLAIN [ANALYZE] [VERBOSE] [FORMAT format] statement',
  INSERT:
    'Command:     INSERT\nDescription: add rows to a table\nSyntax:\nINSERT INTO table_name [ ( column_name [, ...] ) ] { VALUES ( expression [, ...] ) [, ...] | query }',
  SELECT:
    'Command:     SELECT\nDescription: compute rows from tables\nSyntax:\n[ WITH name AS ( query ) [, ...] ]\nSELECT [ ALL | DISTINCT [ ON ( expression [, ...] ) ] ] expression [ [ AS ] name ] [, ...]\n    [ FROM from_item [, ...] ]\n    [ WHERE condition ]\n    [ GROUP BY expression [, ...] ]\n    [ HAVING condition ]\n    [ QUALIFY condition ]\n    [ { UNION | INTERSECT | EXCEPT } [ ALL ] query ]\n    [ ORDER BY expression [ ASC | DESC ] [ NULLS { FIRST | LAST } ] [, ...] ]\n    [ LIMIT count ] [ OFFSET start ]',
  SHOW: 'Command:     SHOW\nDescription: show settings, tables or columns\nSyntax:\nSHOW { TABLES | COLUMNS FROM table_name | ALL | setting }',
};

/** Names of the statements, sorted. */
export const syntaxNames = (): readonly string[] => Object.keys(SYNTAX);

/** Help on a statement, in any case; undefined for unknown ones. */
export const syntaxHelp = (name: string): string | undefined => SYNTAX[name.toUpperCase()];
