import { RedstartError } from './error.js';

/** A lock was not to be had in time, or was lost while it was needed. */
export class LockError extends RedstartError {
  readonly code = 'LOCK';

  /** the name of `Error` is its class: that of the lock is `lock` */
  constructor(
    readonly reason: 'timeout' | 'lost',
    /** the name of the lock, or the names */
    readonly lock: string,
    /** the way out of one that was lost */
    wayOut = 'Take a longer ttl, renew it (run() does), and let what it guards check the fence.',
  ) {
    super(
      reason === 'timeout'
        ? `${lock} was not free in time. Wait longer (timeout), or come back later.`
        : `${lock} was lost before its work was done. ${wayOut}`,
    );
  }
}
