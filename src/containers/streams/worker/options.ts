import type { Connection } from '../../../redis/connection/connection.js';
import { checkSameSlot, companionKey } from '../../../redis/slot.js';
import { natural, positive } from '../../../util/check.js';
import type { InvalidMessage, Message } from '../message.js';
import type { MessageFormat } from '../message-format.js';

/** What a handler is told besides the message. */
export interface HandlerContext {
  /** Aborts when the worker's signal does, and when another consumer has taken the message over. */
  readonly signal: AbortSignal;
  /** 1 for the first try; tries by consumers that died count. */
  readonly attempt: number;
}

/** Handles one message; it is acknowledged when the promise resolves, and tried again when it rejects. */
export type Handler<F> = (message: Message<F>, context: HandlerContext) => unknown;

export interface ConsumeOptions<F = Record<string, string>> {
  /** How many messages are handled at the same time. @default 1 */
  readonly concurrency?: number;
  /** How many messages are read at a time, at most. @default concurrency */
  readonly batch?: number;
  /** How often a message is tried again after its handler has failed. @default 3 */
  readonly retries?: number;
  /**
   * Milliseconds before the first retry; each further one waits twice as long, up to a minute. A function is given the
   * number of the try that has failed, and says how long. @default 1000
   */
  readonly backoff?: number | ((attempt: number) => number);
  /**
   * Key of the stream for messages that failed for good; false: they are dropped after `onError` has heard of them.
   * @default one for each stream, in its slot: `{orders}:dead` for `orders`
   */
  readonly deadLetter?: string | false;
  /**
   * A consumer that has not been heard of for so many milliseconds is dead, and what it held is taken over. A worker that
   * lives is heard of three times in this span, however long its handlers take. @default 60000
   */
  readonly claimIdle?: number;
  /** Stops the worker, and tells its handlers by their own signal. */
  readonly signal?: AbortSignal;
  /** Is given each message that does not fit the schema; it is acknowledged then. @default to the dead-letter stream */
  readonly onInvalid?: (invalid: InvalidMessage) => unknown;
  /** Hears of each failed try, and of each error of the connection; none of them ends the worker. */
  readonly onError?: (error: unknown, message?: Message<F>) => void;
}

/** A loop that handles messages. */
export interface Worker {
  /** Read no more, finish what is being handled, then end. What waits for a retry stays pending, for other consumers. */
  stop(): Promise<void>;
  /** Resolves when the worker has ended; rejects when it cannot go on, as with a group that was never created. */
  readonly done: Promise<void>;
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
export interface Settings<F> {
  readonly concurrency: number;
  readonly batch: number;
  readonly retries: number;
  readonly claimIdle: number;
  readonly delay: (attempt: number) => number;
  /** the dead-letter stream of a stream; undefined: none */
  readonly grave: (stream: string) => string | undefined;
  readonly onInvalid: ((invalid: InvalidMessage) => unknown) | undefined;
  readonly onError: (error: unknown, message?: Message<F>) => void;
}

const LONGEST = 60_000;

type Listener<F> = Settings<F>['onError'];

/** An error in the listener is nobody's but the program's: it is uncaught, and the worker goes on. */
function guarded<F>(listener: Listener<F> = () => {}): Listener<F> {
  return (error, message) => {
    try {
      listener(error, message);
    } catch (failure) {
      queueMicrotask(() => {
        throw failure;
      });
    }
  };
}

const doubling = (first: number) => (attempt: number) => Math.min(first * 2 ** (attempt - 1), LONGEST);

/**
 * Fill in what the caller has left open.
 *
 * @throws TypeError, RangeError for numbers that are none, CrossSlotError on a cluster
 */
export function readSettings<F>({ connection, keys }: Subscription<F>, options: ConsumeOptions<F>): Settings<F> {
  const { backoff = 1000, deadLetter } = options;
  const concurrency = positive('concurrency', options.concurrency ?? 1);
  const grave = (stream: string) => (deadLetter === false ? undefined : (deadLetter ?? companionKey(stream, 'dead')));
  checkSameSlot(connection, [...keys, ...keys.flatMap((key) => grave(key) ?? [])]);
  return {
    concurrency,
    batch: positive('batch', options.batch ?? concurrency),
    retries: natural('retries', options.retries ?? 3),
    claimIdle: positive('claimIdle', options.claimIdle ?? 60_000),
    delay: typeof backoff === 'function' ? backoff : doubling(natural('backoff', backoff)),
    grave,
    onInvalid: options.onInvalid,
    onError: guarded(options.onError),
  };
}
