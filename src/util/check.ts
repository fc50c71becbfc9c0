function whole(name: string, value: unknown, least: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}. Give it as one.`);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}. Round it, or leave it out.`);
}

/** Refuse what is no whole number from 0 on. */
export const natural = (name: string, value: unknown): number => whole(name, value, 0);

/** Refuse what is no whole number from 1 on. */
export const positive = (name: string, value: unknown): number => whole(name, value, 1);

/** Refuse what is no text, or empty. */
export function nonEmpty(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${typeof value}. Give it as one.`);
  if (value === '') throw new RangeError(`${name} must not be empty. Give it a name.`);
  return value;
}
