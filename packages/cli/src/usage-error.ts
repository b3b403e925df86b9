/** What follows the first line of an error. */
export interface UsageDetails {
  readonly possible?: readonly string[];
  readonly tip?: string;
  readonly usage?: string;
}

/** The command line is wrong: the program prints `text` and exits with 2. */
export class UsageError extends Error {
  readonly details: UsageDetails;

  constructor(message: string, details: UsageDetails = {}) {
    super(message);
    this.details = details;
  }

  /** The error as DataFusion's shell (its parser of arguments, clap) prints it. */
  get text(): string {
    const { possible, tip, usage } = this.details;
    const values = possible === undefined ? '' : `\n  [possible values: ${possible.join(', ')}]`;
    const hint = tip === undefined ? '' : `\n\n  tip: ${tip}`;
    const line = usage === undefined ? '' : `\n\nUsage: ${usage}`;
    return `error: ${this.message}${values}${hint}${line}\n\nFor more information, try '--help'.`;
  }
}
