import type { ValueCodec } from '../codecs/codec.js';
import type { StandardSchema } from '../codecs/standard-schema.js';
import type { Connection } from '../redis/connection/connection.js';
import { ConsumerGroup, type GroupOptions } from './streams/consumer-group.js';
import type { TimeId } from './streams/id.js';
import type { StreamKeys } from './streams/keys.js';
import type { StreamOptions } from './streams/message-format.js';
import { Stream } from './streams/stream.js';
import { Streams } from './streams/streams.js';
import { TimeSeries } from './streams/time-series.js';

/** Fields that are text, which is what a stream gives without a schema or a codec. */
export type Text<F> = { readonly [K in keyof F]: string };

/** What says how fields that are no text are read. */
export type Typed<F> = { readonly schema: StandardSchema<F> } | { readonly codec: ValueCodec<F[keyof F]> };

export type Untyped = { readonly schema?: undefined; readonly codec?: undefined };

/** The calls that give streams; nothing is sent by any of them. */
export class StreamFactories {
  constructor(
    /** @internal */
    readonly connection: Connection,
  ) {}

  /** The stream at a key: fields are text, unless a schema or a codec says otherwise. */
  stream<F>(key: string, options: StreamOptions<F> & Typed<F>): Stream<F>;
  stream<F extends Text<F> = Record<string, string>>(key: string, options?: StreamOptions<F> & Untyped): Stream<F>;
  stream<F>(key: string, options: StreamOptions<F> = {}): Stream<F> {
    return new Stream(this.connection, key, options);
  }

  /** Several streams that are read together. */
  streams<F>(keys: readonly string[], options: StreamOptions<F> & Typed<F>): Streams<F>;
  streams<F extends Text<F> = Record<string, string>>(
    keys: readonly string[],
    options?: StreamOptions<F> & Untyped,
  ): Streams<F>;
  streams<F>(keys: readonly string[], options: StreamOptions<F> = {}): Streams<F> {
    return new Streams(this.connection, keys, options);
  }

  /** A consumer group of one or more streams; a record says at which id of each `create()` begins. */
  consumerGroup<F>(name: string, keys: StreamKeys<string>, options: GroupOptions<F> & Typed<F>): ConsumerGroup<F>;
  consumerGroup<F extends Text<F> = Record<string, string>>(
    name: string,
    keys: StreamKeys<string>,
    options?: GroupOptions<F> & Untyped,
  ): ConsumerGroup<F>;
  consumerGroup<F>(name: string, keys: StreamKeys<string>, options: GroupOptions<F> = {}): ConsumerGroup<F> {
    return new ConsumerGroup(this.connection, name, keys, options);
  }

  /** One or more streams whose ids are times; a record says at which time of each `create()` begins. */
  timeSeries<F>(name: string, keys: StreamKeys<TimeId>, options: GroupOptions<F> & Typed<F>): TimeSeries<F>;
  timeSeries<F extends Text<F> = Record<string, string>>(
    name: string,
    keys: StreamKeys<TimeId>,
    options?: GroupOptions<F> & Untyped,
  ): TimeSeries<F>;
  timeSeries<F>(name: string, keys: StreamKeys<TimeId>, options: GroupOptions<F> = {}): TimeSeries<F> {
    return new TimeSeries(this.connection, name, keys, options);
  }
}
