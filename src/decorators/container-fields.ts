import type { Codec, ValueCodec } from '../codecs/codec.js';
import { text } from '../codecs/text.js';
import { BitField } from '../containers/bits/bit-field.js';
import { Counter, type CounterOptions } from '../containers/counter.js';
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
import type { ContainerSchema } from '../schema/schema.js';
import type { FieldType, MembersOf } from '../types/field-type.js';
import { membersType } from '../types/members.js';
import { containerDecorator } from './record-field.js';
import type { RequiredProperty } from './types.js';

/** The containers whose values go through a codec. */
interface ValueContainers<T> {
  string: RedisString<T>;
  list: List<T>;
  hash: Hash<T>;
  set: RedisSet<T>;
  sortedSet: SortedSet<T>;
}

export interface ContainerFactory<K extends keyof ValueContainers<0>> {
  (): RequiredProperty<ValueContainers<string>[K]>;
  <T>(options: ContainerOptions<T>): RequiredProperty<ValueContainers<T>[K]>;
}

export interface StreamFactory {
  <F, I = unknown>(options: StreamOptions<F> & TypedFields<F, I>): RequiredProperty<Stream<F, string, InputOf<F, I>>>;
  <F extends TextFields<F> = Record<string, string>>(
    options?: StreamOptions<F> & UntypedFields,
  ): RequiredProperty<Stream<F>>;
}

type Opened = new (...args: [...Parameters<ContainerSchema['open']>, options?: never]) => object;

/** What queries know of its values, by the Redis type; undefined of what no index is of, as of bytes. */
function membersIn(kind: string, type: MembersOf | undefined, options: unknown): FieldType | undefined {
  const { codec = text } = (options ?? {}) as { readonly codec?: ValueCodec<unknown> };
  return type && codec.binary !== true ? membersType(kind, type, codec as Codec<unknown>) : undefined;
}

const fieldOf =
  (kind: string, Opened: Opened, type?: MembersOf) =>
  (options?: unknown): unknown =>
    containerDecorator({
      kind,
      members: membersIn(kind, type, options),
      open: (connection, key) => new Opened(connection, key, options as never),
    });

/**
 * Containers that belong to an entity: each is at a key of its own, in the slot of the model, and is deleted with the entity by
 * the same script. Their calls write at once; before the entity is saved they are a QueryError.
 */
export const containerFields = {
  /** One value at a key of its own, which can be long: a `RedisString`. */
  string: fieldOf('string', RedisString) as ContainerFactory<'string'>,
  /** A Redis list that lives and dies with its entity: a `List`. With `@Index()` entities are found by its values. */
  list: fieldOf('list', List, 'list') as ContainerFactory<'list'>,
  /** A Redis hash that lives and dies with its entity: a `Hash`. */
  hash: fieldOf('hash', Hash) as ContainerFactory<'hash'>,
  /** A Redis set that lives and dies with its entity: a `RedisSet`. With `@Index()` entities are found by its values. */
  set: fieldOf('set', RedisSet, 'set') as ContainerFactory<'set'>,
  /** A Redis sorted set that lives and dies with its entity: a `SortedSet`. With `@Index()` entities are found by its members. */
  sortedSet: fieldOf('sorted set', SortedSet, 'zset') as ContainerFactory<'sortedSet'>,
  /** Bits and small integers in one string: a `BitField`. */
  bitField: fieldOf('bit field', BitField) as () => RequiredProperty<BitField>,
  /** A whole number that is changed without the entity, within bounds if it has any: a `Counter`. */
  counter: fieldOf('counter', Counter) as (options?: CounterOptions) => RequiredProperty<Counter>,
  /** An estimate of how many different values were seen: a `HyperLogLog`. */
  hyperLogLog: fieldOf('HyperLogLog', HyperLogLog) as () => RequiredProperty<HyperLogLog>,
  /** A log of messages that lives and dies with its entity: a `Stream`. */
  stream: fieldOf('stream', Stream) as StreamFactory,
};
