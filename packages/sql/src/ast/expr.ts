import type { DataType, StructField } from './data-type.js';
import type { FunctionExpr } from './function.js';
import type { Ident, ObjectName } from './ident.js';
import type { BinaryOperator, UnaryOperator } from './operator.js';
import type { Query } from './query.js';
import type { Spanned } from './span.js';
import type { Value } from './value.js';

/** A bare name. Not yet known to be a column. */
export interface IdentifierExpr extends Spanned {
  readonly kind: 'Identifier';
  readonly ident: Ident;
}

/** `a.b.c`: a qualified column or a field inside a struct column. At least two parts. */
export interface CompoundIdentifierExpr extends Spanned {
  readonly kind: 'CompoundIdentifier';
  readonly parts: readonly Ident[];
}

/** One step into a value: `.expr`, `[index]` or `[lower:upper:stride]`. */
export type AccessExpr =
  | { readonly kind: 'Dot'; readonly expr: Expr }
  | { readonly kind: 'Index'; readonly index: Expr }
  | { readonly kind: 'Slice'; readonly lowerBound?: Expr; readonly upperBound?: Expr; readonly stride?: Expr };

/** `root` followed by at least one access: `f(x).y`, `a[1].b`, `m['k'][2:3]`. */
export interface CompoundFieldAccessExpr extends Spanned {
  readonly kind: 'CompoundFieldAccess';
  readonly root: Expr;
  readonly accessChain: readonly AccessExpr[];
}

/** Snowflake's and Databricks' `value:path.to[0]`. */
export interface JsonAccessExpr extends Spanned {
  readonly kind: 'JsonAccess';
  readonly value: Expr;
  readonly path: readonly (
    | { readonly kind: 'Dot'; readonly key: string; readonly quoted: boolean }
    | { readonly kind: 'Bracket' | 'ColonBracket'; readonly key: Expr }
  )[];
}

/** The postfix tests `expr IS [NOT] …`. */
export interface IsTestExpr extends Spanned {
  readonly kind:
    'IsNull' | 'IsNotNull' | 'IsTrue' | 'IsNotTrue' | 'IsFalse' | 'IsNotFalse' | 'IsUnknown' | 'IsNotUnknown';
  readonly expr: Expr;
}

/** `left IS [NOT] DISTINCT FROM right`. */
export interface DistinctFromExpr extends Spanned {
  readonly kind: 'IsDistinctFrom' | 'IsNotDistinctFrom';
  readonly left: Expr;
  readonly right: Expr;
}

/** `expr IS [NOT] [form] NORMALIZED`. */
export interface IsNormalizedExpr extends Spanned {
  readonly kind: 'IsNormalized';
  readonly expr: Expr;
  readonly form?: 'NFC' | 'NFD' | 'NFKC' | 'NFKD';
  readonly negated: boolean;
}

/** `expr [NOT] IN (a, b, …)`. */
export interface InListExpr extends Spanned {
  readonly kind: 'InList';
  readonly expr: Expr;
  readonly list: readonly Expr[];
  readonly negated: boolean;
}

/** `expr [NOT] IN (SELECT …)`. */
export interface InSubqueryExpr extends Spanned {
  readonly kind: 'InSubquery';
  readonly expr: Expr;
  readonly subquery: Query;
  readonly negated: boolean;
}

/** `expr [NOT] IN UNNEST(array)`. */
export interface InUnnestExpr extends Spanned {
  readonly kind: 'InUnnest';
  readonly expr: Expr;
  readonly arrayExpr: Expr;
  readonly negated: boolean;
}

/** `expr [NOT] BETWEEN low AND high`. */
export interface BetweenExpr extends Spanned {
  readonly kind: 'Between';
  readonly expr: Expr;
  readonly negated: boolean;
  readonly low: Expr;
  readonly high: Expr;
}

/** `left op right`; long chains lean to the left. */
export interface BinaryOpExpr extends Spanned {
  readonly kind: 'BinaryOp';
  readonly left: Expr;
  readonly op: BinaryOperator | CustomOperator;
  readonly right: Expr;
}

