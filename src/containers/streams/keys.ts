import { nonEmpty } from '../../util/check.js';
import type { TimeId } from './id.js';

/** One key, some, or some with the point at which each begins. */
export type StreamKeys<Id extends TimeId> = string | readonly string[] | Readonly<Record<string, Id>>;

/** Each key once. @throws TypeError, RangeError for keys that are none, and for no keys */
export function distinctKeys(keys: readonly string[]): readonly string[] {
  for (const key of keys) nonEmpty('The key of a stream', key);
  if (keys.length === 0) throw new TypeError('At least one stream is needed. Name its key.');
  return [...new Set(keys)];
}

/** The keys, and where each begins, if that was said. */
export function readKeys<Id extends TimeId>(keys: StreamKeys<Id>): [keys: readonly string[], begin: Map<string, Id>] {
  if (typeof keys === 'string') return [distinctKeys([keys]), new Map()];
  if (Array.isArray(keys)) return [distinctKeys(keys as readonly string[]), new Map()];
  if (typeof keys !== 'object' || keys === null)
    throw new TypeError('The keys of streams are a string, an array of them, or a record of ids. Give one of those.');
  const begin = new Map(Object.entries(keys as Readonly<Record<string, Id>>));
  return [distinctKeys([...begin.keys()]), begin];
}
