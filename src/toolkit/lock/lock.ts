import type { Connection } from '../../redis/connection/connection.js';
import { keyPrefix } from '../key.js';
import { Gate } from './gate.js';
import { checkLock, Locking, type LockOptions } from './locking.js';
import { WAITING, type Waiting } from './taking.js';

/** What a gate is called in messages: `The lock "invoice:7"`. */
export const title = (kind: string, name: string): string => `The ${kind} ${JSON.stringify(name)}`;

/** The gates of the names of a lock, each once, in the order in which they are taken. */
export function lockGates(connection: Connection, names: string | readonly string[]): Gate[] {
  const sorted = [...new Set(Array.isArray(names) ? (names as string[]) : [names as string])].sort();
  if (sorted.length === 0) throw new RangeError('A lock needs a name. Give at least one.');
  return sorted.map((name) => new Gate(connection, keyPrefix('lock', name), title('lock', name), 1));
}

/**
 * A lock that one owner at a time has, among all processes: waiters are served in the order of their arrival, without polling.
 *
 * ```ts
 * await db.lock('invoice:7').run(async () => send(invoice));
 * ```
 *
 * Of several names it takes all or none, one after another in the order of the names.
 *
 * A key of each name stays for a day: the last fence, `lock:{name}:fence`. Everything else is gone with the owner and the last who
 * waits.
 */
export class Lock extends Locking<Waiting> {
  constructor(
    gates: readonly Gate[],
    options: LockOptions = {},
    private readonly share = 1,
  ) {
    super(gates, checkLock('a lock', options), WAITING);
  }

  protected permits(): number {
    return this.share;
  }
}
