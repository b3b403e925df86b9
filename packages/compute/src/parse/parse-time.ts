const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?( [aApP][mM])?$/;

/**
 * Nanoseconds since midnight of a time of day: `9:30`, `09:30:15.25`, `1:02 PM`; a 60th second counts as a leap second.
 * Undefined when the text is none.
 */
export function parseTimeNanos(text: string): bigint | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const hour = hourOf(Number(match[1]), match[5]?.trim().toUpperCase());
  const minute = Number(match[2]);
  let second = Number(match[3] ?? '0');
  let nanos = BigInt((match[4] ?? '').slice(0, 9).padEnd(9, '0'));
  if (second === 60) {
    second = 59;
    nanos += 1_000_000_000n;
  }
  if (hour === undefined || minute > 59 || second > 59) return undefined;
  return BigInt(hour * 3600 + minute * 60 + second) * 1_000_000_000n + nanos;
}

/** Hour of the day; undefined when it does not exist on that clock. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
}
