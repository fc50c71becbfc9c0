import { unlessAborted } from './unless-aborted.js';

/** What a source gives until the signal aborts, also while the source is silent: it is told to end, and not waited for. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await unlessAborted(iterator.next(), signal);
      isOver = done === true;
      if (isOver) return;
      yield value as T;
    }
  } catch (error) {
    isOver = !signal.aborted;
    throw error;
  } finally {
    if (!isOver) {
      const ended = Promise.resolve(iterator.return?.()).catch(() => {});
      if (!signal.aborted) await ended;
    }
  }
}
