import type { Message } from '../message.js';
import { Events } from './events.js';
import { Farewell } from './farewell.js';
import { Gravedigger } from './gravedigger.js';
import type { HeldMessage } from './held-message.js';
import { Ledger } from './ledger.js';
import { LostReads } from './lost-reads.js';
import type { Subscription, WorkerSettings } from './options.js';
import { Outbox } from './outbox.js';
import { Processor, type ProcessorParts } from './processor.js';
import { Reader } from './reader.js';
import { Sweeper } from './sweeper.js';

/** What the parts of a worker ask of it. */
interface Loop<F> {
  /** hears of every error */
  readonly report: (error: unknown, message?: Message<F>) => void;
  /** the same, but for a group that is gone, with which the loop deals itself */
  readonly tell: (error: unknown) => void;
  /** how many messages may be taken now */
  readonly room: () => number;
  /** looks for what was given to the worker and never arrived, while nothing is read */
  readonly look: () => Promise<void>;
}

/** The parts of a worker, each with those that it uses. */
export function makeParts<F>(
  subscription: Subscription<F>,
  settings: WorkerSettings,
  handle: ProcessorParts<F>['handle'],
  { report, tell, room, look }: Loop<F>,
) {
  const untyped = subscription as Subscription<unknown>;
  const outbox = new Outbox(untyped, settings, report);
  const ledger = new Ledger(outbox);
  const events = new Events<F>(report);
  const gravedigger = new Gravedigger(subscription, settings, outbox, report);
  const parts = { subscription, settings, ledger, outbox, events, report };
  // these two take from each other, as do the second and the last
  const processor: Processor<F> = new Processor({ ...parts, gravedigger, handle, cleared: () => sweeper.cleared() });
  const sweeper: Sweeper<F> = new Sweeper({ ...parts, processor, room, doubt: (error) => lost.doubt(error) });
  const accept = (messages: readonly HeldMessage[]) => processor.accept(messages);
  const acceptSuspect = (message: HeldMessage) => sweeper.resume(message);
  const reader = new Reader(untyped, outbox, accept);
  const lost = new LostReads({ subscription: untyped, settings, ledger, outbox, accept, acceptSuspect, room });
  const farewell = new Farewell({ subscription: untyped, outbox, look, report: tell });
  return { events, ledger, processor, sweeper, reader, lost, farewell };
}
