// The names by which a user calls the containers: each of them is public and keeps its meaning, whatever class it comes from.
import type {
  BitField,
  BitFieldOperations,
  BloomFilter,
  ConsumerGroup,
  ConsumerGroupStream,
  Container,
  Database,
  GeoSet,
  Hash,
  HyperLogLog,
  List,
  Message,
  RedisArray,
  RedisSet,
  RedisString,
  SortedSet,
  Stream,
  Streams,
  TimeSeries,
  TimeSeriesStream,
} from 'redstart';

/** A call of each name: what is not a function of the class does not compile. */
type Calls<C> = { [K in keyof C]: C[K] extends (...args: never[]) => unknown ? K : never }[keyof C];
const calls = <C>(..._names: Calls<C>[]): void => undefined;
const facts = <C>(..._names: Exclude<keyof C, Calls<C>>[]): void => undefined;

const walk: typeof Symbol.asyncIterator = Symbol.asyncIterator;

facts<Container>('key');
calls<Container>('exists', 'clear', 'ttl', 'expire', 'expireAt', 'rename', 'copy', 'dump', 'restore');

calls<Hash>('get', 'getMany', 'has', 'set', 'update', 'setIfAbsent', 'delete', 'size', 'keys', 'values', 'entries');
calls<Hash>('toObject', 'increment', 'incrementFloat', 'search', walk);

calls<List>('at', 'set', 'slice', 'toArray', 'size', 'push', 'unshift', 'pushIfExists', 'unshiftIfExists', 'pop');
calls<List>('shift', 'popMany', 'shiftMany', 'popBlocking', 'shiftBlocking', 'moveBlocking', 'insertBefore');
calls<List>('insertAfter', 'delete', 'deleteAt', 'indexOf', 'trim', 'moveTo', walk);

calls<RedisSet>('add', 'delete', 'has', 'hasMany', 'size', 'toSet', 'pop', 'popMany', 'random', 'randomMany');
calls<RedisSet>('union', 'intersection', 'difference', 'intersectionSize', 'unionStore', 'intersectionStore');
calls<RedisSet>('differenceStore', 'subtract', 'moveTo', 'search', walk);

calls<SortedSet>('add', 'set', 'increment', 'delete', 'score', 'scores', 'has', 'size', 'rank', 'count', 'countByLex');
calls<SortedSet>('slice', 'rangeByMember', 'rangeByScore', 'rangeByLex', 'deleteByRank', 'deleteByScore');
calls<SortedSet>('deleteByLex', 'deleteByMember', 'popMin', 'popMax', 'popMinMany', 'popMaxMany', 'popMinBlocking');
calls<SortedSet>('popMaxBlocking', 'union', 'intersection', 'difference', 'unionStore', 'intersectionStore');
calls<SortedSet>('differenceStore', 'entries', 'toMap', 'search', walk);

calls<HyperLogLog>('add', 'size', 'merge', 'mergeStore');

calls<RedisArray>('at', 'set', 'push', 'pop', 'deleteAt', 'slice', 'has', 'indexOf', 'size', 'toArray', walk);

calls<BitField>('get', 'set', 'incrementBy', 'getBits', 'setBits', 'clearBits', 'getBit', 'setBit', 'bitCount');
calls<BitField>('bitPosition', 'getRaw', 'setRaw');
calls<BitFieldOperations>('get', 'set', 'incrementBy', 'execute');

calls<BloomFilter>('add', 'addMany', 'has', 'hasMany');
facts<BloomFilter>('bytes', 'hashes');

calls<RedisString>('get', 'set', 'getAndSet', 'getAndDelete', 'getAndExpire', 'append', 'slice', 'setRange', 'size');
calls<RedisString>('increment', 'incrementFloat');
calls<Database['strings']>('getMany', 'setMany');

facts<Message>('stream', 'id', 'fields', 'timestamp', 'sequence');
calls<Stream>('add', 'addLater', 'cancel', 'get', 'range', 'read', 'follow', 'delete', 'size', 'trim', 'setId', 'info');
calls<Stream>('details', 'groups', 'consumers', walk);
calls<Streams>('read', 'follow');

facts<ConsumerGroup>('name', 'keys', 'streams', 'consumerName');
calls<ConsumerGroup>('create', 'destroy', 'reset', 'setId', 'consumer', 'read', 'info', 'consumers', 'metrics');
calls<ConsumerGroup>('redrive', 'consume', 'consumeBatches');
calls<ConsumerGroupStream>('read', 'ack', 'pending', 'pendingSummary', 'claim', 'autoClaim', 'setId', 'consumers');
calls<TimeSeries>('slice', 'create', 'read', 'consume');
calls<TimeSeriesStream>('add', 'slice', 'pending', 'ack', 'range');

calls<Database>('keys', 'container', 'temporaryKey', 'compareAndSet', 'listen', 'monitor', 'pipeline', 'transaction');
calls<Database>('defineCommand', 'runScript', 'stream', 'streams', 'consumerGroup', 'timeSeries');

// @ts-expect-error one word for one thing: elements are deleted, as members and fields are
calls<List>('remove');
// @ts-expect-error deleteAt
calls<List>('removeAt');
// @ts-expect-error size, as everywhere
calls<RedisString>('length');
// @ts-expect-error rangeByMember: both of its ends are included
calls<SortedSet>('sliceByMember');
// @ts-expect-error the streams of a group have info(), as a stream has
calls<ConsumerGroup>('streamInfo');

type AnyContainer =
  | Hash
  | List
  | RedisArray
  | RedisSet
  | RedisString
  | SortedSet
  | GeoSet
  | HyperLogLog
  | BitField
  | BloomFilter
  | Stream
  | Streams
  | ConsumerGroup
  | ConsumerGroupStream
  | TimeSeries
  | TimeSeriesStream;
type NamesOf<C> = C extends unknown ? keyof C : never;
/** other words for `delete`, `size`, `has` and for what waits; of no container at all */
type OtherWords =
  | `remove${string}`
  | 'length'
  | 'includes'
  | 'contains'
  | `is${Capitalize<string>}`
  | `${string}Info`
  | `${string}Length`;
const none = <_Names extends never>(): void => undefined;
none<Extract<NamesOf<AnyContainer>, OtherWords>>();

/** the options of what may wait: one word for how long */
type Waiting =
  | Parameters<Stream['read']>[0]
  | Parameters<Streams['read']>[0]
  | Parameters<ConsumerGroup['read']>[0]
  | Parameters<ConsumerGroupStream['read']>[0]
  | Parameters<List['popBlocking']>[0]
  | Parameters<List['moveBlocking']>[1]
  | Parameters<SortedSet['popMinBlocking']>[0];
const waits = (_options: Waiting): void => undefined;
waits({ timeout: 0 });
waits({ timeout: Number.POSITIVE_INFINITY });
// @ts-expect-error timeout, as everywhere
waits({ block: 1000 });
