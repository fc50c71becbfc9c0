import { LockError } from '../../errors/lock.js';
import { refuseDown } from '../../redis/connection/failure.js';
import { natural } from '../../util/check.js';
import { timeLimit } from '../../util/in-time.js';
import { checkSignal, knownOptions, type OptionNames } from '../../util/options.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import type { Gate, Grant, Leaving, PermitRequest, Ticket } from './gate.js';
import { clientOf, lineOf } from './line.js';

/** How long a call may wait. */
export interface Waiting {
  /** milliseconds; 0: do not wait @default for ever */
  readonly timeout?: number | undefined;
  /** ends the wait; the call rejects with the reason of the signal */
  readonly signal?: AbortSignal | undefined;
}

export const WAITING: OptionNames<Waiting> = { timeout: true, signal: true };

/** @throws TypeError, RangeError for what is not a way to wait, and for options that `call` does not know */
export function checkWaiting<W extends Waiting>(call: string, waiting: W, names: OptionNames<W> = WAITING): W {
  knownOptions(call, waiting, names);
  if (waiting.timeout !== undefined) natural('timeout', waiting.timeout);
  checkSignal(waiting.signal);
  return waiting;
}

const EXPIRED = Symbol('timeout');

/** Stop waiting, or give back what was served meanwhile. An error of the connection is not worth one: holds end by themselves. */
export async function leave(gate: Gate, token: string): Promise<boolean> {
  return left(gate, await gate.leave(token));
}

/** Give back what was used: the next in line here goes on without another round trip. */
export async function passOn(gate: Gate, token: string): Promise<boolean> {
  return left(gate, await gate.leave(token, clientOf(gate.connection)));
}

function left(gate: Gate, { owned, served, handed }: Leaving): boolean {
  if (served) lineOf(gate).expectClaim();
  for (const grant of handed) lineOf(gate).deliver(grant);
  return owned;
}

/** Take permits if they are free. */
export async function holdFree(gate: Gate, request: PermitRequest): Promise<Grant | undefined> {
  const reply = await gate.enter(request);
  return 'fence' in reply ? reply : undefined;
}

/** The same without waiting for a server that is out of reach. */
export async function tryHold(gate: Gate, request: PermitRequest): Promise<Grant | undefined> {
  refuseDown(gate.connection);
  return holdFree(gate, request);
}

/** Do something, but wait no longer than the caller does; where it fails, `back` is done once nothing is on its way any more. */
export async function orGiveBack<T>(
  entering: Promise<T>,
  back: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await (signal ? unlessAborted(entering, signal) : entering);
  } catch (error) {
    void entering.then(back, back).catch(() => {});
    throw error;
  }
}

/** Nobody is dismissed at a gate of locks. */
async function served(gate: Gate, request: PermitRequest, reply: Grant | Ticket, signal?: AbortSignal): Promise<Grant> {
  return 'fence' in reply ? reply : ((await lineOf(gate).wait(request, reply, signal)) as Grant);
}

/** Enter, but wait no longer than the caller does. */
async function take(gate: Gate, request: PermitRequest, signal?: AbortSignal): Promise<Grant> {
  const entering = gate.enter(request, clientOf(gate.connection));
  try {
    return await served(gate, request, await (signal ? unlessAborted(entering, signal) : entering), signal);
  } catch (error) {
    const back = () => leave(gate, request.token);
    // what has not arrived yet would be served after we have left
    void entering.then(back, back).catch(() => {});
    throw error;
  }
}

/** Give some work a signal that ends it when the caller waits no longer; `name` is what was not to be had then. */
export async function whileWaiting<T>(
  waiting: Waiting,
  name: string,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (waiting.timeout === undefined && !waiting.signal) return work(undefined);
  const { signal, off } = timeLimit(waiting, () => EXPIRED);
  try {
    return await work(signal);
  } catch (error) {
    throw error === EXPIRED ? new LockError('timeout', name) : error;
  } finally {
    off();
  }
}

/**
 * Take permits, in order of arrival.
 *
 * @throws LockError with the reason 'timeout', or the reason of the signal
 */
export async function hold(gate: Gate, request: PermitRequest, waiting: Waiting): Promise<Grant> {
  waiting.signal?.throwIfAborted();
  if (waiting.timeout === 0) {
    const granted = await tryHold(gate, request);
    if (granted) return granted;
    throw new LockError('timeout', gate.name);
  }
  return whileWaiting(waiting, gate.name, (signal) => take(gate, request, signal));
}
