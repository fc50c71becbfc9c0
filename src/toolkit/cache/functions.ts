import { TimeoutError } from '../../errors/timeout.js';
import type { BlockingPool } from '../../redis/connection/blocking-pool.js';
import { inTime } from '../../util/in-time.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { checkWaiting, type Waiting } from '../lock/taking.js';
import type { EntryOptions } from './options.js';

/** How the calls of a function are kept. */
export interface CachedOptions<Args extends unknown[] = never[]> extends EntryOptions {
  /** what its keys begin with @default the name of the function, `Class.method` for a method */
  readonly name?: string | undefined;
  /** the rest of the key @default the arguments as JSON */
  readonly key?: ((...args: Args) => string) | undefined;
}

const CACHED: OptionNames<CachedOptions> = { name: true, key: true, ttl: true, tags: true };

/** @throws TypeError for what is not a function, and for options that there are not */
export function checkCached<Args extends unknown[]>(fn: unknown, options: CachedOptions<Args>): void {
  if (typeof fn !== 'function') throw new TypeError(`What is cached must be a function, not ${typeof fn}. Give one.`);
  knownOptions('a cached function', options as CachedOptions, CACHED);
  if (options.key === undefined || typeof options.key === 'function') return;
  throw new TypeError(`key must be a function, not ${typeof options.key}. Make the key of the arguments: (id) => id.`);
}

/** A function whose results are kept. */
export interface CachedFunction<This, Args extends unknown[], R> {
  (this: This, ...args: Args): Promise<Awaited<R>>;
  /** Forget the result of these arguments; whether there was one. */
  bust(...args: Args): Promise<boolean>;
  /** The key of these arguments. Not a promise. */
  key(...args: Args): string;
}

/** A result that may still be on its way. */
export interface PendingResult<R> {
  /** whether it is there, or has failed */
  readonly ready: boolean;
  /**
   * The result, the same each time.
   *
   * @throws TimeoutError when it is not ready in time
   */
  result(options?: Waiting): Promise<R>;
}

const owners = new WeakMap<BlockingPool, Map<string, Function>>();

/**
 * Reserve a name of a cache for a function: two functions of one name would answer for each other.
 *
 * @throws TypeError for no name, and for one that another function has
 */
export function claimName(pool: BlockingPool, cache: string, name: string | undefined, fn: Function): string {
  if (!name) throw new TypeError('A cached function needs a name. Give it one: { name }.');
  const claimed = owners.get(pool) ?? new Map<string, Function>();
  owners.set(pool, claimed);
  const path = JSON.stringify([cache, name]);
  const owner = claimed.get(path) ?? fn;
  if (owner !== fn)
    throw new TypeError(
      `Another function is cached as ${JSON.stringify(name)}. Give this one a name of its own: { name }.`,
    );
  claimed.set(path, fn);
  return name;
}

/** Start at once, and let the result be fetched later, as often as one likes. */
export function pendingResult<R>(started: Promise<R>, subject: string): PendingResult<R> {
  let ready = false;
  const done = () => {
    ready = true;
  };
  started.then(done, done);
  return {
    get ready() {
      return ready;
    },
    async result(waiting: Waiting = {}) {
      const { timeout } = checkWaiting('result()', waiting);
      // what is there already is there in no time
      if (timeout === 0 && !ready) await new Promise((resolve) => setImmediate(resolve));
      return inTime(started, waiting, () => new TimeoutError(subject, timeout!));
    },
  };
}
