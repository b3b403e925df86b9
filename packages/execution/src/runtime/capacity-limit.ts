import { PlanError } from '@datafusion-ts/common';

const UNITS: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Bytes of a size such as `2G`, `1.5M` or `0`; `key` is the setting named in errors. */
export function parseCapacityLimit(key: string, limit: string): number {
  if (limit.trim() === '') throw new PlanError(`Empty limit value found for '${key}'`);
  if (limit === '0') return 0;
  const unit = limit.slice(-1);
  const text = limit.slice(0, -1);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(inf|infinity|nan)$/i.test(text)) {
    throw new PlanError(`Failed to parse number from '${key}', limit '${limit}'`);
  }
  const number = /inf|nan/i.test(text) ? NaN : Number(text);
  if (!Number.isFinite(number) || number < 0) {
    throw new PlanError(`Limit value should be positive finite number for '${key}'`);
  }
  const factor = UNITS[unit];
  if (factor === undefined) {
    throw new PlanError(`Unsupported unit '${unit}' in '${key}', limit '${limit}'. Unit must be one of: 'K', 'M', 'G'`);
  }
  return Math.trunc(number * factor);
}

/** A size as SHOW prints it, in whole units. */
export function formatCapacity(bytes: number): string {
  if (bytes >= 1024 ** 3) return `${Math.floor(bytes / 1024 ** 3)}G`;
  if (bytes >= 1024 ** 2) return `${Math.floor(bytes / 1024 ** 2)}M`;
  if (bytes >= 1024) return `${Math.floor(bytes / 1024)}K`;
  return `${bytes}`;
}
