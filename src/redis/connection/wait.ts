import type { Redis } from 'ioredis';
import type { BlockingPool } from './blocking-pool.js';

/** A wait without an end is made of waits of so many milliseconds, so that a connection that went dead is noticed. */
export const LONGEST_WAIT = 5000;

export interface Wait {
  /** the first key of the command */
  readonly key: string;
  /** milliseconds to wait for a reply; Infinity: for ever */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Send a command that waits, on a connection of its own; null when its time is up.
 *
 * @throws the reason of `signal` when it aborts; ConnectionError when the server is silent for longer than it may wait
 */
export async function wait(
  pool: BlockingPool,
  { key, timeout, signal }: Wait,
  send: (redis: Redis, seconds: number) => Promise<unknown>,
): Promise<unknown> {
  const end = performance.now() + timeout;
  for (;;) {
    const within = timeout === Infinity ? LONGEST_WAIT : timeout;
    // what begins again waits for the rest of its time; 0 would be for ever
    const left = () => Math.max(1, Math.min(within, Math.ceil(end - performance.now())));
    const options = { key, within, resumes: true, ...(signal && { signal }) };
    const reply = await pool.run((redis) => send(redis, left() / 1000), options);
    if (reply !== null || timeout !== Infinity) return reply;
  }
}
