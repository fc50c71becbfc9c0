import { BitField } from '../containers/bits/bit-field.js';
import type { Counter, CounterOptions } from '../containers/counter.js';
import { Hash } from '../containers/hash/hash.js';
import { HyperLogLog } from '../containers/hyper-log-log.js';
import { List } from '../containers/list/list.js';
import { RedisSet } from '../containers/set/redis-set.js';
import { SortedSet } from '../containers/sorted-set/sorted-set.js';
import type { InputOf, TextFields, TypedFields, UntypedFields } from '../containers/stream-factories.js';
import type { StreamOptions } from '../containers/streams/message-format.js';
import { Stream } from '../containers/streams/stream.js';
import { RedisString } from '../containers/string/redis-string.js';
import type { ContainerOptions } from '../containers/value-container.js';
import type { Owned } from '../entity/containers/owned.js';
import type { Tracked } from '../entity/tracked.js';
import type { Connection } from '../redis/connection/connection.js';
import { SessionCounter, SessionHash, SessionList, SessionSet, SessionSortedSet, SessionStream } from './containers.js';
import { counterPlace, placeOf } from './places.js';
import { Queue } from './queue.js';
import { SessionBitField, SessionHyperLogLog, SessionString } from './strings.js';

/** The containers that a session writes with its entities. */
export abstract class SessionContainers {
  protected readonly queue: Queue;

  /** @internal */
  constructor(private readonly way: Connection) {
    this.queue = new Queue(way, () => this.checkOpen());
  }

  /**
   * The list at a key, or of an entity (`session.list(post.tags)`), whose changes are written with the entities: by the same script or not at
   * all. The entity may be new; it has to be there by then, an index of the list is kept true, and what is in it fits its codec.
   */
  list(key: string): SessionList;
  list<T>(key: string, options: ContainerOptions<T>): SessionList<T>;
  list<T>(container: List<T>): SessionList<T>;
  list<T>(given: unknown, options?: ContainerOptions<T>): SessionList<T> {
    const place = placeOf({ name: 'list', kind: 'list' }, List<T>, given, options);
    return new SessionList<T>(this.queue, this.taken(place));
  }

  /** The hash at a key; as `list`. */
  hash(key: string): SessionHash;
  hash<T>(key: string, options: ContainerOptions<T>): SessionHash<T>;
  hash<T>(container: Hash<T>): SessionHash<T>;
  hash<T>(given: unknown, options?: ContainerOptions<T>): SessionHash<T> {
    const place = placeOf({ name: 'hash', kind: 'hash' }, Hash<T>, given, options);
    return new SessionHash<T>(this.queue, this.taken(place));
  }

  /** The set at a key; as `list`. */
  set(key: string): SessionSet;
  set<T>(key: string, options: ContainerOptions<T>): SessionSet<T>;
  set<T>(container: RedisSet<T>): SessionSet<T>;
  set<T>(given: unknown, options?: ContainerOptions<T>): SessionSet<T> {
    const place = placeOf({ name: 'set', kind: 'set' }, RedisSet<T>, given, options);
    return new SessionSet<T>(this.queue, this.taken(place));
  }

  /** The sorted set at a key; as `list`. */
  sortedSet(key: string): SessionSortedSet;
  sortedSet<T>(key: string, options: ContainerOptions<T>): SessionSortedSet<T>;
  sortedSet<T>(container: SortedSet<T>): SessionSortedSet<T>;
  sortedSet<T>(given: unknown, options?: ContainerOptions<T>): SessionSortedSet<T> {
    const place = placeOf({ name: 'sortedSet', kind: 'sorted set' }, SortedSet<T>, given, options);
    return new SessionSortedSet<T>(this.queue, this.taken(place));
  }

  /** The stream at a key, as `list`: an entity and the message about it are there both or neither. */
  stream<F, I = unknown>(key: string, options: StreamOptions<F> & TypedFields<F, I>): SessionStream<InputOf<F, I>>;
  stream<F extends TextFields<F> = Record<string, string>>(
    key: string,
    options?: StreamOptions<F> & UntypedFields,
  ): SessionStream<F>;
  stream<F, Id extends string, I>(container: Stream<F, Id, I>): SessionStream<I>;
  stream<F>(given: unknown, options?: StreamOptions<F>): SessionStream<F> {
    const place = placeOf({ name: 'stream', kind: 'stream' }, Stream<F>, given, options);
    return new SessionStream<F>(this.queue, this.taken(place));
  }

  /** The value at a key; as `list`. */
  string(key: string): SessionString;
  string<T>(key: string, options: ContainerOptions<T>): SessionString<T>;
  string<T>(container: RedisString<T>): SessionString<T>;
  string<T>(given: unknown, options?: ContainerOptions<T>): SessionString<T> {
    const place = placeOf({ name: 'string', kind: 'string' }, RedisString<T>, given, options);
    return new SessionString<T>(this.queue, this.taken(place));
  }

  /** The bit field at a key; as `list`. */
  bitField(given: string | BitField): SessionBitField {
    const place = placeOf({ name: 'bitField', kind: 'bit field' }, BitField, given, undefined);
    return new SessionBitField(this.queue, this.taken(place));
  }

  /** The HyperLogLog at a key; as `list`. */
  hyperLogLog(given: string | HyperLogLog): SessionHyperLogLog {
    const place = placeOf({ name: 'hyperLogLog', kind: 'HyperLogLog' }, HyperLogLog, given, undefined);
    return new SessionHyperLogLog(this.queue, this.taken(place));
  }

  /** The counter at a key, or of an entity, with its bounds; as `list`. A sum beyond them refuses the flush. */
  counter(key: string, options?: Pick<CounterOptions, 'min' | 'max'>): SessionCounter;
  counter(container: Counter): SessionCounter;
  counter(given: unknown, options: Pick<CounterOptions, 'min' | 'max'> = {}): SessionCounter {
    return new SessionCounter(this.queue, this.taken(counterPlace(this.way, given, options)));
  }

  /** @internal */
  abstract add(...entities: readonly Tracked[]): void;

  protected abstract checkOpen(): void;

  /** A container that the session writes; the entity that it is of belongs to the session then. */
  private taken<P extends { readonly owner: Owned | undefined }>(place: P): P {
    if (place.owner) this.add(place.owner.entity);
    return place;
  }
}
