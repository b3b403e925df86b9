/**
 * The closed family of errors, named by whose fault it is, with DataFusion's texts: `message` is what follows the
 * family's prefix, `toString()` and the shell print prefix and message.
 */

/** A place in SQL text; lines and columns count from 1. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** From the first character of a construct to the one behind its last. */
export interface Span {
  readonly start: Location;
  readonly end: Location;
}

/** DataFusion's variants of its error type. */
export type ErrorCode =
  | 'ArrowError'
  | 'ParquetError'
  | 'AvroError'
  | 'ObjectStore'
  | 'IoError'
  | 'SQL'
  | 'NotImplemented'
  | 'Internal'
  | 'Plan'
  | 'Configuration'
  | 'SchemaError'
  | 'Execution'
  | 'ResourcesExhausted'
  | 'External'
  | 'Substrait'
  | 'Ffi'
  | 'RecursionLimitExceeded';

const PREFIXES: Readonly<Record<ErrorCode, string>> = {
  ArrowError: 'Arrow error: ',
  ParquetError: 'Parquet error: ',
  AvroError: 'Avro error: ',
  ObjectStore: 'Object Store error: ',
  IoError: 'IO error: ',
  SQL: 'SQL error: ',
  NotImplemented: 'This feature is not implemented: ',
  Internal: 'Internal error: ',
  Plan: 'Error during planning: ',
  Configuration: 'Invalid or Unsupported Configuration: ',
  SchemaError: 'Schema error: ',
  Execution: 'Execution error: ',
  ResourcesExhausted: 'Resources exhausted: ',
  External: 'External error: ',
  Substrait: 'Substrait error: ',
  Ffi: 'FFI error: ',
  RecursionLimitExceeded: 'Recursion limit exceeded: ',
};

/** What an error may carry besides its text. */
export interface ErrorDetails {
  readonly span?: Span;
  readonly cause?: unknown;
}

/** Root of all errors the engine throws on purpose. */
export class DataFusionError extends Error {
  readonly code: ErrorCode;
  readonly span: Span | undefined;
  /** Descriptions added on the way up, innermost first; each prints as `description\ncaused by\n…`. */
  readonly contexts: readonly string[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, contexts: readonly string[] = []) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.span = details.span;
    this.contexts = contexts;
    this.name = new.target.name;
  }

  /** The same error, of the same class, with a description of what was being done around it. */
  context(description: string): DataFusionError {
    return this.#copy(this.span, [...this.contexts, description]);
  }

  /** The same error at a place in the SQL text, unless it names one already. */
  at(span: Span | undefined): DataFusionError {
    return this.span !== undefined || span === undefined ? this : this.#copy(span, this.contexts);
  }

  #copy(span: Span | undefined, contexts: readonly string[]): DataFusionError {
    const details: ErrorDetails = {
      ...(span === undefined ? {} : { span }),
      ...(this.cause === undefined ? {} : { cause: this.cause }),
    };
    const copy = new DataFusionError(this.code, this.message, details, contexts);
    // What a subclass has besides, and its class: constructors differ, so that none can be called here.
    for (const [key, value] of Object.entries(this))
      if (!(key in copy)) Object.assign(copy, { [key]: value as unknown });
    copy.name = this.name;
    Object.setPrototypeOf(copy, Object.getPrototypeOf(this) as object);
    if (this.stack !== undefined) copy.stack = this.stack;
    return copy;
  }

  /** The text DataFusion prints: contexts, the family's prefix, the message. */
  override toString(): string {
    const text = PREFIXES[this.code] + this.message;
    return this.contexts.reduce((inner, description) => `${description}\ncaused by\n${inner}`, text);
  }
}

/** The query does not make sense: unknown names, wrong types, misplaced clauses. */
export class PlanError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('Plan', message, details);
  }
}

/** The query makes sense but failed on its data. */
export class ExecutionError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('Execution', message, details);
  }
}

/** Known, but not built yet; the message names the thing. */
export class NotImplementedError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('NotImplemented', message, details);
  }
}

/** A defect of this engine: unreachable from any input. */
export class InternalError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super(
      'Internal',
      `${message}.\nThis issue was likely caused by a bug in DataFusion's code. Please help us to resolve this by filing a bug report in our issue tracker: https://github.com/apache/datafusion/issues`,
      details,
    );
  }
}

/** A setting is unknown or has a value out of its range. */
export class ConfigurationError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('Configuration', message, details);
  }
}

/** Names do not resolve, or resolve to more than one column. */
export class SchemaError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('SchemaError', message, details);
  }
}

/** A memory or disk limit refused a reservation. */
export class ResourcesExhaustedError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('ResourcesExhausted', message, details);
  }
}

/** The text is not SQL; `message` is `ParserError("…")` or `TokenizerError("…")` as DataFusion prints it. */
export class SqlError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('SQL', message, details);
  }
}

/** The variants of Arrow's own errors, which name themselves inside the text. */
export type ArrowErrorKind =
  | 'Cast error'
  | 'Compute error'
  | 'Parser error'
  | 'Csv error'
  | 'Json error'
  | 'Schema error'
  | 'Invalid argument error'
  | 'Arithmetic overflow'
  | 'Divide by zero error'
  | 'Ipc error'
  | 'Not yet implemented'
  | 'Memory error'
  | 'Avro error'
  | 'Io error'
  | 'Parquet argument error';

/** A kernel or a file format refused its input: `Arrow error: Cast error: …`. */
export class ArrowError extends DataFusionError {
  readonly kind: ArrowErrorKind;

  constructor(kind: ArrowErrorKind, message: string, details?: ErrorDetails) {
    super('ArrowError', kind === 'Divide by zero error' ? kind : `${kind}: ${message}`, details);
    this.kind = kind;
  }
}

/** A Parquet file is damaged or uses something unsupported. */
export class ParquetError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('ParquetError', message, details);
  }
}

/** An object store failed: a missing object, a denied or broken request. */
export class ObjectStoreError extends DataFusionError {
  constructor(message: string, details?: ErrorDetails) {
    super('ObjectStore', message, details);
  }
}

/** Marks code that exhaustive `switch`es never reach. */
export function assertNever(value: never): never {
  throw new InternalError(`Unexpected variant ${JSON.stringify(value)}`);
}
