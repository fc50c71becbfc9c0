import { text } from '../../codecs/text.js';
import { nonEmpty } from '../../util/check.js';
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

/** The keys and values of what setMany was given. */
export const pairs = <V>(entries: CacheEntries<V>): (readonly [string, V])[] =>
  Symbol.iterator in entries ? [...(entries as Iterable<readonly [string, V]>)] : Object.entries(entries);

export const checkKey = (key: string): string => text.encode(nonEmpty('The key of a cache', key)) as string;