/** An operator the parser does not know: `PGCustom` is `OPERATOR(schema.op)`, `Custom` a dialect's own. */
export type CustomOperator =
  { readonly kind: 'Custom'; readonly text: string } | { readonly kind: 'PGCustom'; readonly parts: readonly string[] };

/** A prefix operator and its operand. */
export interface UnaryOpExpr extends Spanned {
  readonly kind: 'UnaryOp';
  readonly op: UnaryOperator;
  readonly expr: Expr;
}

/** `[NOT] LIKE|ILIKE [ANY] pattern [ESCAPE value]`. */
export interface LikeExpr extends Spanned {
  readonly kind: 'Like' | 'ILike';
  readonly negated: boolean;
  readonly any: boolean;
  readonly expr: Expr;
  readonly pattern: Expr;
  readonly escapeChar?: Value;
}

/** `[NOT] SIMILAR TO pattern [ESCAPE value]`. */
export interface SimilarToExpr extends Spanned {
  readonly kind: 'SimilarTo';
  readonly negated: boolean;
  readonly expr: Expr;
  readonly pattern: Expr;
  readonly escapeChar?: Value;
}

/** `[NOT] RLIKE pattern`, or `REGEXP` when `regexp`. */
export interface RLikeExpr extends Spanned {
  readonly kind: 'RLike';
  readonly negated: boolean;
  readonly expr: Expr;
  readonly pattern: Expr;
  readonly regexp: boolean;
}

/** `left op ANY (right)` (`SOME` when `isSome`). */
export interface AnyOpExpr extends Spanned {
  readonly kind: 'AnyOp';
  readonly left: Expr;
  readonly compareOp: BinaryOperator | CustomOperator;
  readonly right: Expr;
  readonly isSome: boolean;
}

/** `left op ALL (right)`. */
export interface AllOpExpr extends Spanned {
  readonly kind: 'AllOp';
  readonly left: Expr;
  readonly compareOp: BinaryOperator | CustomOperator;
  readonly right: Expr;
}

/** `CAST(x AS t)`, `TRY_CAST`, `SAFE_CAST`, or `x::t`. `array` is MySQL's `CAST(… AS t ARRAY)`. */
export interface CastExpr extends Spanned {
  readonly kind: 'Cast';
  readonly castKind: 'Cast' | 'TryCast' | 'SafeCast' | 'DoubleColon';
  readonly expr: Expr;
  readonly dataType: DataType;
  readonly array: boolean;
  readonly format?: { readonly value: Value; readonly timezone?: Value };
}

/** `timestamp AT TIME ZONE zone`. */
export interface AtTimeZoneExpr extends Spanned {
  readonly kind: 'AtTimeZone';
  readonly timestamp: Expr;
  readonly timeZone: Expr;
}

/**
 * A date part. Known words have sqlparser's spelling (`Year`, `DayOfWeek`, …); `Week` may carry a weekday;
 * any other word is `Custom` with its identifier.
 */
export type DateTimeField =
  | { readonly kind: 'Field'; readonly name: string; readonly weekday?: Ident }
  | { readonly kind: 'CustomField'; readonly name: Ident };

/** `EXTRACT(field FROM expr)`, or with a comma. */
export interface ExtractExpr extends Spanned {
  readonly kind: 'Extract';
  readonly field: DateTimeField;
  readonly syntax: 'From' | 'Comma';
  readonly expr: Expr;
}

/** `CEIL(x)`, `CEIL(x TO field)` or `CEIL(x, scale)`; likewise `FLOOR`. */
export interface CeilFloorExpr extends Spanned {
  readonly kind: 'Ceil' | 'Floor';
  readonly expr: Expr;
  readonly field?: DateTimeField;
  readonly scale?: Value;
}

/** `POSITION(expr IN in)`. */
export interface PositionExpr extends Spanned {
  readonly kind: 'Position';
  readonly expr: Expr;
  readonly in: Expr;
}

