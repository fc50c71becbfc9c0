/** The value that a part of all values do not exceed: 0.5 for half of them. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The longest of some times in microseconds, in milliseconds. */
export const longest = (times: readonly number[]): number =>
  times.reduce((most, time) => Math.max(most, time), 0) / 1000;
