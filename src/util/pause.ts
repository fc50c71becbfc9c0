/** The longest time that a timer takes, in milliseconds: 25 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Wait for some milliseconds, or until the signal aborts; it does not throw then. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, LONGEST_TIMER));
    signal?.addEventListener('abort', done, { once: true });
  });
}