/** `SUBSTRING(x FROM a FOR b)`; `special` when written with commas, `shorthand` when written `SUBSTR`. */
export interface SubstringExpr extends Spanned {
  readonly kind: 'Substring';
  readonly expr: Expr;
  readonly substringFrom?: Expr;
  readonly substringFor?: Expr;
  readonly special: boolean;
  readonly shorthand: boolean;
}

/** `TRIM([BOTH|LEADING|TRAILING] [what FROM] x)`; with a comma list the characters are in `trimCharacters`. */
export interface TrimExpr extends Spanned {
  readonly kind: 'Trim';
  readonly expr: Expr;
  readonly trimWhere?: 'Both' | 'Leading' | 'Trailing';
  readonly trimWhat?: Expr;
  readonly trimCharacters?: readonly Expr[];
}

/** `OVERLAY(x PLACING what FROM a [FOR b])`. */
export interface OverlayExpr extends Spanned {
  readonly kind: 'Overlay';
  readonly expr: Expr;
  readonly overlayWhat: Expr;
  readonly overlayFrom: Expr;
  readonly overlayFor?: Expr;
}

/** `expr COLLATE name`. */
export interface CollateExpr extends Spanned {
  readonly kind: 'Collate';
  readonly expr: Expr;
  readonly collation: ObjectName;
}

/** A parenthesised expression. */
export interface NestedExpr extends Spanned {
  readonly kind: 'Nested';
  readonly expr: Expr;
}

/** A literal or parameter. */
export interface ValueExpr extends Spanned {
  readonly kind: 'Value';
  readonly value: Value;
}

/** MySQL's `_utf8mb4'text'`. */
export interface PrefixedExpr extends Spanned {
  readonly kind: 'Prefixed';
  readonly prefix: Ident;
  readonly value: Expr;
}

/** `DATE '2020-01-01'`: a type before a text literal. ODBC's `{d '…'}` sets the flag. */
export interface TypedStringExpr extends Spanned {
  readonly kind: 'TypedString';
  readonly dataType: DataType;
  readonly value: Value;
  readonly usesOdbcSyntax: boolean;
}

/** `CASE [operand] WHEN … THEN … [ELSE …] END`. */
export interface CaseExpr extends Spanned {
  readonly kind: 'Case';
  readonly operand?: Expr;
  readonly conditions: readonly { readonly condition: Expr; readonly result: Expr }[];
  readonly elseResult?: Expr;
}

/** `[NOT] EXISTS (query)`. */
export interface ExistsExpr extends Spanned {
  readonly kind: 'Exists';
  readonly subquery: Query;
  readonly negated: boolean;
}

/** A scalar subquery. */
export interface SubqueryExpr extends Spanned {
  readonly kind: 'Subquery';
  readonly query: Query;
}

/** `GROUPING SETS`, `CUBE` and `ROLLUP`: lists of lists of expressions. */
export interface GroupingExpr extends Spanned {
  readonly kind: 'GroupingSets' | 'Cube' | 'Rollup';
  readonly sets: readonly (readonly Expr[])[];
}

/** `(a, b)`, and `()` inside grouping sets. */
export interface TupleExpr extends Spanned {
  readonly kind: 'Tuple';
  readonly exprs: readonly Expr[];
}

/** `STRUCT(1 AS a, 2)` and `STRUCT<a INT>(1)`. */
export interface StructExpr extends Spanned {
  readonly kind: 'Struct';
  readonly values: readonly Expr[];
  readonly fields: readonly StructField[];
}

/** `expr AS name`, only inside `STRUCT(…)`. */
export interface NamedExpr extends Spanned {
  readonly kind: 'Named';
  readonly expr: Expr;
  readonly name: Ident;
}

/** `{'a': 1, b: 2}`. */
export interface DictionaryExpr extends Spanned {
  readonly kind: 'Dictionary';
  readonly fields: readonly { readonly key: Ident; readonly value: Expr }[];
}

/** `MAP {1: 2}`. */
export interface MapExpr extends Spanned {
  readonly kind: 'Map';
  readonly entries: readonly { readonly key: Expr; readonly value: Expr }[];
}

