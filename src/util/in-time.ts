import { startTimer } from './pause.js';
import { unlessAborted } from './unless-aborted.js';

/** How long somebody waits. */
interface Patience {
  /** milliseconds; undefined: for ever */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What comes of some work, unless the time is over before it, or the signal aborts. `late` gives the error for the first. */
export function inTime<T>(work: Promise<T>, { timeout, signal }: Patience, late: () => Error): Promise<T> {
  const awaited = signal ? unlessAborted(work, signal) : work;
  if (timeout === undefined) return awaited;
  return new Promise<T>((resolve, reject) => {
    const timer = startTimer(timeout, () => reject(late()));
    awaited.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A signal that aborts when the time is over, with what `late` gives, or as the other signal does; `off` ends the timer. */
export function timeLimit(
  { timeout, signal }: Patience,
  late: () => unknown,
): { signal: AbortSignal; off: () => void } {
  const controller = new AbortController();
  const forward = () => controller.abort(signal?.reason);
  if (signal?.aborted) forward();
  signal?.addEventListener('abort', forward, { once: true });
  const timer = timeout === undefined ? undefined : startTimer(timeout, () => controller.abort(late()));
  const off = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  };
  return { signal: controller.signal, off };
}
