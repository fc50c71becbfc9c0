import type { Connection } from '../../redis/connection/connection.js';
import { positive } from '../../util/check.js';
import type { OptionNames } from '../../util/options.js';
import { keyPrefix } from '../key.js';
import { Gate } from './gate.js';
import { title } from './lock.js';
import { checkLock, LOCK, Locking, type LockOptions } from './locking.js';
import { WAITING, type Waiting } from './taking.js';

export interface SemaphoreOptions extends LockOptions {
  /** how many there are */
  readonly permits: number;
}

export interface PermitOptions extends Waiting {
  /** how many to take @default 1 */
  readonly permits?: number | undefined;
}

const SEMAPHORE: OptionNames<SemaphoreOptions> = { ...LOCK, permits: true };
const PERMITS: OptionNames<PermitOptions> = { ...WAITING, permits: true };

/**
 * So many permits, shared by all processes in the order of arrival: who waits for many is not passed by who waits for few.
 *
 * All who use one name give the same number of permits.
 */
export class Semaphore extends Locking<PermitOptions> {
  constructor(connection: Connection, name: string, options: SemaphoreOptions) {
    const capacity = positive('permits', checkLock('a semaphore', options, SEMAPHORE).permits);
    const gate = new Gate(connection.direct, keyPrefix('semaphore', name), title('semaphore', name), capacity);
    super([gate], options, PERMITS);
  }

  /**
   * How many permits are free.
   *
   * Redis: one script that only reads, O(log n), atomic.
   */
  async available(): Promise<number> {
    const [gate] = this.gates;
    const { used } = await gate!.inspect();
    return Math.max(0, gate!.capacity - used);
  }

  protected permits({ permits = 1 }: PermitOptions = {}): number {
    const { capacity } = this.gates[0]!;
    if (positive('permits', permits) <= capacity) return permits;
    throw new RangeError(
      `permits must be at most ${capacity}, not ${permits}. Ask for fewer, or give the semaphore more.`,
    );
  }
}