/** `[1, 2]`, or `ARRAY[1, 2]` when `named`. */
export interface ArrayExpr extends Spanned {
  readonly kind: 'Array';
  readonly elem: readonly Expr[];
  readonly named: boolean;
}

/** `INTERVAL value [leading [(precision)] [TO last [(precision)]]]`. */
export interface IntervalExpr extends Spanned {
  readonly kind: 'Interval';
  readonly value: Expr;
  readonly leadingField?: DateTimeField;
  readonly leadingPrecision?: number;
  readonly lastField?: DateTimeField;
  readonly fractionalSecondsPrecision?: number;
}

/** MySQL's `MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE)`; the modifier is kept as text. */
export interface MatchAgainstExpr extends Spanned {
  readonly kind: 'MatchAgainst';
  readonly columns: readonly ObjectName[];
  readonly matchValue: Value;
  readonly modifier?: string;
}

/** `*` where an expression is expected. */
export interface WildcardExpr extends Spanned {
  readonly kind: 'Wildcard';
}

/** `t.*` where an expression is expected. */
export interface QualifiedWildcardExpr extends Spanned {
  readonly kind: 'QualifiedWildcard';
  readonly name: ObjectName;
}

/** Oracle's `expr (+)`. */
export interface OuterJoinExpr extends Spanned {
  readonly kind: 'OuterJoin';
  readonly expr: Expr;
}

/** `PRIOR expr` of hierarchical queries. */
export interface PriorExpr extends Spanned {
  readonly kind: 'Prior';
  readonly expr: Expr;
}

/** `x -> body`, `(x, y) -> body` or, when `keyword`, `lambda x, y : body`. `many` when the parameters are parenthesised. */
export interface LambdaExpr extends Spanned {
  readonly kind: 'Lambda';
  readonly params: readonly { readonly name: Ident; readonly dataType?: DataType }[];
  readonly many: boolean;
  readonly keyword: boolean;
  readonly body: Expr;
}

/** MySQL's `value MEMBER OF (array)`. */
export interface MemberOfExpr extends Spanned {
  readonly kind: 'MemberOf';
  readonly value: Expr;
  readonly array: Expr;
}

/** MySQL's and SQL Server's `CONVERT`. */
export interface ConvertExpr extends Spanned {
  readonly kind: 'Convert';
  readonly isTry: boolean;
  readonly expr: Expr;
  readonly dataType?: DataType;
  readonly charset?: ObjectName;
  readonly targetBeforeValue: boolean;
  readonly styles: readonly Expr[];
}

/** Any SQL expression. */
export type Expr =
  | IdentifierExpr
  | CompoundIdentifierExpr
  | CompoundFieldAccessExpr
  | JsonAccessExpr
  | IsTestExpr
  | DistinctFromExpr
  | IsNormalizedExpr
  | InListExpr
  | InSubqueryExpr
  | InUnnestExpr
  | BetweenExpr
  | BinaryOpExpr
  | UnaryOpExpr
  | LikeExpr
  | SimilarToExpr
  | RLikeExpr
  | AnyOpExpr
  | AllOpExpr
  | CastExpr
  | ConvertExpr
  | AtTimeZoneExpr
  | ExtractExpr
  | CeilFloorExpr
  | PositionExpr
  | SubstringExpr
  | TrimExpr
  | OverlayExpr
  | CollateExpr
  | NestedExpr
  | ValueExpr
  | PrefixedExpr
  | TypedStringExpr
  | FunctionExpr
  | CaseExpr
  | ExistsExpr
  | SubqueryExpr
  | GroupingExpr
  | TupleExpr
  | StructExpr
  | NamedExpr
  | DictionaryExpr
  | MapExpr
  | ArrayExpr
  | IntervalExpr
  | MatchAgainstExpr
  | WildcardExpr
  | QualifiedWildcardExpr
  | OuterJoinExpr
  | PriorExpr
  | LambdaExpr
  | MemberOfExpr;

/** The `kind` of every expression. */
export type ExprKind = Expr['kind'];
