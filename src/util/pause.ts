/** The longest time that a timer takes, in milliseconds: 25 days. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** `setTimeout()`, which takes what is longer than that for one millisecond. */
export const startTimer = (ms: number, wake: () => void): NodeJS.Timeout =>
  setTimeout(wake, Math.min(ms, LONGEST_TIMER));

/**
 * Say when some milliseconds are over, behind all that has come by then: a program that was busy for long has its answers, and
 * has not read them yet.
 *
 * @returns a function that ends it
 */
export function startDeadline(ms: number, over: () => void): () => void {
  let behind: NodeJS.Immediate | undefined;
  const timer = startTimer(ms, () => {
    behind = setImmediate(over);
  });
  return () => {
    clearTimeout(timer);
    clearImmediate(behind);
  };
}

/** Wait for some milliseconds, or until one of the signals aborts; it does not throw then. */
export function pause(ms: number, ...signals: (AbortSignal | undefined)[]): Promise<void> {
  if (signals.some((signal) => signal?.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = startTimer(ms, done);
    for (const signal of signals) signal?.addEventListener('abort', done, { once: true });
  });
}
