import type { ValueCodec } from '../../codecs/codec.js';
import { plainJson } from '../../codecs/plain-json.js';
import { text } from '../../codecs/text.js';
import type { Several } from '../../containers/variadic.js';
import type { Connection } from '../../redis/connection/connection.js';
import { lifetime, nonEmpty } from '../../util/check.js';
import { checkSignal, knownOptions, type OptionNames } from '../../util/options.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import {
  type CacheEntries,
  type CacheEntry,
  checkKey,
  entryPairs,
  type GetOrSetOptions,
  severalKeys,
} from './entries.js';
import { Loader, type MakeValue } from './loader.js';
import type { CacheEvent, CacheMetrics, CacheNotice } from './metrics.js';
import { type CacheOptions, type CacheSettings, checkTags, type EntryOptions, readCacheSettings } from './options.js';
import { loading, moment, NEVER, RunningLoads, refuseNested } from './running-loads.js';
import { type Shared, share } from './shared.js';
import { CacheStore, type FoundEntry, type LoadedValue } from './store.js';
import { callLoad, type Load } from './user-load.js';

const fresh = <V>(found: FoundEntry<V> | undefined): FoundEntry<V> | undefined =>
  found && found.left > 0 ? found : undefined;

const ENTRY: OptionNames<EntryOptions> = { ttl: true, tags: true };
const LOAD: OptionNames<GetOrSetOptions> = { ...ENTRY, signal: true };

/** Where a cache stands among the namespaces of one name. */
export interface Place {
  readonly shared: Shared;
  readonly names: readonly string[];
}

/** What a cache does with values; with functions: `Cache`. */
export class CacheValues<V> {
  protected readonly settings: CacheSettings<V>;
  protected readonly place: Place;
  protected readonly store: CacheStore<V>;
  private readonly loader: Loader<V>;
  private readonly loads = new RunningLoads<V>();

  constructor(
    connection: Connection,
    readonly name: string,
    protected readonly options: CacheOptions<V>,
    place?: Place,
  ) {
    text.encode(nonEmpty('The name of a cache', name));
    this.settings = readCacheSettings(name, options, plainJson as ValueCodec<V>);
    this.place = place ?? { shared: share(connection.direct, name, options), names: [] };
    this.store = new CacheStore(this.place.shared, this.place.names, this.settings);
    this.loader = new Loader(this.store);
  }

  /**
   * The value of a key; undefined where there is none, or where it is undefined.
   *
   * Redis: MGET of the value and of the time of the last invalidation, and what that was when it is new here; one script where values are
   * kept in this process or used when they are stale; in a cluster two commands at the same time. Nothing for a value that is kept here.
   *
   * What the codec cannot read is none: handlers of `error` are told a CodecError.
   */
  async get(key: string): Promise<V | undefined> {
    return (await this.look(key))?.entry.value;
  }

  /** Whether there is a value, be it undefined. Redis: as get. */
  async has(key: string): Promise<boolean> {
    return (await this.look(key)) !== undefined;
  }

  /**
   * Keep a value, also undefined.
   *
   * Redis: one script (SET and PUBLISH), O(1), atomic, and GET for what was invalidated meanwhile, one round trip.
   *
   * @throws TypeError for a value that the codec cannot hold, with the path to what it cannot hold
   * @throws RangeError for a ttl that is not a whole number from 1 on
   */
  async set(key: string, value: V, options: EntryOptions = {}): Promise<void> {
    checkKey(key);
    const { ttl, tags = [] } = knownOptions('set()', options, ENTRY);
    const life = this.life(ttl);
    const names = checkTags(tags);
    if (!this.settings.enabled) return;
    await this.guard(key, this.store.write(key, value, life, names));
  }

  /** Remove a value; whether there was one. Redis: one script, O(1), atomic. */
  async delete(key: string): Promise<boolean> {
    return fresh(await this.take(key)) !== undefined;
  }

  /** Remove a value and give it. Redis: one script, O(1), atomic. */
  async pull(key: string): Promise<V | undefined> {
    return fresh(await this.take(key))?.entry.value;
  }

  /** The values of several keys, in their order. Redis: as get for each, one round trip in all. */
  async getMany(keys: Several<string>): Promise<(V | undefined)[]> {
    return Promise.all(severalKeys(keys).map((key) => this.get(key)));
  }

