import type { DataFusionError, Span } from './errors.js';

/** A remark on a place in the SQL text. */
export interface DiagnosticNote {
  readonly message: string;
  readonly span: Span | undefined;
}

/** An error or warning for people who edit the query: where it is, and what may help. Immutable. */
export class Diagnostic {
  readonly kind: 'Error' | 'Warning';
  readonly message: string;
  readonly span: Span | undefined;
  readonly notes: readonly DiagnosticNote[];
  readonly helps: readonly DiagnosticNote[];

  constructor(
    kind: 'Error' | 'Warning',
    message: string,
    span?: Span,
    notes: readonly DiagnosticNote[] = [],
    helps: readonly DiagnosticNote[] = [],
  ) {
    this.kind = kind;
    this.message = message;
    this.span = span;
    this.notes = notes;
    this.helps = helps;
  }

  /** The error's own message at the place it names. */
  static fromError(error: DataFusionError): Diagnostic {
    return new Diagnostic('Error', error.message, error.span);
  }

  /** With one more explanation. */
  addNote(message: string, span?: Span): Diagnostic {
    return new Diagnostic(this.kind, this.message, this.span, [...this.notes, { message, span }], this.helps);
  }

  /** With one more suggestion. */
  addHelp(message: string, span?: Span): Diagnostic {
    return new Diagnostic(this.kind, this.message, this.span, this.notes, [...this.helps, { message, span }]);
  }
}
