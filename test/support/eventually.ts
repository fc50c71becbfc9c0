import { setTimeout as pause } from 'node:timers/promises';

/** Wait until `check` gives something true, and give that. It fails with the last error, after `timeout` ms. */
export async function eventually<T>(check: () => T | Promise<T>, timeout = 10_000): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    try {
      const found = await check();
      if (found || Date.now() > deadline) return found;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await pause(10);
  }
}
