import { LockError } from '../../errors/lock.js';
import { refuseDown } from '../../redis/connection/failure.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import { type Gate, type Grant, type Request } from './gate.js';
import { lineOf } from './line.js';

/** How long a call may wait. */
export interface Waiting {
  /** milliseconds; 0: do not wait @default for ever */
  readonly timeout?: number | undefined;
  /** ends the wait; the call rejects with the reason of the signal */
  readonly signal?: AbortSignal | undefined;
}

const EXPIRED = Symbol('timeout');
/** The longest time that a timer takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Aborts with the caller's signal, or with EXPIRED after the timeout. `off` ends the timer. */
function limit({ timeout, signal }: Waiting): { signal: AbortSignal; off: () => void } {
  const controller = new AbortController();
  const forward = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', forward, { once: true });
  const expire = () => controller.abort(EXPIRED);
  const timer = timeout === undefined ? undefined : setTimeout(expire, Math.min(timeout, LONGEST));
  const off = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  };
  return { signal: controller.signal, off };
}

/** Stop waiting, or give back what was served meanwhile. An error of the connection is not worth one: holds end by themselves. */
export async function leave(gate: Gate, token: string): Promise<boolean> {
  const { owned, served } = await gate.leave(token);
  if (served) lineOf(gate).expectClaim();
  return owned;
}

/** Take permits without waiting. */
export async function tryHold(gate: Gate, request: Request): Promise<Grant | undefined> {
  refuseDown(gate.connection);
  const reply = await gate.enter(request);
  return 'fence' in reply ? reply : undefined;
}

/** Enter, but wait no longer than the caller does. */
async function take(gate: Gate, request: Request, signal: AbortSignal): Promise<Grant> {
  const line = lineOf(gate);
  const entering = gate.enter(request, line.client);
  try {
    const reply = await unlessAborted(entering, signal);
    // nobody is dismissed at a gate of locks
    return 'fence' in reply ? reply : ((await line.wait(request, reply, signal)) as Grant);
  } catch (error) {
    const back = () => leave(gate, request.token);
    // what has not arrived yet would be served after we have left
    void entering.then(back, back).catch(() => {});
    throw error;
  }
}

/**
 * Take permits, in order of arrival.
 *
 * @throws LockError with the reason 'timeout', or the reason of the signal
 */
export async function hold(gate: Gate, request: Request, waiting: Waiting): Promise<Grant> {
  waiting.signal?.throwIfAborted();
  if (waiting.timeout === 0) {
    const granted = await tryHold(gate, request);
    if (granted) return granted;
    throw new LockError('timeout', gate.name);
  }
  const { signal, off } = limit(waiting);
  try {
    return await take(gate, request, signal);
  } catch (error) {
    throw error === EXPIRED ? new LockError('timeout', gate.name) : error;
  } finally {
    off();
  }
}
