import { nonEmpty } from '../../util/check.js';
import type { TimeId } from './id.js';

/** One key, some, or some with the point at which each begins. */
export type StreamKeys<Id extends TimeId, K extends string = string> = K | readonly K[] | { readonly [P in K]: Id };

/** The keys that were given, by name where they are known when the program is compiled. */
export type KeysOf<T> = T extends string ? T : T extends readonly (infer K extends string)[] ? K : keyof T & string;

/** Each key once. @throws TypeError, RangeError for what cannot be a key, and where there are no keys */
export function distinctKeys<K extends string>(keys: readonly K[]): readonly K[] {
  for (const key of keys) nonEmpty('The key of a stream', key);
  if (keys.length === 0) throw new TypeError('At least one stream is needed. Name its key.');
  return [...new Set(keys)];
}

/** The keys, and where each begins, if that was said. */
export function readKeys<Id extends TimeId, K extends string>(
  keys: StreamKeys<Id, K>,
): [keys: readonly K[], begin: Map<K, Id>] {
  if (typeof keys === 'string') return [distinctKeys([keys]), new Map()];
  if (Array.isArray(keys)) return [distinctKeys(keys as readonly K[]), new Map()];
  if (typeof keys !== 'object' || keys === null)
    throw new TypeError('The keys of streams are a string, an array of them, or a record of ids. Give one of those.');
  const begin = new Map(Object.entries(keys as Readonly<Record<K, Id>>) as [K, Id][]);
  return [distinctKeys([...begin.keys()]), begin];
}
