import { randomBytes } from 'node:crypto';
import type { Message } from '../message.js';
import {
  type BatchHandler,
  type ConsumeBatchesOptions,
  type ConsumeOptions,
  type Handler,
  type HandlerContext,
  readWorkerSettings,
  type Subscription,
} from './options.js';
import { Reporter } from './reporter.js';
import { GroupWorker, type Worker } from './worker.js';

/** A name for a worker that was given none: two processes of one name could not tell who holds what. */
export const nameFor = (group: string): string => `${group}.${randomBytes(6).toString('hex')}`;

function start<F>(
  subscription: Subscription<F>,
  handle: (messages: Message<F>[], context: HandlerContext) => unknown,
  options: ConsumeBatchesOptions<F>,
  batches: boolean,
): Worker<F> {
  const { signal, onError } = options;
  const settings = readWorkerSettings(subscription, options, batches);
  const abort = () => worker.abort(signal?.reason);
  const forget = subscription.connection.blocking.register((timeout) => worker.stop({ timeout }));
  const ended = () => {
    forget();
    signal?.removeEventListener('abort', abort);
  };
  const reporter = new Reporter<F>(subscription.group, onError);
  const worker = new GroupWorker(subscription, settings, handle, reporter, ended);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  // without anybody who hears of errors a worker that cannot go on is an unhandled rejection
  if (onError) worker.done.catch((error: unknown) => reporter.report(error));
  return worker;
}

function checkHandler(call: string, handler: unknown): void {
  if (typeof handler === 'function') return;
  throw new TypeError(`${call} takes a function that handles messages, not ${typeof handler}. Give one.`);
}

/** Start to handle messages, one a call. */
export function startWorker<F>(
  subscription: Subscription<F>,
  handler: Handler<F>,
  options: ConsumeOptions<F>,
): Worker<F> {
  checkHandler('consume()', handler);
  return start(subscription, ([message], context) => handler(message!, context), options, false);
}

/** Start to handle messages, some a call. */
export function startBatchWorker<F>(
  subscription: Subscription<F>,
  handler: BatchHandler<F>,
  options: ConsumeBatchesOptions<F>,
): Worker<F> {
  checkHandler('consumeBatches()', handler);
  return start(subscription, handler, options, true);
}
