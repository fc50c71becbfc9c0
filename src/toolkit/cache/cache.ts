import type { Connection } from '../../redis/connection/connection.js';
import { nonEmpty } from '../../util/check.js';
import { showBy } from '../../util/shown.js';
import { shown } from '../../util/thrown.js';
import { joinNames } from '../key.js';
import { type AsyncMethodDecorator, refuseStandard, replaceMethod } from '../wrap.js';
import { argumentKey } from './argument-key.js';
import {
  type CachedFunction,
  type CachedOptions,
  checkCached,
  claimName,
  type PendingResult,
  pendingResult,
} from './functions.js';
import { KeyvCache } from './keyv.js';
import type { CacheOptions } from './options.js';
import { CacheValues, type Place } from './values.js';

/** Decorates a getter that gives a promise, and keeps its type. */
export type AsyncGetterDecorator = <R>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Promise<R>>,
) => void;

type Cached = CachedFunction<unknown, unknown[], unknown>;

/** The class that a decorated member belongs to; static members have the class itself for a target. */
const classOf = (target: object): string =>
  typeof target === 'function' ? target.name : (target as { constructor: Function }).constructor.name;

/**
 * Values that may be made again, kept for a while, for all processes.
 *
 * ```ts
 * const user = await cache.getOrSet(`user:${id}`, () => loadUser(id), { tags: ['users'] });
 * ```
 *
 * With `local` a value that was found in this process is the same object each time: do not change it.
 */
export class Cache<V = unknown> extends CacheValues<V> {
  static {
    showBy(Cache, ({ name, place }) => [name, ...place.names]);
  }

  /** decorated members, by the object that they were found on */
  private readonly members = new WeakMap<object, Map<string, Cached>>();

  constructor(
    private readonly connection: Connection,
    name: string,
    options: CacheOptions<V> = {},
    place?: Place,
  ) {
    super(connection, name, options, place);
  }

  /** A part of this cache with keys of its own, which can be cleared alone. Nothing is sent. */
  namespace(name: string): Cache<V> {
    nonEmpty('The name of a namespace', name);
    const { shared, names } = this.place;
    return new Cache(this.connection, this.name, this.options, { shared, names: [...names, name] });
  }

  /**
   * The same function, whose results are kept: called again with the same arguments it is not called.
   *
   * Redis: as getOrSet.
   *
   * @throws TypeError for a function without a name, or of a name that another function of this cache has
   */
  wrap<This, Args extends unknown[], R>(
    fn: (this: This, ...args: Args) => R,
    options: CachedOptions<Args> = {},
  ): CachedFunction<This, Args, R> {
    checkCached(fn, options);
    const { name = fn.name, key: keyOf, ttl, tags } = options;
    const path = joinNames([this.name, ...this.place.names]);
    claimName(this.connection.blocking, path, name, fn);
    const key = (...args: Args) => `${name}(${keyOf ? keyOf(...args) : argumentKey(args).slice(1, -1)})`;
    const cache = this as unknown as CacheValues<Awaited<R>>;
    const cached = async function (this: This, ...args: Args): Promise<Awaited<R>> {
      const load = async (): Promise<Awaited<R>> => await fn.apply(this, args);
      return cache.getOrSet<Awaited<R>>(key(...args), load, { ttl, tags });
    };
    return Object.assign(cached, { key, bust: async (...args: Args) => this.delete(key(...args)) });
  }

  /**
   * Decorates a method whose results are kept under `Class.method` and its arguments, for all objects of the class.
   *
   * @throws TypeError for a name that another function of this cache has
   */
  cached(options: CachedOptions<never[]> = {}): AsyncMethodDecorator {
    return replaceMethod((method, name, target) => {
      const path = { name: `${classOf(target)}.${name}`, ...(options as CachedOptions<unknown[]>) };
      const cached = this.wrap(method as (...args: unknown[]) => Promise<unknown>, path);
      this.remember(target, name, cached as Cached);
      return cached as unknown as typeof method;
    });
  }

  /**
   * Decorates a getter that gives a promise, whose value is kept under `Class.property`, for all objects of the class.
   *
   * @throws TypeError for a name that another function of this cache has
   */
  cachedProperty(options: CachedOptions<never[]> = {}): AsyncGetterDecorator {
    return (target, name, descriptor) => {
      refuseStandard(name);
      // a property without a getter has no descriptor
      const get = descriptor?.get;
      if (!get) throw new TypeError(`${String(name)} is not a getter. Put the decorator on one that gives a promise.`);
      const path = { name: `${classOf(target)}.${String(name)}`, ...(options as CachedOptions<[]>) };
      const cached = this.wrap(get as (this: unknown) => Promise<unknown>, path);
      this.remember(target, String(name), cached as unknown as Cached);
      descriptor.get = function (this: unknown) {
        return cached.call(this) as ReturnType<typeof get>;
      };
    };
  }

  /**
   * Forget what a decorated method or property gave for these arguments; whether there was anything.
   *
   * Redis: as delete.
   *
   * @throws TypeError for what is not an object, and when the object has no such decorated member
   */
  async bust(object: object, member: string, ...args: unknown[]): Promise<boolean> {
    if (Object(object) !== object)
      throw new TypeError(
        `bust() takes an object and the name of its member, not ${shown(object)}. Give both: bust(users, 'find', 7).`,
      );
    for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const cached = this.members.get(at)?.get(member);
      if (cached) return cached.bust(...args);
    }
    throw new TypeError(
      `${shown(member)} is not cached here. Decorate it with cached() or cachedProperty() of this cache.`,
    );
  }

  /**
   * A function that starts at once and lets its result be fetched later: `const report = slow(7); ... await report.result()`.
   *
   * Redis: as getOrSet.
   *
   * @throws TypeError as wrap
   */
  cacheAsync<This, Args extends unknown[], R>(
    fn: (this: This, ...args: Args) => R,
    options: CachedOptions<Args> = {},
  ): (this: This, ...args: Args) => PendingResult<Awaited<R>> {
    const cached = this.wrap(fn, options);
    const subject = `The result of ${options.name ?? fn.name}`;
    return function (this: This, ...args: Args) {
      return pendingResult(cached.apply(this, args), subject);
    };
  }

  /**
   * This cache as a store for Keyv: `new Keyv({ store: cache.keyv(), namespace: 'users' })`. Each Keyv takes one of its own, and keeps its
   * values in the cache's namespace of its name, which its `clear()` empties. Where Keyv has no ttl the one that was given to the
   * cache holds; without that, too, values stay for ever. Nothing is sent.
   */
  keyv(): KeyvCache {
    const { ttl = null } = this.options;
    const own = this as unknown as CacheValues<unknown>;
    return new KeyvCache(own, (name) => this.namespace(name) as unknown as CacheValues<unknown>, ttl);
  }

  private remember(target: object, name: string, cached: Cached): void {
    const known = this.members.get(target) ?? new Map<string, Cached>();
    this.members.set(target, known.set(name, cached));
  }
}
