export { bytes } from './codecs/bytes.js';
export type { BinaryCodec, Codec, ValueCodec } from './codecs/codec.js';
export { json } from './codecs/json.js';
export { number } from './codecs/number.js';
export type { StandardSchema } from './codecs/standard-schema.js';
export { text } from './codecs/text.js';
export { RedisArray } from './containers/array.js';
export { BitField } from './containers/bit-field.js';
export { BitFieldOperations } from './containers/bit-field-operations.js';
export type { Overflow } from './containers/bit-operation.js';
export type { BitRange } from './containers/bit-range.js';
export type { BitType, BitValue } from './containers/bit-type.js';
export type { Blocking } from './containers/blocking.js';
export { BloomFilter } from './containers/bloom-filter.js';
export type { BloomFilterOptions } from './containers/bloom-shape.js';
export type { LexBound, ScoreBound } from './containers/bounds.js';
export { ConsumerGroup, type CreateOptions, type GroupOptions } from './containers/consumer-group.js';
export {
  type AutoClaimed,
  type AutoClaimOptions,
  ConsumerGroupStream,
  type PendingMessage,
  type PendingOptions,
} from './containers/consumer-group-stream.js';
export { Container, type RestoreOptions } from './containers/container.js';
export { Hash, type HashValues } from './containers/hash.js';
export { HyperLogLog } from './containers/hyper-log-log.js';
export type { Item } from './containers/item.js';
export { List, type RemoveOptions } from './containers/list.js';
export type { ListEnd, MoveOptions } from './containers/list-ends.js';
export type { Pipeline } from './containers/pipeline.js';
export { type RandomOptions, RedisSet } from './containers/redis-set.js';
export type { SearchOptions } from './containers/scan.js';
export type { IntersectionSizeOptions } from './containers/set-algebra.js';
export { type AddOptions, SortedSet, type SortedSetEntries } from './containers/sorted-set.js';
export type { CombineOptions } from './containers/sorted-set-algebra.js';
export type {
  LexRange,
  LexRangeOptions,
  MemberRange,
  MemberRangeOptions,
  Ranked,
  ScoreRange,
  ScoreRangeOptions,
  SliceOptions,
} from './containers/sorted-set-ranges.js';
export {
  type RangeOptions,
  Stream,
  type StreamAddOptions,
  type StreamInfo,
  type StreamReadOptions,
} from './containers/stream.js';
export type { TimeId } from './containers/streams/id.js';
export type { ConsumerInfo, GroupInfo } from './containers/streams/info.js';
export { type InvalidMessage, Message } from './containers/streams/message.js';
export type { StreamOptions } from './containers/streams/message-format.js';
export type { ReadOptions } from './containers/streams/read.js';
export type { TrimOptions } from './containers/streams/trim.js';
export { TimeSeries, TimeSeriesStream, type TimeSliceOptions } from './containers/time-series.js';
export type { Transaction, TransactionOptions } from './containers/transaction.js';
export type { ContainerOptions } from './containers/value-container.js';
export type { ConsumeOptions, Handler, HandlerContext, Worker } from './containers/worker/worker.js';
export { Database, type DatabaseOptions } from './database.js';
export * from './errors.js';
export { Entity, type EntityOptions } from './fields/entity.js';
export { Field } from './fields/field.js';
export { Index, type IndexOptions } from './fields/index-decorator.js';
export { PrimaryKey } from './fields/primary-key.js';
export type { FieldOptions } from './fields/types.js';
export { Unique } from './fields/unique.js';
export { type InsertOptions, Model, type ModelClass } from './model/model.js';
export type { SaveOptions } from './model/save.js';
export type { Changes, CreateInput, Plain } from './model/types/inputs.js';
export type { Explanation } from './plan/explain.js';
export type { Plan } from './plan/plan.js';
export { and, not, or } from './query/expression.js';
export { type IterateOptions, Query } from './query/query.js';
export type { Capabilities } from './redis/capabilities.js';
export type { ClusterTarget, ConnectTarget } from './redis/client.js';
export type { Channels, ListenOptions, Published } from './redis/listen.js';
export type { MonitoredCommand, MonitorOptions } from './redis/monitor.js';
export type { Condition, Fields, OrderBy, OrderTerm, Where } from './schema/types/operators.js';
export type { Select, Selected } from './schema/types/selection.js';
export type { Auto, IdOf, Ref } from './schema/types/values.js';
export type { CommandDefinition } from './scripts/registry.js';
