import { type Several, several } from '../../containers/variadic.js';
import { kindOf } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { severalKeys } from './entries.js';
import type { CacheNotice } from './metrics.js';
import type { CacheValues } from './values.js';

/** How many values one step of the iterator reads. */
const STEP = 100;

/** A value that a Keyv keeps. */
export interface KeyvEntry {
  readonly key: string;
  readonly value: unknown;
  /** ms until it is gone @default that of the cache */
  readonly ttl?: number;
}

/**
 * A cache as a store for one Keyv, and for all that takes a Keyv store. What a Keyv keeps is in the cache's namespace of its name, so that
 * `clear()` empties that one alone.
 *
 * Source: the contract of https://github.com/jaredwray/keyv/tree/main/packages/test-suite.
 */
export class KeyvCache {
  static {
    showBy(KeyvCache, ({ cache }) => [cache.name]);
  }

  readonly opts: { readonly dialect: 'redis'; readonly url: '' } = { dialect: 'redis', url: '' };
  private named: string | undefined;
  private values: CacheValues<unknown>;

  /** @internal */
  constructor(
    private readonly cache: CacheValues<unknown>,
    private readonly open: (namespace: string) => CacheValues<unknown>,
    /** where Keyv gives no ttl; null: for ever, as Keyv has it */
    private readonly life: number | null | undefined,
  ) {
    this.values = cache;
  }

  /** Set by Keyv, which puts it before the keys as well. */
  get namespace(): string | undefined {
    return this.named;
  }

  set namespace(name: string | undefined) {
    this.values = this.part(name);
    this.named = name;
  }

  get(key: string): Promise<unknown> {
    return this.values.get(key);
  }

  getMany(keys: Several<string>): Promise<unknown[]> {
    return this.values.getMany(keys);
  }

  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    await this.values.set(key, value, { ttl: ttl ? Math.ceil(ttl) : this.life });
    return true;
  }

  async setMany(entries: Several<KeyvEntry>): Promise<boolean[]> {
    return Promise.all(several('The entries', entries).map((entry) => this.setEntry(entry)));
  }

  delete(key: string): Promise<boolean> {
    return this.values.delete(key);
  }

  async deleteMany(keys: Several<string>): Promise<boolean> {
    return (await this.values.deleteMany(keys)) > 0;
  }

  has(key: string): Promise<boolean> {
    return this.values.has(key);
  }

  async hasMany(keys: Several<string>): Promise<boolean[]> {
    return Promise.all(severalKeys(keys).map((key) => this.values.has(key)));
  }

  /** Let nothing of this namespace count any more; without one, nothing of the cache. */
  clear(): Promise<void> {
    return this.values.clear();
  }

  async *iterator(namespace = this.named): AsyncGenerator<[string, unknown], void> {
    const values = this.part(namespace);
    let keys: string[] = [];
    for await (const key of values.keys()) {
      if (keys.push(key) < STEP) continue;
      yield* await read(values, keys);
      keys = [];
    }
    yield* await read(values, keys);
  }

  /** Call a handler at each error of the cache, also of those reads that Keyv answers with undefined. */
  on(event: string, handler: (error: unknown) => void): this {
    if (event === 'error') this.cache.on(event, ({ error }: CacheNotice) => handler(error));
    return this;
  }

  private async setEntry(entry: KeyvEntry): Promise<boolean> {
    if (typeof entry !== 'object' || entry === null)
      throw new TypeError(`An entry is an object such as { key, value }, not ${kindOf(entry)}. Correct the list.`);
    return this.set(entry.key, entry.value, entry.ttl);
  }

  private part(name: string | undefined): CacheValues<unknown> {
    return name ? this.open(name) : this.cache;
  }
}

/** What is still there of some keys. */
async function read(values: CacheValues<unknown>, keys: readonly string[]): Promise<[string, unknown][]> {
  const found = await values.getMany(keys);
  return keys.map((key, i): [string, unknown] => [key, found[i]]).filter(([, value]) => value !== undefined);
}
