import { PlanError } from '@datafusion-ts/common';

const LARGEST_COUNT = 2n ** 64n - 1n;

/** Milliseconds of a duration such as `30s`, `2m` or `1m30s`; `key` is the setting named in errors. */
export function parseDuration(key: string, duration: string): number {
  if (duration.trim() === '') throw new PlanError(`Duration should not be empty or blank for '${key}'`);
  let minutes: bigint | undefined;
  let seconds: bigint | undefined;
  for (const part of duration.match(/[^ms]*[ms]|[^ms]+$/g) ?? []) {
    const unit = part.slice(-1);
    const count = parseCount(key, part);
    if (unit === 'm' && minutes === undefined && seconds === undefined) minutes = count;
    else if (unit === 's' && seconds === undefined) seconds = count;
    else throw invalidUnit(key, unit);
  }
  return toMilliseconds(key, minutes ?? 0n, seconds ?? 0n);
}

function parseCount(key: string, part: string): bigint {
  const digits = part.slice(0, -1);
  const count = /^\+?\d+$/.test(digits) ? BigInt(digits) : undefined;
  if (count === undefined || count > LARGEST_COUNT) {
    throw new PlanError(`Failed to parse number from duration '${part}' for '${key}'`);
  }
  return count;
}

function toMilliseconds(key: string, minutes: bigint, seconds: bigint): number {
  if (minutes * 60n > LARGEST_COUNT) throw overflow(key, 'mins * 60');
  const total = minutes * 60n + seconds;
  if (total > LARGEST_COUNT) throw overflow(key, 'mins * 60 + secs');
  if (total === 0n) throw new PlanError(`Duration must be greater than 0 seconds for '${key}'`);
  return Number(total) * 1000;
}

function overflow(key: string, what: string): PlanError {
  return new PlanError(`Duration has overflowed allowed maximum limit due to '${what}' when setting '${key}'`);
}

function invalidUnit(key: string, unit: string): PlanError {
  return new PlanError(
    `Invalid duration unit: '${unit}'. The unit must be either 'm' (minutes), or 's' (seconds), and be in the correct order for '${key}'`,
  );
}

/** A duration as SHOW prints it: `1m30s`, `30s`, `2m`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(total / 60);
  const seconds = total % 60;
  if (minutes === 0) return `${seconds}s`;
  return seconds === 0 ? `${minutes}m` : `${minutes}m${seconds}s`;
}
