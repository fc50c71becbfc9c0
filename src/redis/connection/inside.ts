import { AsyncLocalStorage } from 'node:async_hooks';
import { TransactionError } from '../../errors/connection.js';

const storage = new AsyncLocalStorage<true>();
let active = 0;

/** Run the function of a transaction: calls that are not the transaction's own are refused in it. */
export async function insideTransaction<T>(fn: () => Promise<T>): Promise<T> {
  active++;
  try {
    return await storage.run(true, fn);
  } finally {
    active--;
    // it slows down every promise of the program for as long as it is enabled
    if (active === 0) storage.disable();
  }
}

/** Do something that belongs to the transaction itself, or to its view of what is there now. */
export const outside = <T>(fn: () => T): T => (active > 0 ? storage.exit(fn) : fn());

/** Whether the code that asks runs in the function of a transaction. */
export const isInside = (): boolean => active > 0 && storage.getStore() === true;

/** What is refused there: it would be done at once, while the rest waits for the end of the function. */
export const insideError = (what: string): TransactionError =>
  new TransactionError(
    `${what} inside a transaction is not part of it: it would be done at once, and again in each attempt. Use t for what belongs to the transaction, t.now to read what is there, and do the rest before or after; db.session() writes entities together, with containers opened from it.`,
  );

/**
 * Refuse a call that would be done at once, while the rest waits for the end of the function.
 *
 * @throws TransactionError inside the function of a transaction
 */
export function refuseInside(what: string): void {
  if (isInside()) throw insideError(what);
}