  /** Keep several values. Redis: as set for each, one round trip in all; each is atomic, not all of them together. */
  async setMany(entries: CacheEntries<V>, options: EntryOptions = {}): Promise<void> {
    const all = entryPairs(entries);
    knownOptions('setMany()', options, ENTRY);
    for (const [key] of all) checkKey(key);
    // one that cannot be kept is an error before any is written
    for (const [, value] of all) if (value !== undefined) this.settings.codec.encode(value);
    await Promise.all(all.map(([key, value]) => this.set(key, value, options)));
  }

  /** Remove several values; how many there were. Redis: as delete for each, one round trip in all. */
  async deleteMany(keys: Several<string>): Promise<number> {
    const deleted = await Promise.all([...new Set(severalKeys(keys))].map((key) => this.delete(key)));
    return deleted.filter(Boolean).length;
  }

  /**
   * The value of a key, loaded where there is none. In all processes one caller loads; the others wait for its value, or its
   * error. Nothing is kept when the load fails. A loader that dies is replaced after three seconds.
   *
   * Redis: as get for a hit. A miss takes turns at a gate, as a lock does: two more round trips before the load, and one after it.
   *
   * @throws what the load throws, in other processes an Error of the same name and message; TimeoutError after `loadTimeout`;
   * TypeError within the load of the same key, which would wait for itself
   */
  async getOrSet<R extends V | undefined>(key: string, load: Load<V, R>, options: GetOrSetOptions = {}): Promise<R> {
    checkKey(key);
    if (typeof load !== 'function')
      throw new TypeError(`What loads a value must be a function, not ${typeof load}. Use set() for a value.`);
    knownOptions('getOrSet()', options, LOAD);
    checkSignal(options.signal);
    this.life(options.ttl);
    checkTags(options.tags ?? []);
    options.signal?.throwIfAborted();
    const value = this.settings.enabled ? this.findOrLoad(key, load, options) : this.loadAlone(key, load, options);
    return (await (options.signal ? unlessAborted(value, options.signal) : value)) as R;
  }

  /** The keys of fresh values, of this namespace alone. Redis: SCAN, and a read of each. */
  async *keys(): AsyncGenerator<string, void, undefined> {
    if (!this.settings.enabled) return;
    try {
      yield* this.store.keys();
    } catch (error) {
      if (!this.store.forgives('', error)) throw error;
    }
  }

  /**
   * Let no value with one of these tags count any more, in any namespace of this cache.
   *
   * Redis: one script, O(log n) of the tags, whatever number of values has them; they go away with their ttl.
   */
  async invalidateTags(...tags: string[]): Promise<void> {
    const names = checkTags(tags);
    if (names.length > 0 && this.settings.enabled) await this.store.invalidate(names);
  }

  /**
   * Let no value of this namespace count any more, nor of those below it.
   *
   * Redis: one script, O(log n) of the tags, whatever number of values there is; they go away with their ttl.
   */
  async clear(): Promise<void> {
    if (this.settings.enabled) await this.store.clear();
  }

  /** A value with its times and tags. Redis: as get, and TIME. */
  async entry(key: string): Promise<CacheEntry<V> | undefined> {
    checkKey(key);
    if (!this.settings.enabled) return undefined;
    const asked = Promise.all([this.store.inspect(key), this.store.line.send('time', [])]);
    const [stored, time] = (await this.guard(key, asked)) ?? [];
    const found = fresh(stored);
    if (!found) return undefined;
    const { value, tags, ttl, written } = found.entry;
    if (ttl === null) return { value, createdAt: new Date(written), expiresAt: undefined, tags };
    const expires =
      Math.floor(Number((time as string[])[0]) * 1000 + Number((time as string[])[1]) / 1000) + found.left;
    return { value, createdAt: new Date(expires - ttl), expiresAt: new Date(expires), tags };
  }

  /** Call a handler at each hit, miss, stale value or error of this cache and its namespaces; the result ends that. Not a promise. */
  on(event: CacheEvent, handler: (notice: CacheNotice) => void): () => void {
    return this.place.shared.observer.on(event, handler);
  }

