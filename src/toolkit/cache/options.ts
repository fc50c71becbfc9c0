import type { ValueCodec } from '../../codecs/codec.js';
import { lifetime, natural, nonEmpty, oneOf, positive } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { messageOf, textOf } from '../../util/thrown.js';

/** Values that are kept in this process as well. */
export interface LocalOptions {
  /** how many */
  readonly size: number;
  /** milliseconds that they are kept at most @default as long as the server keeps them */
  readonly ttl?: number | undefined;
}

export interface CacheOptions<V = unknown> {
  /** milliseconds that a value is fresh; null: for ever @default 60_000 */
  readonly ttl?: number | null | undefined;
  /** up to this part of the ttl is taken off at random, so that values made together do not end together: 0 to 1 @default 0 */
  readonly jitter?: number | undefined;
  /** keep values in this process too @default not at all */
  readonly local?: LocalOptions | undefined;
  /** milliseconds after the ttl in which getOrSet gives the old value at once, and loads a new one behind it @default 0 */
  readonly staleFor?: number | undefined;
  /** milliseconds after the ttl in which getOrSet gives the old value when loading fails @default 0 */
  readonly staleIfError?: number | undefined;
  /** how values are made bytes and back @default JSON that comes back as it was */
  readonly codec?: ValueCodec<V> | undefined;
  /** pack values of more than a kilobyte @default not at all */
  readonly compress?: Compression | undefined;
  /** milliseconds that a load may take; then it is a TimeoutError, and its signal aborts @default for ever */
  readonly loadTimeout?: number | undefined;
  /** while the server cannot be asked: throw its error, or go on as if nothing were kept @default 'throw' */
  readonly onError?: 'throw' | 'miss' | undefined;
  /** false: nothing is kept, nothing is read @default true */
  readonly enabled?: boolean | undefined;
}

export type Compression = 'zlib' | 'brotli';

/** How one value is kept. */
export interface EntryOptions {
  /** milliseconds; null: for ever @default that of the cache */
  readonly ttl?: number | null | undefined;
  /** names by which it can be invalidated */
  readonly tags?: readonly string[] | undefined;
}

const CACHE: OptionNames<CacheOptions> = {
  ttl: true,
  jitter: true,
  local: true,
  staleFor: true,
  staleIfError: true,
  codec: true,
  compress: true,
  loadTimeout: true,
  onError: true,
  enabled: true,
};
const LOCAL: OptionNames<LocalOptions> = { size: true, ttl: true };

/** Options that were checked, with their defaults. */
export interface CacheSettings<V> {
  readonly ttl: number | null;
  readonly jitter: number;
  readonly staleFor: number;
  readonly staleIfError: number;
  readonly codec: ValueCodec<V>;
  readonly compress: Compression | undefined;
  readonly loadTimeout: number | undefined;
  readonly onError: 'throw' | 'miss';
  readonly enabled: boolean;
}

export function checkTags(tags: readonly string[]): readonly string[] {
  if (!Array.isArray(tags)) throw new TypeError('tags must be an array of names. Put the tag into brackets.');
  for (const tag of tags) nonEmpty('A tag', tag);
  return [...new Set(tags)];
}

/** The codec of a cache, whose errors say which cache that is. */
function codecOf<V>(codec: ValueCodec<V>, cache: string): ValueCodec<V> {
  const encode = (value: V) => {
    try {
      return codec.encode(value);
    } catch (error) {
      const reason = messageOf(error);
      throw new TypeError(`A value cannot be kept in the cache ${JSON.stringify(cache)}: ${reason}`, { cause: error });
    }
  };
  return Object.assign(Object.create(codec), { encode });
}

/** The options with their defaults, checked. */
export function readCacheSettings<V>(
  cache: string,
  options: CacheOptions<V>,
  defaultCodec: ValueCodec<V>,
): CacheSettings<V> {
  const title = `the cache ${JSON.stringify(cache)}`;
  knownOptions(title, options, CACHE);
  if (options.local !== undefined) knownOptions(`local of ${title}`, options.local, LOCAL);
  const { ttl = 60_000, jitter = 0, staleFor = 0, staleIfError = 0, codec = defaultCodec, onError = 'throw' } = options;
  if (typeof jitter !== 'number' || !(jitter >= 0 && jitter < 1))
    throw new RangeError(`jitter must be a part of the ttl, from 0 to below 1, not ${textOf(jitter)}. A tenth is 0.1.`);
  oneOf('onError', onError, { throw: true, miss: true });
  const { compress, loadTimeout, enabled = true } = options;
  if (compress !== undefined) oneOf('compress', compress, { zlib: true, brotli: true });
  if (loadTimeout !== undefined) positive('loadTimeout', loadTimeout);
  const stale = { staleFor: natural('staleFor', staleFor), staleIfError: natural('staleIfError', staleIfError) };
  return {
    ttl: lifetime('ttl', ttl),
    jitter,
    ...stale,
    codec: codecOf(codec, cache),
    compress,
    loadTimeout,
    onError,
    enabled,
  };
}
