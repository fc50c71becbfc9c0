/** A number as JavaScript writes it; -0 keeps its sign. */
export const encodeNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** The number that a numeral stands for, or NaN; blank text, which JavaScript reads as 0, is not a numeral. */
export function decodeNumber(stored: string): number {
  const value = Number(stored);
  return value === 0 && stored.trim() === '' ? Number.NaN : value;
}