  /** What this cache and its namespaces have done in this process. Not a promise. */
  metrics(): CacheMetrics {
    return this.place.shared.observer.metrics();
  }

  private async look(key: string): Promise<FoundEntry<V> | undefined> {
    checkKey(key);
    if (!this.settings.enabled) return undefined;
    return fresh(await this.find(key));
  }

  /** Look, and count what was found. */
  private async find(key: string): Promise<FoundEntry<V> | undefined> {
    const { observer } = this.place.shared;
    const found = await this.guard(key, this.store.find(key));
    if (found && found.left > 0) observer.hit(key, found.local);
    else observer.miss(key);
    return found;
  }

  private async take(key: string): Promise<FoundEntry<V> | undefined> {
    checkKey(key);
    if (!this.settings.enabled) return undefined;
    return this.guard(key, this.store.remove(key));
  }

  private async findOrLoad(key: string, load: Load<V>, options: GetOrSetOptions): Promise<V | undefined> {
    const found = await this.find(key);
    if (found && found.left > 0) return found.entry.value;
    const { staleFor, staleIfError } = this.settings;
    const { observer } = this.place.shared;
    const make = (signal: AbortSignal) => this.make(key, load, options, found?.entry.value, signal);
    if (found && -found.left < staleFor) {
      observer.stale(key);
      const refresh = () => this.loader.refresh(key, make).then(() => ({ value: undefined, asOf: NEVER }));
      this.loads.once(key, refresh).outcome.catch((error) => observer.error(key, error));
      return found.entry.value;
    }
    try {
      return await this.loadTogether(key, make);
    } catch (error) {
      if (found && -found.left < staleIfError) {
        observer.error(key, error);
        observer.stale(key);
        return found.entry.value;
      }
      if (!this.store.forgives(key, error)) throw error;
      return this.loadAlone(key, load, options);
    }
  }

  /** All who miss a key in this process at the same time are one; who has asked after a change does not get what was before it. */
  private async loadTogether(key: string, make: MakeValue<V>): Promise<V | undefined> {
    refuseNested(this.place.shared.connection.blocking, this.store.keyOf(key), this.subjectOf(key));
    for (;;) {
      const asked = moment();
      const { isOurs, outcome } = this.loads.once(key, () => this.loader.load(key, make));
      const { value, asOf } = await outcome;
      if (isOurs || asked <= asOf) return value;
      const found = fresh(await this.store.find(key));
      if (found) return found.entry.value;
    }
  }

  private async loadAlone(key: string, load: Load<V>, options: GetOrSetOptions): Promise<V | undefined> {
    return (await this.make(key, load, options, undefined)).value;
  }

  /** Call the user's function, and learn how its value is to be kept. */
  private async make(
    key: string,
    load: Load<V>,
    options: GetOrSetOptions,
    stale: V | undefined,
    signal?: AbortSignal,
  ): Promise<LoadedValue<V>> {
    const { observer, connection } = this.place.shared;
    const started = performance.now();
    const limits = { stale, signal, timeout: this.settings.loadTimeout, subject: this.subjectOf(key) };
    const call = () => callLoad(load, limits, options);
    const { value, ttl, tags, skip } = await loading(connection.blocking, this.store.keyOf(key), call);
    observer.load(performance.now() - started);
    return { value, ttl: this.life(ttl), tags: checkTags(tags), skip };
  }

  private subjectOf(key: string): string {
    return `The value of ${JSON.stringify(key)} in the cache ${JSON.stringify(this.name)}`;
  }

  /** How long a value is fresh: with a part taken off at random. */
  private life(ttl: number | null | undefined): number | null {
    const wanted = ttl === undefined ? this.settings.ttl : lifetime('ttl', ttl);
    if (wanted === null || this.settings.jitter === 0) return wanted;
    return Math.max(1, Math.round(wanted * (1 - this.settings.jitter * Math.random())));
  }

  private guard<T>(key: string, work: Promise<T>): Promise<T | undefined> {
    return work.catch((error: unknown) => this.forgive(key, error));
  }

  /** Take an error for a miss where the cache is told to. */
  private forgive(key: string, error: unknown): undefined {
    if (!this.store.forgives(key, error)) throw error;
  }
}
