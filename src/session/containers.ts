// The containers that a session gives: those of the database, as far as they write, with calls that wait for the flush.
import type { Conditions } from '../containers/conditions.js';
import { Hash, type HashValues } from '../containers/hash/hash.js';
import { List, type ListDeleteOptions } from '../containers/list/list.js';
import { RedisSet } from '../containers/set/redis-set.js';
import { SortedSet, type SortedSetEntries } from '../containers/sorted-set/sorted-set.js';
import type { StreamOptions } from '../containers/streams/message-format.js';
import { Stream } from '../containers/streams/stream.js';
import type { TrimOptions } from '../containers/streams/trim.js';
import type { ContainerOptions } from '../containers/value-container.js';
import type { Values } from '../containers/variadic.js';
import { integer, nonEmpty } from '../util/check.js';
import { showBy } from '../util/shown.js';
import type { Queue } from './queue.js';

/** A list whose changes are written with the entities of the session. */
export class SessionList<T = string> {
  static {
    showBy(SessionList, ({ key }) => [key]);
  }

  private readonly list: List<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    readonly key: string,
    options?: ContainerOptions<T>,
  ) {
    this.list = new List(queue.recorder('list'), key, options);
  }

  /** Add values behind the last. Redis: RPUSH with the flush. */
  push(...values: Values<T>): void {
    this.queue.call(() => this.list.push(...values));
  }

  /** Add values before the first. Redis: LPUSH with the flush. */
  unshift(...values: Values<T>): void {
    this.queue.call(() => this.list.unshift(...values));
  }

  /** Delete the elements that are a value. Redis: LREM with the flush. */
  delete(value: T, options?: ListDeleteOptions): void {
    this.queue.call(() => this.list.delete(value, options));
  }

  /** Keep the elements from `start` up to `end`, which is excluded. Redis: LTRIM with the flush. */
  trim(start: number, end?: number): void {
    this.queue.call(() => this.list.trim(start, end));
  }
}

/** A hash whose changes are written with the entities of the session. */
export class SessionHash<T = string> {
  static {
    showBy(SessionHash, ({ key }) => [key]);
  }

  private readonly hash: Hash<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    readonly key: string,
    options?: ContainerOptions<T>,
  ) {
    this.hash = new Hash(queue.recorder('hash'), key, options);
  }

  /** Set a field. Redis: HSET with the flush. */
  set(field: string, value: T): void {
    this.queue.call(() => this.hash.set(field, value));
  }

  /** Set several fields. Redis: HSET with the flush. */
  update(values: HashValues<T>): void {
    this.queue.call(() => this.hash.update(values));
  }

  /** Delete fields. Redis: HDEL with the flush. */
  delete(...fields: Values<string>): void {
    this.queue.call(() => this.hash.delete(...fields));
  }

  /** Add a whole number to a field, which counts from 0. Redis: HINCRBY with the flush, which is refused beyond 2^53 and where the field holds no whole number. */
  increment(field: string, by = 1): void {
    const { key } = this;
    this.queue.add({ type: 'hash', key, command: 'hincrby', args: [nonEmpty('field', field), integer('by', by)] });
  }
}

/** A set whose changes are written with the entities of the session. */
export class SessionSet<T = string> {
  static {
    showBy(SessionSet, ({ key }) => [key]);
  }

  private readonly set: RedisSet<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    readonly key: string,
    options?: ContainerOptions<T>,
  ) {
    this.set = new RedisSet(queue.recorder('set'), key, options);
  }

  /** Add values. Redis: SADD with the flush. */
  add(...values: Values<T>): void {
    this.queue.call(() => this.set.add(...values));
  }

  /** Delete values. Redis: SREM with the flush. */
  delete(...values: Values<T>): void {
    this.queue.call(() => this.set.delete(...values));
  }
}

/** A sorted set whose changes are written with the entities of the session. */
export class SessionSortedSet<T = string> {
  static {
    showBy(SessionSortedSet, ({ key }) => [key]);
  }

  private readonly sorted: SortedSet<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    readonly key: string,
    options?: ContainerOptions<T>,
  ) {
    this.sorted = new SortedSet(queue.recorder('zset'), key, options);
  }

  /** Add members with their scores, or replace these. Redis: ZADD with the flush. */
  add(entries: SortedSetEntries<T>, conditions?: Conditions): void {
    this.queue.call(() => this.sorted.add(entries, conditions));
  }

  /** Add to the score of a member, which counts from 0. Redis: ZINCRBY with the flush. */
  increment(member: T, by = 1): void {
    if (!Number.isFinite(by)) throw new RangeError(`by must be a finite number, not ${by}. Give one.`);
    this.queue.call(() => this.sorted.increment(member, by));
  }

  /** Delete members. Redis: ZREM with the flush. */
  delete(...members: Values<T>): void {
    this.queue.call(() => this.sorted.delete(...members));
  }
}

/** A stream whose messages are added with the entities of the session: an outbox. */
export class SessionStream<F = Record<string, string>> {
  static {
    showBy(SessionStream, ({ key }) => [key]);
  }

  private readonly stream: Stream<F>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    readonly key: string,
    options?: StreamOptions<F>,
  ) {
    this.stream = new Stream(queue.recorder('stream'), key, options);
  }

  /** Add a message; the server gives it its id. Redis: XADD with the flush. */
  add(fields: F, options?: TrimOptions<string>): void {
    this.queue.call(() => this.stream.add(fields, { ...options, id: '*' }));
  }
}

/** A counter that is changed with the entities of the session. */
export class SessionCounter {
  static {
    showBy(SessionCounter, ({ key }) => [key]);
  }

  private readonly bounds: { readonly min: number; readonly max: number };

  /** @internal */
  constructor(
    private readonly queue: Queue,
    readonly key: string,
    { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number },
  ) {
    nonEmpty('The key of a counter', key);
    this.bounds = { min: integer('min', min), max: integer('max', max) };
  }

  /** Add to it. Redis: INCRBY with the flush, which is refused with a RangeError when it would pass a bound. */
  increment(by = 1): void {
    const { key, bounds } = this;
    this.queue.add({ type: 'string', key, command: 'incrby', args: [integer('by', by)], bounds });
  }

  /** Take from it. As increment. */
  decrement(by = 1): void {
    this.increment(-integer('by', by));
  }
}
