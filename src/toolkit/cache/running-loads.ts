// Of all who miss a value in one process one goes to the gate; the others wait for what it brings.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { BlockingPool } from '../../redis/connection/blocking-pool.js';

/** What a load has brought. */
export interface LoadOutcome<V> {
  readonly value: V | undefined;
  /** the moment until which nobody has changed or invalidated it: who asked later looks again. NEVER: only who made it may have it */
  readonly asOf: number;
}

export const NEVER = 0;
let latest = NEVER;

/** A number for this moment, greater than those of all before it in this process. */
export const moment = (): number => ++latest;

/** A load on its way, and the one in which it was asked for. */
interface Frame {
  readonly pool: BlockingPool;
  readonly stored: string;
  readonly outer: Frame | undefined;
  over: boolean;
}

const frames = new AsyncLocalStorage<Frame>();

/** Call a function of the user's, and know while it runs what it loads. */
export async function loading<T>(pool: BlockingPool, stored: string, load: () => Promise<T>): Promise<T> {
  const frame = { pool, stored, outer: frames.getStore(), over: false };
  try {
    return await frames.run(frame, load);
  } finally {
    frame.over = true;
  }
}

/**
 * Refuse to wait for a load from within it.
 *
 * @throws TypeError
 */
export function refuseNested(pool: BlockingPool, stored: string, subject: string): void {
  for (let at = frames.getStore(); at; at = at.outer) {
    if (at.over || at.pool !== pool || at.stored !== stored) continue;
    throw new TypeError(
      `${subject} is asked for within its own load, which would wait for itself. Load it without getOrSet() there.`,
    );
  }
}

/** The loads of one cache object in this process. */
export class RunningLoads<V> {
  private readonly running = new Map<string, Promise<LoadOutcome<V>>>();

  /** Start a load, or wait for the one that runs; what it brings is ours only if we have started it. */
  once(
    key: string,
    work: () => Promise<LoadOutcome<V>>,
  ): { readonly isOurs: boolean; readonly outcome: Promise<LoadOutcome<V>> } {
    const known = this.running.get(key);
    if (known) return { isOurs: false, outcome: known };
    const outcome = work().finally(() => this.running.delete(key));
    this.running.set(key, outcome);
    return { isOurs: true, outcome };
  }
}
