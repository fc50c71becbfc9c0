/** The bounds that a whole number has, in words; the least and the greatest of all safe ones bound nothing. */
export function rangeText(min: number, max: number): string {
  if (min === Number.MIN_SAFE_INTEGER && max < Number.MAX_SAFE_INTEGER) return `at most ${max}`;
  if (max === Number.MAX_SAFE_INTEGER && min > Number.MIN_SAFE_INTEGER) return `at least ${min}`;
  return `from ${min} to ${max}`;
}
