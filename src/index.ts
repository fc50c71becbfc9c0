export { bytes } from './codecs/bytes.js';
export type { BinaryCodec, Codec, ValueCodec } from './codecs/codec.js';
export { json } from './codecs/json.js';
export { number } from './codecs/number.js';
export type { SchemaIssue, StandardSchema } from './codecs/standard-schema.js';
export { text } from './codecs/text.js';
export { RedisArray } from './containers/array.js';
export { BitField } from './containers/bits/bit-field.js';
export { BitFieldOperations } from './containers/bits/bit-field-operations.js';
export type { Overflow } from './containers/bits/bit-operation.js';
export type { BitRange } from './containers/bits/bit-range.js';
export type { BitType, BitValue } from './containers/bits/bit-type.js';
export { BloomFilter } from './containers/bits/bloom-filter.js';
export type { BloomFilterOptions } from './containers/bits/bloom-shape.js';
export type { Blocking } from './containers/blocking.js';
export type { Conditions, OnlyOption } from './containers/conditions.js';
export { Container, type ReplaceOptions, type RestoreOptions } from './containers/container.js';
export { Counter, type CounterOptions } from './containers/counter.js';
export type { GeoArea, GeoPoint, GeoSearchOptions } from './containers/geo/area.js';
export { type GeoEntries, type GeoMatch, GeoSet } from './containers/geo/geo-set.js';
export { ExpiringFields, type FieldTtlOptions } from './containers/hash/expiring-fields.js';
export { Hash, type HashValues, type RandomFieldsOptions } from './containers/hash/hash.js';
export { HyperLogLog } from './containers/hyper-log-log.js';
export type { Item } from './containers/item.js';
export {
  List,
  type ListDeleteOptions,
  type PopFromOptions,
  type PoppedElements,
  type PositionOptions,
  type PositionsOptions,
} from './containers/list/list.js';
export { type ListEnd, ListEnds, type MoveOptions } from './containers/list/list-ends.js';
export type { SearchOptions } from './containers/scan.js';
export { type RandomOptions, RedisSet } from './containers/set/redis-set.js';
export { type IntersectionSizeOptions, SetAlgebra } from './containers/set/set-algebra.js';
export type { LexBound, RangePart, ScoreBound } from './containers/sorted-set/bounds.js';
export { type RandomMembersOptions, SortedSet, type SortedSetEntries } from './containers/sorted-set/sorted-set.js';
export {
  type CombineOptions,
  type IntersectionCountOptions,
  SortedSetAlgebra,
} from './containers/sorted-set/sorted-set-algebra.js';
export { type PopMembersOptions, type PoppedMembers, SortedSetEnds } from './containers/sorted-set/sorted-set-ends.js';
export {
  type LexRange,
  type LexRangeOptions,
  type MemberBound,
  type MemberRange,
  type MemberRangeOptions,
  type Ranked,
  type RankRange,
  type ScoreRange,
  type ScoreRangeOptions,
  type SliceOptions,
  SortedSetRanges,
  type StoredRange,
} from './containers/sorted-set/sorted-set-ranges.js';
export type { InputOf, TextFields, TypedFields, UntypedFields } from './containers/stream-factories.js';
export { ConsumerGroup, type CreateOptions, type GroupOptions } from './containers/streams/consumer-group.js';
export {
  type AckOptions,
  type AutoClaimed,
  type AutoClaimOptions,
  ConsumerGroupStream,
  type GroupMember,
  type GroupReadOptions,
  type PendingMessage,
  type PendingOptions,
  type PendingSummary,
} from './containers/streams/consumer-group-stream.js';
export type { DelayOptions } from './containers/streams/delayed.js';
export type {
  ConsumerDetails,
  GroupDetails,
  PendingDetails,
  StreamDetails,
} from './containers/streams/details.js';
export type { TimeId } from './containers/streams/id.js';
export type { Ids } from './containers/streams/ids.js';
export type { ConsumerInfo, GroupInfo } from './containers/streams/info.js';
export type { KeysOf, StreamKeys } from './containers/streams/keys.js';
export { type InvalidMessage, Message } from './containers/streams/message.js';
export type { StreamOptions } from './containers/streams/message-format.js';
export type { ReadOptions } from './containers/streams/read.js';
export {
  type RangeOptions,
  Stream,
  type StreamAddOptions,
  type StreamInfo,
  type StreamReadOptions,
} from './containers/streams/stream.js';
export { Streams, type StreamsFollowOptions, type StreamsReadOptions } from './containers/streams/streams.js';
export {
  type AddAtOptions,
  type TimedPendingMessage,
  TimeSeries,
  TimeSeriesStream,
  type TimeSliceOptions,
} from './containers/streams/time-series.js';
export type { TrimOptions } from './containers/streams/trim.js';
export type { WorkerEvent, WorkerEventName, WorkerEvents } from './containers/streams/worker/events.js';
export type { GroupMetrics, WorkerMetrics } from './containers/streams/worker/metrics.js';
export type {
  BatchHandler,
  ConsumeBatchesOptions,
  ConsumeOptions,
  Handler,
  HandlerContext,
} from './containers/streams/worker/options.js';
export type { RedriveOptions } from './containers/streams/worker/redrive.js';
export type { StopOptions, Worker } from './containers/streams/worker/worker.js';
export { type Part, RedisString, type SetOptions } from './containers/string/redis-string.js';
export { type SetManyOptions, Strings, type StringValues } from './containers/string/strings.js';
export type { ExactOption } from './containers/sums.js';
export type { TemporaryKinds } from './containers/temporary.js';
export { type ContainerOptions, ValueContainer } from './containers/value-container.js';
export type { Destination, Others, OthersAnd, Several, Single, Values } from './containers/variadic.js';
export { Database } from './database/database.js';
export type { Feed, FeedOptions } from './database/feed.js';
export type { Channels, ListenOptions, Published } from './database/listen.js';
export type { Logger, ObserveOptions } from './database/log.js';
export type { MonitoredCommand, MonitorOptions } from './database/monitor.js';
export type { AnyModel, CloseOptions, DatabaseOptions } from './database/options.js';
export type { Pipeline } from './database/pipeline.js';
export type { PublishOptions } from './database/publish.js';
export type { Scope } from './database/scope.js';
export type { Transaction, TransactionOptions } from './database/transaction.js';
export { Entity, type EntityOptions } from './decorators/entity.js';
export { Field } from './decorators/field.js';
export { ForeignModel, type ForeignModelOptions } from './decorators/foreign-model.js';
export { FullText } from './decorators/full-text.js';
export { GeoIndex } from './decorators/geo-index.js';
export { AfterDelete, AfterExpire, AfterLoad, AfterSave, BeforeDelete, BeforeSave } from './decorators/hooks.js';
export { Index, type IndexOptions } from './decorators/index-decorator.js';
export { ManyToMany, type ManyToManyOptions } from './decorators/many-to-many.js';
export { ManyToOne } from './decorators/many-to-one.js';
export { Migrate } from './decorators/migrate.js';
export { OneToMany } from './decorators/one-to-many.js';
export { OneToOne } from './decorators/one-to-one.js';
export { PrimaryKey } from './decorators/primary-key.js';
export type { OtherSideDecorator, ReferenceOptions } from './decorators/relation-types.js';
export type * from './decorators/types.js';
export { Unique, type UniqueOptions } from './decorators/unique.js';
export type { PlainOptions } from './entity/plain.js';
export type { InsertOptions } from './entity/saving/insert-many.js';
export type { SaveOptions } from './entity/saving/prepare.js';
export type { MigrateOptions, MigrateProgress } from './entity/stored/migrate.js';
export * from './errors/bounds.js';
export * from './errors/connection.js';
export * from './errors/container.js';
export * from './errors/error.js';
export type { InputIssue, ValidationIssue } from './errors/issues.js';
export * from './errors/lock.js';
export * from './errors/migration.js';
export * from './errors/model.js';
export * from './errors/query.js';
export * from './errors/rate-limit.js';
export * from './errors/relation.js';
export * from './errors/server.js';
export * from './errors/timeout.js';
export type { SchemaMode } from './maintenance/check.js';
export type { ModelSize } from './maintenance/index-sizes.js';
export type { IndexState } from './maintenance/known.js';
export type { ReindexOptions, ReindexProgress, ReindexReport } from './maintenance/reindex.js';
export type { IndexProblem, IndexReport } from './maintenance/report.js';
export { type StoredField, type StoredIndex, StoredSchema } from './maintenance/stored-schema.js';
export type { VerifyOptions, VerifyProgress } from './maintenance/verify.js';
export type { ClassOf } from './model/class-of.js';
export { Model, type ModelClass } from './model/model.js';
export { parseWhere } from './model/parse-where.js';
export { ref } from './model/ref.js';
export type { FieldHandle, SumBounds, ValueHandle } from './model/types/handles.js';
export type { ChangeReport, CreateInput, InputSchema, Plain, UniqueInput } from './model/types/inputs.js';
export type {
  LinkedList,
  LinkedRangeOptions,
  LinkedSet,
  LinkedSortedSet,
  Many,
  One,
  ToMany,
} from './model/types/relations.js';
export type { Amount, OtherEnd, TransferOptions } from './model/types/transfers.js';
export type { ExplainedStep, Explanation } from './plan/explain.js';
export type { Plan } from './plan/plan.js';
export type { ExplainOptions, IterateOptions, SelectOptions } from './query/answer-options.js';
export type { BulkOptions } from './query/bulk.js';
export type { TextSearchOptions } from './query/compile/search.js';
export { highlight, score } from './query/computed.js';
export { and, not, or } from './query/condition.js';
export type { IdContainer, IdSource, ScoreContainer, ScoreSource } from './query/intersect.js';
export type { Page, PageOptions } from './query/page.js';
export { Query } from './query/query.js';
export { StoredQuery, type StoreOptions } from './query/stored-query.js';
export type { Capabilities } from './redis/capabilities.js';
export type { ClusterTarget, ConnectTarget } from './redis/client.js';
export type { Argument } from './redis/connection/connection.js';
export type { EmbeddedOptions } from './redis/embedded/server.js';
export type { OnDelete } from './schema/draft.js';
export type { FullTextOptions } from './schema/full-text.js';
export type { HookEvent } from './schema/hook-events.js';
export type { LinkKind } from './schema/pair.js';
export type {
  Aggregated,
  AggregateSpec,
  DateBucket,
  Faceted,
  FacetSpec,
  Group,
  Measures,
} from './schema/types/aggregates.js';
export type { Changes } from './schema/types/changes.js';
export type { Increments } from './schema/types/increments.js';
export type { Condition, Distance, Fields, OrderBy, OrderTerm, StandsFor, Where } from './schema/types/operators.js';
export type { Properties, Property } from './schema/types/properties.js';
export type { Given, IdOf, Loaded, Ref, Relation } from './schema/types/relations.js';
export type { Column, Columns, Computed, Select, Selected, StoredText } from './schema/types/selection.js';
export type { Auto } from './schema/types/values.js';
export type { With, WithOptions, WithOrderedOptions } from './schema/types/with.js';
export type { MigrateStep, StoredFields } from './schema/version.js';
export type { CommandDefinition } from './scripts/registry.js';
export type {
  SessionCounter,
  SessionHash,
  SessionList,
  SessionSet,
  SessionSortedSet,
  SessionStream,
} from './session/containers.js';
export type { SessionMany, SessionSortedMany } from './session/links.js';
export type { SessionOptions } from './session/run-session.js';
export type { Pending, Session } from './session/session.js';
export type { SessionBitField, SessionHyperLogLog, SessionString } from './session/strings.js';
export type { HighlightOptions } from './text/highlight.js';
export type { SearchSyntax } from './text/search.js';
export type { Conjunction } from './text/syntax/expression.js';
export { Autocomplete, type AutocompleteOptions, type BoostTarget } from './toolkit/autocomplete/autocomplete.js';
export type {
  AnyTitle,
  TitleArguments,
  TitleEntry,
  TitleOptions,
  TitleWithData,
} from './toolkit/autocomplete/entry.js';
export type { AutocompleteSearchOptions, Boost, Match } from './toolkit/autocomplete/find.js';
export { type AsyncGetterDecorator, Cache } from './toolkit/cache/cache.js';
export type { CacheEntries, CacheEntry, GetOrSetOptions } from './toolkit/cache/entries.js';
export type { CachedFunction, CachedOptions, PendingResult } from './toolkit/cache/functions.js';
export type { KeyvCache, KeyvEntry } from './toolkit/cache/keyv.js';
export type { CacheEvent, CacheMetrics, CacheNotice } from './toolkit/cache/metrics.js';
export type { CacheOptions, Compression, EntryOptions, LocalOptions } from './toolkit/cache/options.js';
export type { Load, LoadContext } from './toolkit/cache/user-load.js';
export type { Clause, Term } from './toolkit/graph/clause.js';
export {
  Graph,
  type NeighbourOptions,
  type PathOptions,
  type SearchTriplesOptions,
  type TraverseOptions,
} from './toolkit/graph/graph.js';
export type { Node } from './toolkit/graph/node.js';
export type { Direction } from './toolkit/graph/paths.js';
export type { Row } from './toolkit/graph/search.js';
export type { Pattern, Statement, Triple } from './toolkit/graph/triple.js';
export { Variable, type Variables } from './toolkit/graph/variable.js';
export type { LockHandle } from './toolkit/lock/hold.js';
export { Lock } from './toolkit/lock/lock.js';
export type { LockOptions, LockState } from './toolkit/lock/locking.js';
export { ReadWriteLock } from './toolkit/lock/read-write-lock.js';
export { type PermitOptions, Semaphore, type SemaphoreOptions } from './toolkit/lock/semaphore.js';
export type { Waiting } from './toolkit/lock/taking.js';
export { type Attempt, type Attempts, rateLimitHeaders } from './toolkit/rate-limit/attempt.js';
export type { LimiterOptions } from './toolkit/rate-limit/limiter.js';
export type { AttemptOptions, LimitedOptions } from './toolkit/rate-limit/limiting.js';
export { RateLimit, type RateLimitOptions, RateLimits } from './toolkit/rate-limit/rate-limit.js';
export type { Algorithm, RateLimitRule } from './toolkit/rate-limit/rule.js';
export type { DocumentEntry, Metadata, MetadataArgument, StoredDocument } from './toolkit/search/document.js';
export type { FieldOf, Hit, Hits, SearchIndexSearchOptions } from './toolkit/search/find.js';
export { SearchIndex } from './toolkit/search/search-index.js';
export type { SearchFieldOptions, SearchIndexOptions } from './toolkit/search/settings.js';
export { ShardedCounter, type ShardedCounterOptions } from './toolkit/sharded-counter.js';
export type { TreeLockOptions } from './toolkit/tree/lock.js';
export { TreeNode, type TreeSetOptions } from './toolkit/tree/node.js';
export type { TreePath } from './toolkit/tree/path.js';
export { Tree } from './toolkit/tree/tree.js';
export type { Addend, NamesIn, PathIn, TreePart, TreeValue, ValueAt, ValueOf } from './toolkit/tree/types.js';
export type { AsyncMethodDecorator, Wrapped } from './toolkit/wrap.js';
export { type DateString, dateString } from './types/date.js';
export { day, hour, minute, month, weekday, year } from './types/date-parts.js';
export { type DecimalString, decimalString } from './types/decimal.js';
export type { FieldType, JsonForm, MembersOf } from './types/field-type.js';
export type { Geo, GeoBox, GeoCircle } from './types/geo.js';
export type { IndexForm } from './types/index-form.js';
export { type TimeString, timeString } from './types/time.js';
export type { QueueOverflow } from './util/async-queue.js';
export { type QueryEvent, type QueryTracing, type TracingHandlers, tracing } from './util/observe.js';
export type { Progress, ProgressOptions } from './util/progress.js';
