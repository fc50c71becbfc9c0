// The containers that a session gives: those of the database, as far as they write, with calls that wait for the flush.
import type { Conditions } from '../containers/conditions.js';
import type { Hash, HashValues } from '../containers/hash/hash.js';
import type { List, ListDeleteOptions } from '../containers/list/list.js';
import type { RedisSet } from '../containers/set/redis-set.js';
import type { SortedSet, SortedSetEntries } from '../containers/sorted-set/sorted-set.js';
import type { Stream } from '../containers/streams/stream.js';
import type { TrimOptions } from '../containers/streams/trim.js';
import type { Values } from '../containers/variadic.js';
import type { Owned } from '../entity/containers/owned.js';
import { integer, nonEmpty } from '../util/check.js';
import { showBy } from '../util/shown.js';
import type { ContainerPlace, CounterPlace } from './places.js';
import type { Queue } from './queue.js';

/** A list whose changes are written with the entities of the session. */
export class SessionList<T = string> {
  static {
    showBy(SessionList, ({ key }) => [key]);
  }

  readonly key: string;
  private readonly list: List<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<List<T>>,
  ) {
    this.key = place.key;
    this.list = place.open(queue.recorder('list', place.owner));
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

  readonly key: string;
  private readonly hash: Hash<T>;
  private readonly owner: Owned | undefined;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<Hash<T>>,
  ) {
    this.key = place.key;
    this.owner = place.owner;
    this.hash = place.open(queue.recorder('hash', place.owner));
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
    const { key, owner } = this;
    this.queue.add({
      type: 'hash',
      key,
      command: 'hincrby',
      args: [nonEmpty('field', field), integer('by', by)],
      owner,
    });
  }
}

/** A set whose changes are written with the entities of the session. */
export class SessionSet<T = string> {
  static {
    showBy(SessionSet, ({ key }) => [key]);
  }

  readonly key: string;
  private readonly set: RedisSet<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<RedisSet<T>>,
  ) {
    this.key = place.key;
    this.set = place.open(queue.recorder('set', place.owner));
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

  readonly key: string;
  private readonly sorted: SortedSet<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<SortedSet<T>>,
  ) {
    this.key = place.key;
    this.sorted = place.open(queue.recorder('zset', place.owner));
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

  readonly key: string;
  private readonly stream: Stream<F>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<Stream<F>>,
  ) {
    this.key = place.key;
    this.stream = place.open(queue.recorder('stream', place.owner));
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

  readonly key: string;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    private readonly place: CounterPlace,
  ) {
    this.key = place.key;
  }

  /** Add to it. Redis: INCRBY with the flush, which is refused with a RangeError when it would pass a bound. */
  increment(by = 1): void {
    const { key, owner, bounds, ttl } = this.place;
    const args = ttl === 0 ? [integer('by', by)] : [integer('by', by), ttl];
    this.queue.add({ type: 'string', key, command: 'incrby', args, bounds, owner });
  }

  /** Take from it. As increment. */
  decrement(by = 1): void {
    this.increment(-integer('by', by));
  }
}
