import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Wait until `check` gives something true, and give that. After `timeout` ms it fails, with the last error if there was one. */
export async function eventually<T>(check: () => T | Promise<T>, timeout = 100_000): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const isLast = performance.now() > deadline;
    try {
      const found = await check();
      if (found) return found;
      if (isLast) throw new Error(`Still ${inspect(found)} after ${timeout} ms: ${check}`);
    } catch (error) {
      if (isLast) throw error;
    }
    await pause(10);
  }
}
