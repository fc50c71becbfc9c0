import type { Redis } from 'ioredis';
import type { BlockingPool } from '../redis/connection/blocking-pool.js';
import { AsyncQueue } from '../util/async-queue.js';

/**
 * Iterate over what some work on a connection of its own pushes. The connection is opened with the first step; it is cut
 * when the signal aborts, when the iteration ends, and when the database is closed. None of these is an error.
 */
export async function* feed<T>(
  pool: BlockingPool,
  signal: AbortSignal | undefined,
  work: (redis: Redis, queue: AsyncQueue<T>) => Promise<void>,
): AsyncGenerator<T, void> {
  if (signal?.aborted) return;
  const queue = new AsyncQueue<T>();
  const stop = new AbortController();
  const halt = () => stop.abort();
  const finish = (error?: unknown) => (error && !stop.signal.aborted && !pool.closed ? queue.fail(error) : queue.end());
  signal?.addEventListener('abort', halt, { once: true });
  pool
    .run((redis) => work(redis, queue), { signal: stop.signal, harmless: true, resumes: true })
    .then(() => finish(), finish);
  try {
    yield* queue;
  } finally {
    signal?.removeEventListener('abort', halt);
    halt();
  }
}
