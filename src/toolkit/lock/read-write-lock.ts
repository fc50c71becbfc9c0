import type { Connection } from '../../redis/connection/connection.js';
import { showBy } from '../../util/shown.js';
import { keyPrefix } from '../key.js';
import { Gate } from './gate.js';
import { Lock, title } from './lock.js';
import type { LockOptions } from './locking.js';

/** A writer takes all permits, a reader takes one: no more readers at a time than this. */
const READERS = 2 ** 31;

/**
 * Many readers at a time, or one writer, among all processes. A writer that waits keeps later readers out, so that it is served.
 */
export class ReadWriteLock {
  static {
    showBy(ReadWriteLock, ({ name }) => [name]);
  }

  /** held by many at a time, while nobody writes */
  readonly read: Lock;
  /** held by one, while nobody reads */
  readonly write: Lock;

  constructor(
    connection: Connection,
    readonly name: string,
    options: LockOptions = {},
  ) {
    const key = keyPrefix('rwlock', name, 'read and write lock');
    const gate = new Gate(connection.direct, key, title('read and write lock', name), READERS);
    this.read = new Lock([gate], options);
    this.write = new Lock([gate], options, READERS);
  }
}
