import { textOf } from './thrown.js';

function checkNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}. Give it as one.`);
}

function whole(name: string, value: unknown, least: number): number {
  checkNumber(name, value);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}. Correct it.`);
}

/** Refuse what is not a whole number from 0 on. */
export const natural = (name: string, value: unknown): number => whole(name, value, 0);

/** Refuse what is neither a whole number from 0 on nor Infinity, which is for ever. */
export const duration = (name: string, value: unknown): number =>
  value === Number.POSITIVE_INFINITY ? value : natural(name, value);

/** Refuse what is not a whole number from 1 on. */
export const positive = (name: string, value: unknown): number => whole(name, value, 1);

/** Refuse what is neither a whole number from 1 on nor null, which is for ever. */
export const lifetime = (name: string, value: unknown): number | null =>
  value === null ? null : positive(name, value);

/** Refuse what is not a whole number that JavaScript holds exactly. */
export function integer(name: string, value: unknown): number {
  checkNumber(name, value);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a whole number, not ${value}. Round it.`);
  return value;
}

/** Refuse NaN and infinite numbers. */
export function finite(name: string, value: unknown): number {
  checkNumber(name, value);
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, not ${value}. Correct it.`);
  return value;
}

/** Refuse NaN. */
export function comparable(name: string, value: unknown): number {
  checkNumber(name, value);
  if (Number.isNaN(value)) throw new RangeError(`${name} must be a number, not NaN. Correct it.`);
  return value;
}

/** Refuse what is not text, empty, or without a form in UTF-8. */
export function nonEmpty(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${typeof value}. Give it as one.`);
  if (value === '') throw new RangeError(`${name} must not be empty. Give it a name.`);
  if (!value.isWellFormed()) throw new RangeError(`${name} must not have lone surrogates. Remove them.`);
  return value;
}

/** Refuse a word that is not among the keys of `words`, and give what stands for it. */
export function oneOf<K extends string, V>(name: string, value: K, words: Readonly<Record<K, V>>): V {
  if (typeof value === 'string' && Object.hasOwn(words, value)) return words[value];
  const known = Object.keys(words).map((word) => JSON.stringify(word));
  throw new TypeError(
    `${name} cannot be ${typeof value === 'string' ? JSON.stringify(value) : textOf(value)}. Give ${known.join(', ')}, or leave it out.`,
  );
}
