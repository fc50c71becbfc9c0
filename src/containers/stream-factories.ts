import type { ValueCodec } from '../codecs/codec.js';
import type { StandardSchema } from '../codecs/standard-schema.js';
import type { Connection } from '../redis/connection/connection.js';
import { ConsumerGroup, type GroupOptions } from './streams/consumer-group.js';
import type { TimeId } from './streams/id.js';
import type { KeysOf, StreamKeys } from './streams/keys.js';
import { checkStream, type StreamOptions } from './streams/message-format.js';
import { Stream } from './streams/stream.js';
import { Streams } from './streams/streams.js';
import { TimeSeries } from './streams/time-series.js';

/** Fields that are text, which is what a stream gives without a schema or a codec. */
export type TextFields<F> = { readonly [K in keyof F]: string };

/** What says how fields that are not text are read. */
export type TypedFields<F, I = unknown> =
  | { readonly schema: StandardSchema<F, I> }
  | { readonly codec: ValueCodec<F[keyof F]> };

/** What may be added to a stream whose schema gives `F`: what the schema takes, where it says that. */
export type InputOf<F, I> = unknown extends I ? F : I;

/** Says nothing of how fields are read: they are text. */
export type UntypedFields = { readonly schema?: undefined; readonly codec?: undefined };

const CONSUMER = { consumer: true };

/** The calls that give streams; nothing is sent by any of them. */
export class StreamFactories {
  constructor(
    /** @internal */
    readonly connection: Connection,
  ) {}

  /** The stream at a key: fields are text, unless a schema or a codec says otherwise. */
  stream<F, I = unknown>(key: string, options: StreamOptions<F> & TypedFields<F, I>): Stream<F, string, InputOf<F, I>>;
  stream<F extends TextFields<F> = Record<string, string>>(
    key: string,
    options?: StreamOptions<F> & UntypedFields,
  ): Stream<F>;
  stream<F>(key: string, options: StreamOptions<F> = {}): Stream<F> {
    return new Stream(this.connection, key, checkStream('a stream', options));
  }

  /** Several streams that are read together. */
  streams<F>(keys: readonly string[], options: StreamOptions<F> & TypedFields<F>): Streams<F>;
  streams<F extends TextFields<F> = Record<string, string>>(
    keys: readonly string[],
    options?: StreamOptions<F> & UntypedFields,
  ): Streams<F>;
  streams<F>(keys: readonly string[], options: StreamOptions<F> = {}): Streams<F> {
    return new Streams(this.connection, keys, checkStream('streams', options));
  }

  /** A consumer group of one or more streams; a record says at which id of each `create()` begins. */
  consumerGroup<F, I = unknown, const T extends StreamKeys<string> = StreamKeys<string>>(
    name: string,
    keys: T,
    options: GroupOptions<F> & TypedFields<F, I>,
  ): ConsumerGroup<F, string, InputOf<F, I>, KeysOf<T>>;
  consumerGroup<
    F extends TextFields<F> = Record<string, string>,
    const T extends StreamKeys<string> = StreamKeys<string>,
  >(name: string, keys: T, options?: GroupOptions<F> & UntypedFields): ConsumerGroup<F, string, F, KeysOf<T>>;
  consumerGroup<F>(name: string, keys: StreamKeys<string>, options: GroupOptions<F> = {}): ConsumerGroup<F> {
    return new ConsumerGroup(this.connection, name, keys, checkStream('a consumer group', options, CONSUMER));
  }

  /** One or more streams whose ids are times; a record says at which time of each `create()` begins. */
  timeSeries<F, I = unknown, const T extends StreamKeys<TimeId> = StreamKeys<TimeId>>(
    name: string,
    keys: T,
    options: GroupOptions<F> & TypedFields<F, I>,
  ): TimeSeries<F, InputOf<F, I>, KeysOf<T>>;
  timeSeries<F extends TextFields<F> = Record<string, string>, const T extends StreamKeys<TimeId> = StreamKeys<TimeId>>(
    name: string,
    keys: T,
    options?: GroupOptions<F> & UntypedFields,
  ): TimeSeries<F, F, KeysOf<T>>;
  timeSeries<F>(name: string, keys: StreamKeys<TimeId>, options: GroupOptions<F> = {}): TimeSeries<F> {
    return new TimeSeries(this.connection, name, keys, checkStream('a time series', options, CONSUMER));
  }
}
