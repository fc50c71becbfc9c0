import { isDeepStrictEqual } from 'node:util';

type Plain = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isPlain = (value: object): value is Plain =>
  Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Whether two values are the same to a reader: a property that is undefined counts as left out, as in JSON, and -0 is 0. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  if (!isPlain(one) || !isPlain(other)) return isDeepStrictEqual(one, other);
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) =>
    isSameValue(one[name], other[name]),
  );
}
