import type { Connection } from '../../../redis/connection/connection.js';
import { checkSameSlot, companionKey } from '../../../redis/slot.js';
import { natural, nonEmpty, positive } from '../../../util/check.js';
import { knownOptions, type OptionNames } from '../../../util/options.js';
import type { InvalidMessage, Message } from '../message.js';
import type { MessageFormat } from '../message-format.js';

/** What a handler is told besides the message. */
export interface HandlerContext {
  /** Aborts when the worker's signal does, when `handlerTimeout` is over, and when another consumer has taken the message over. */
  readonly signal: AbortSignal;
  /**
   * 1 for the first try. A try counts when its handler threw, or when its process died while no other message could be
   * suspected of that; one that was given up in a clean stop does not.
   */
  readonly attempt: number;
}

/** Handles one message; it is acknowledged when the promise resolves, and tried again when it rejects. */
export type Handler<F> = (message: Message<F>, context: HandlerContext) => unknown;

/**
 * Handles some messages; all are acknowledged when the promise resolves. When it rejects each is tried again alone, so that
 * the others do not pay for one that fails: only a try alone counts.
 */
export type BatchHandler<F> = (messages: Message<F>[], context: HandlerContext) => unknown;

export interface ConsumeOptions<F = Record<string, string>> {
  /** How many handlers run at the same time. @default 1 */
  readonly concurrency?: number | undefined;
  /** How many messages are read at a time, at most. @default as many as there is room for */
  readonly batch?: number | undefined;
  /** How often a message is tried again after its handler has failed. @default 3 */
  readonly retries?: number | undefined;
  /**
   * Milliseconds before the first retry; each further one waits twice as long, up to a minute. A function is given the
   * number of the try that has failed, and says how long. One that waits takes no place of others. @default 1000
   */
  readonly backoff?: number | ((attempt: number) => number) | undefined;
  /**
   * Key of the stream for messages that failed for good; false: they are dropped after `onError` has heard of them.
   * @default one for each stream, in its slot: `{orders}:dead` for `orders`
   */
  readonly deadLetter?: string | false | undefined;
  /**
   * A consumer that has not been heard of for so many milliseconds is dead, and what it held is taken over, one message
   * at a time. A worker that lives is heard of three times in this span, however long its handlers take. @default 60000
   */
  readonly claimIdle?: number | undefined;
  /**
   * Milliseconds after which a handler counts as failed; its signal aborts, and its place is free. One that does not mind
   * its signal goes on beside the next try. @default no limit
   */
  readonly handlerTimeout?: number | undefined;
  /** Delete each message as soon as all groups of its stream have acknowledged it. @default false */
  readonly deleteDone?: boolean | undefined;
  /** Stops the worker, and tells its handlers by their own signal. */
  readonly signal?: AbortSignal | undefined;
  /** Is given each message that does not fit the schema; it is acknowledged then. @default to the dead-letter stream */
  readonly onInvalid?: ((invalid: InvalidMessage) => unknown) | undefined;
  /**
   * Hears of each failed try, and of each error of the connection or the server; none of them ends the worker. What it throws
   * itself is a warning on stderr, and ends nothing either.
   * @default a warning on stderr, once a minute
   */
  readonly onError?: ((error: unknown, message?: Message<F>) => unknown) | undefined;
}

export interface ConsumeBatchesOptions<F = Record<string, string>> extends ConsumeOptions<F> {
  /** How many messages one call of the handler is given, at most. @default 100 */
  readonly count?: number | undefined;
}

/** What a worker reads, and as whom. */
export interface Subscription<F> {
  readonly connection: Connection;
  readonly group: string;
  readonly keys: readonly string[];
  readonly consumer: string;
  readonly format: MessageFormat<F>;
}

/** The options with nothing left open. */
export interface WorkerSettings {
  readonly concurrency: number;
  /** how many messages a handler is given at a time */
  readonly size: number;
  readonly batch: number;
  readonly retries: number;
  readonly claimIdle: number;
  readonly handlerTimeout: number | undefined;
  readonly deleteDone: boolean;
  readonly delay: (attempt: number) => number;
  /** the dead-letter stream of a stream; undefined: none */
  readonly grave: (stream: string) => string | undefined;
  readonly onInvalid: ((invalid: InvalidMessage) => unknown) | undefined;
}

const WORKER: OptionNames<ConsumeBatchesOptions> = {
  concurrency: true,
  batch: true,
  retries: true,
  backoff: true,
  deadLetter: true,
  claimIdle: true,
  handlerTimeout: true,
  deleteDone: true,
  signal: true,
  onInvalid: true,
  onError: true,
  count: true,
};

const LONGEST = 60_000;

const doubling = (first: number) => (attempt: number) => Math.min(first * 2 ** (attempt - 1), LONGEST);

/** The dead-letter stream of a stream, where no other was named. */
export const graveOf = (stream: string): string => companionKey(stream, 'dead');

/**
 * Fill in what the caller has left open.
 *
 * @throws TypeError, RangeError for what is not such a number, and for a deadLetter that the worker reads, CrossSlotError on a cluster
 */
export function readWorkerSettings<F>(
  { connection, keys }: Subscription<F>,
  options: ConsumeBatchesOptions<F>,
  batches: boolean,
): WorkerSettings {
  const { backoff = 1000, deadLetter, handlerTimeout } = knownOptions('a worker', options, WORKER);
  const concurrency = positive('concurrency', options.concurrency ?? 1);
  const size = batches ? positive('count', options.count ?? 100) : 1;
  const named = deadLetter === undefined || deadLetter === false ? undefined : nonEmpty('deadLetter', deadLetter);
  if (named !== undefined && keys.includes(named))
    throw new RangeError(`deadLetter is ${JSON.stringify(named)}, which the worker reads itself. Name another stream.`);
  const grave = (stream: string) => (deadLetter === false ? undefined : (named ?? graveOf(stream)));
  checkSameSlot(connection, [...keys, ...keys.flatMap((key) => grave(key) ?? [])]);
  return {
    concurrency,
    size,
    batch: positive('batch', options.batch ?? concurrency * size),
    retries: natural('retries', options.retries ?? 3),
    claimIdle: positive('claimIdle', options.claimIdle ?? 60_000),
    handlerTimeout: handlerTimeout === undefined ? undefined : positive('handlerTimeout', handlerTimeout),
    deleteDone: options.deleteDone ?? false,
    delay: typeof backoff === 'function' ? backoff : doubling(natural('backoff', backoff)),
    grave,
    onInvalid: options.onInvalid,
  };
}
