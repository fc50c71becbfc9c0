import { text } from '../../codecs/text.js';
import { type Several, several } from '../../containers/variadic.js';
import { nonEmpty } from '../../util/check.js';
import { isIterable } from '../../util/is-iterable.js';
import type { EntryOptions } from './options.js';

/** How a value that is not there is loaded and kept. */
export interface GetOrSetOptions extends EntryOptions {
  /** ends the wait of this caller; the load goes on for the others */
  readonly signal?: AbortSignal | undefined;
}

/** An entry with all that is known of it. Times are those of the server's clock. */
export interface CacheEntry<V> {
  readonly value: V | undefined;
  readonly createdAt: Date;
  /** undefined: it is fresh for ever */
  readonly expiresAt: Date | undefined;
  readonly tags: readonly string[];
}

/** Values by their keys. */
export type CacheEntries<V> = Readonly<Record<string, V>> | Iterable<readonly [string, V]>;

const ENTRIES = 'setMany takes values by key: an object, a Map, or pairs such as [["a", 1]]';

/**
 * The keys and values of what setMany was given.
 *
 * @throws TypeError for what is neither an object nor pairs
 */
export function entryPairs<V>(entries: CacheEntries<V>): (readonly [string, V])[] {
  if (typeof entries !== 'object' || entries === null)
    throw new TypeError(`${ENTRIES}, not ${entries === null ? 'null' : typeof entries}. Give one of these.`);
  if (!isIterable(entries)) return Object.entries(entries);
  const all = [...(entries as Iterable<readonly [string, V]>)];
  if (all.every((pair) => Array.isArray(pair) && pair.length === 2)) return all;
  throw new TypeError(`${ENTRIES}, of which each has a key and a value. Correct the list.`);
}

export const checkKey = (key: string): string => text.encode(nonEmpty('The key of a cache', key)) as string;

/** The keys of a call that takes several, each checked before anything is sent. */
export const severalKeys = (keys: Several<string>): readonly string[] => several('The keys', keys).map(checkKey);
