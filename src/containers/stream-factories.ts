import type { Connection } from '../redis/connection/connection.js';
import { ConsumerGroup, type GroupOptions } from './streams/consumer-group.js';
import type { StreamOptions } from './streams/message-format.js';
import { Stream } from './streams/stream.js';
import { TimeSeries } from './streams/time-series.js';

/** The calls that give streams; nothing is sent by any of them. */
export class StreamFactories {
  constructor(
    /** @internal */
    readonly connection: Connection,
  ) {}

  /** The stream at a key. */
  stream<F = Record<string, string>>(key: string, options: StreamOptions<F> = {}): Stream<F> {
    return new Stream(this.connection, key, options);
  }

  /** A consumer group of one or more streams. */
  consumerGroup<F = Record<string, string>>(
    name: string,
    keys: readonly string[],
    options: GroupOptions<F> = {},
  ): ConsumerGroup<F> {
    return new ConsumerGroup(this.connection, name, keys, options);
  }

  /** One or more streams whose ids are times. */
  timeSeries<F = Record<string, string>>(
    name: string,
    keys: readonly string[],
    options: GroupOptions<F> = {},
  ): TimeSeries<F> {
    return new TimeSeries(this.connection, name, keys, options);
  }
}
