import { types } from 'node:util';
import { truncate } from '../util/truncate.js';

const LONGEST = 40;

/** How an object says what it is. */
export const SAID = Symbol('what it is, in a message');

function describeText(value: string): string {
  return value.length > LONGEST
    ? `string ${JSON.stringify(value.slice(0, LONGEST))}... of ${value.length}`
    : `string ${JSON.stringify(value)}`;
}

function describeDate(value: Date): string {
  return Number.isNaN(value.getTime()) ? 'an invalid Date' : `Date ${value.toISOString()}`;
}

function describeObject(value: object): string {
  if (types.isDate(value)) return describeDate(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const said: unknown = (value as { [SAID]?: unknown })[SAID];
  if (typeof said === 'string') return said;
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  const name = typeof maker === 'function' ? maker.name : '';
  return name && name !== 'Object' ? `an instance of ${truncate(name, LONGEST)}` : 'an object';
}

function describeBigint(value: bigint): string {
  const isShort = BigInt.asIntN(128, value) === value;
  return isShort ? `bigint ${value}` : 'a bigint of more than 128 bits';
}

function describeAny(value: unknown): string {
  if (typeof value === 'string') return describeText(value);
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'object') return describeObject(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return describeBigint(value);
  return `${typeof value} ${Object.is(value, -0) ? '-0' : truncate(String(value), LONGEST)}`;
}

/** What a message says of the value of a hidden field that is there. */
const HIDDEN = 'another value, which is hidden';

/** What a value is, in a few words for a message; never throws. */
export function describe(value: unknown): string {
  try {
    return describeAny(value);
  } catch {
    // a proxy, or a getter, that throws
    return 'an object';
  }
}

/** What was found in a field: of a hidden one, only whether there was anything. */
export const describeIn = (
  { hidden }: { readonly hidden: boolean },
  value: unknown,
  say: (value: unknown) => string = describe,
): string => (hidden && value != null ? HIDDEN : say(value));
