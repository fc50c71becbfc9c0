import { positive } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { says } from '../../util/thrown.js';
import { ConsumerGroup } from './consumer-group.js';
import { ConsumerGroupStream, type PendingMessage, type PendingOptions } from './consumer-group-stream.js';
import { boundId, compareMessageIds, exactId, type TimeId } from './id.js';
import { Message } from './message.js';
import { ADD, type StreamAddOptions } from './stream.js';

export interface TimeSliceOptions {
  /** The start, included. @default the oldest message */
  readonly from?: TimeId | undefined;
  /** The end, excluded. @default the newest message, included */
  readonly to?: TimeId | undefined;
  /** At most so many. */
  readonly count?: number | undefined;
}

const SLICE: OptionNames<TimeSliceOptions> = { from: true, to: true, count: true };

/** When a message of a time series happened, and how its stream is trimmed. */
export interface AddAtOptions extends StreamAddOptions<TimeId> {
  /** When it happened, not before the newest message of the stream; several may share one time. @default now */
  readonly at?: Date | undefined;
}

/** A message of a time series that was read and not acknowledged. */
export interface TimedPendingMessage extends PendingMessage {
  /** when it happened */
  readonly timestamp: Date;
  /** its place among those of the same time */
  readonly sequence: number;
}

/** What the server says of an id that is not greater than all before. */
const BACKWARDS = /equal or smaller than the target stream top item/;

/** An id with its time as people read it. */
function timeText(id: string): string {
  const at = new Date(Number.parseInt(id, 10));
  return Number.isNaN(at.getTime()) ? id : `${at.toISOString()} (${id})`;
}

/** One stream of a time series. */
export class TimeSeriesStream<F = Record<string, string>, In = F> extends ConsumerGroupStream<F, TimeId, In> {
  /**
   * Append what happened at a time.
   *
   * Redis: XADD, O(1), atomic; XINFO STREAM as well where the time is refused.
   *
   * @throws RangeError for a time before the newest message of the stream
   */
  override add(fields: In, options: AddAtOptions & { readonly only: 'existing' }): Promise<string | undefined>;
  override add(fields: In, options?: AddAtOptions & { readonly only?: undefined }): Promise<string>;
  override async add(fields: In, given: AddAtOptions = {}): Promise<string | undefined> {
    const { at, ...options } = knownOptions('add()', given, { ...ADD, at: true });
    const timed = at === undefined ? options : { ...options, id: `${boundId(at)}${this.sequence}` };
    const added = super.add(fields, timed as typeof timed & { only: 'existing' });
    return added.catch((error) => this.explainOrder(error, at ?? options.id));
  }

  /** Say of a time that goes backwards which one is the newest, where that can be asked. */
  private async explainOrder(error: unknown, at: TimeId | undefined): Promise<never> {
    if (at === undefined || !says(error, BACKWARDS)) throw error;
    const newest = await this.lastId().catch(() => undefined);
    const known = newest === undefined ? '' : `, whose newest is ${timeText(newest)}`;
    throw new RangeError(
      `${timeText(boundId(at))} is too early for the time series ${JSON.stringify(this.key)}${known}. Times must not go backwards within a stream: add in order, or keep late ones in another stream.`,
      { cause: error },
    );
  }

  /** What was read and not acknowledged, oldest first. Redis: XPENDING, O(how many). */
  override async pending(options: PendingOptions<TimeId> = {}): Promise<TimedPendingMessage[]> {
    return (await super.pending(options)).map((pending) => {
      const { timestamp, sequence } = new Message(this.key, pending.id, {});
      return { ...pending, timestamp, sequence };
    });
  }

  /** What happened in a span of time, in order. Redis: XRANGE, O(log n + how many). */
  async slice(options: TimeSliceOptions = {}): Promise<Message<F>[]> {
    const { from = '-', to, count } = knownOptions('slice()', options, SLICE);
    const end = to === undefined ? '+' : `(${exactId(to)}`;
    // the server takes no range that ends before the first id there can be
    if (end === '(0-0') return [];
    return this.range({ start: from, end, ...(count !== undefined && { count: positive('count', count) }) });
  }

  /** Redis 6.2 numbers only whole ids: there one time is for one message. */
  private get sequence(): string {
    return this.connection.capabilities.readOnlyScripts ? '-*' : '-0';
  }
}

/**
 * Streams whose ids are times: a consumer group that takes a Date, or a Date and a sequence number, wherever an id goes.
 *
 * ```ts
 * const series = db.timeSeries('weather', ['oslo', 'bergen']);
 * await series.streams.oslo.add({ temperature: '-3' }, { at: new Date('2024-01-01') });
 * const january = await series.slice({ from: new Date('2024-01-01'), to: new Date('2024-02-01') });
 * ```
 */
export class TimeSeries<F = Record<string, string>, In = F, K extends string = string> extends ConsumerGroup<
  F,
  TimeId,
  In,
  K
> {
  declare readonly streams: Readonly<Record<K, TimeSeriesStream<F, In>>>;

  /** What happened in a span of time in all streams, in order; `count` is for all together. Redis: XRANGE for each. */
  async slice(options: TimeSliceOptions = {}): Promise<Message<F>[]> {
    const slices = await this.each((key) => this.streams[key].slice(options));
    const merged = this.keys.flatMap((key) => slices[key]).sort((a, b) => compareMessageIds(a.id, b.id));
    return merged.slice(0, options.count);
  }

  protected override stream(key: string): TimeSeriesStream<F, In> {
    return new TimeSeriesStream(this.connection, key, this.member, this.options);
  }
}
