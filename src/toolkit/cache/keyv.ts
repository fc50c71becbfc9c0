import type { CacheValues } from './values.js';

/** A cache as a store for Keyv, and for all that takes a Keyv store. */
export class KeyvCache {
  readonly opts: { readonly dialect: 'redis'; readonly url: '' } = { dialect: 'redis', url: '' };
  /** Keyv puts its namespace before the keys itself */
  namespace: string | undefined;

  /** @internal */
  constructor(private readonly cache: CacheValues<unknown>) {}

  get(key: string): Promise<unknown> {
    return this.cache.get(key);
  }

  getMany(keys: readonly string[]): Promise<unknown[]> {
    return this.cache.getMany(keys);
  }

  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    await this.cache.set(key, value, { ttl: ttl ? Math.ceil(ttl) : null });
    return true;
  }

  async setMany(entries: readonly { key: string; value: unknown; ttl?: number }[]): Promise<boolean[]> {
    return Promise.all(entries.map(({ key, value, ttl }) => this.set(key, value, ttl)));
  }

  delete(key: string): Promise<boolean> {
    return this.cache.delete(key);
  }

  async deleteMany(keys: readonly string[]): Promise<boolean> {
    return (await this.cache.deleteMany(keys)) > 0;
  }

  has(key: string): Promise<boolean> {
    return this.cache.has(key);
  }

  clear(): Promise<void> {
    return this.cache.clear();
  }

  async *iterator(namespace?: string): AsyncGenerator<[string, unknown], void> {
    for await (const key of this.cache.keys()) {
      if (namespace === undefined || key.startsWith(`${namespace}:`)) yield [key, await this.cache.get(key)];
    }
  }

  /** Errors come with the calls that meet them. */
  on(): this {
    return this;
  }
}
