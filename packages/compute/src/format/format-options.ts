/** How durations print: `PT1H` or `0 days 1 hours 0 mins 0 secs`. */
export type DurationFormat = 'iso8601' | 'pretty';
/** How cells print; formats are chrono strftime patterns, undefined means Arrow's default. */
export interface FormatOptions {
  readonly null: string;
  readonly dateFormat: string | undefined;
  readonly datetimeFormat: string | undefined;
  readonly timestampFormat: string | undefined;
  readonly timestampTzFormat: string | undefined;
  readonly timeFormat: string | undefined;
  readonly durationFormat: DurationFormat;
  /** Print the type under the column name (pretty tables only). */
  readonly typesInfo: boolean;
  /** Print `ERROR: …` instead of throwing for values that cannot be shown. */
  readonly safe: boolean;
}
/** Arrow's display as DataFusion prints it: null is the empty text, durations are pretty. */
export const defaultFormatOptions: FormatOptions = {
  null: '',
  dateFormat: undefined,
  datetimeFormat: undefined,
  timestampFormat: undefined,
  timestampTzFormat: undefined,
  timeFormat: undefined,
  durationFormat: 'pretty',
  typesInfo: false,
  safe: true,
};
