import { inspect } from 'node:util';
import { truncate } from '../util/truncate.js';

const SHOWN = 3;
const LONGEST = 40;

/** What logs and texts hold instead of the value of a hidden field. */
export const HIDDEN = '(hidden)';

/** A value as code, long ones cut; never the inside of an object. */
export function valueText(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  if (typeof value === 'string') return JSON.stringify(truncate(value, LONGEST));
  // an entity, or what else is an object: its inside may be hidden
  if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'object';
  if (typeof value === 'bigint') return `${truncate(String(value), LONGEST)}n`;
  return inspect(value);
}

/** The first of several texts, and how many there are. */
export function someText<T>(values: readonly T[], show: (value: T) => string, separator = ', '): string {
  const shown = values.slice(0, SHOWN).map(show);
  return (values.length > SHOWN ? [...shown, `... ${values.length}`] : shown).join(separator);
}

/** Values as code: the first, and how many there are. */
export const listText = (values: readonly unknown[]): string => `[${someText(values, valueText)}]`;
