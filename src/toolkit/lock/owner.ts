import { hostname } from 'node:os';

/** What the owners of locks are called first that this process makes. */
export const PROCESS = `${hostname()}:${process.pid}`;

/** @throws TypeError, RangeError for what cannot be stored as the name of an owner */
export function checkOwner(owner: unknown): string {
  if (typeof owner !== 'string') throw new TypeError(`owner must be a string, not ${typeof owner}. Give it as one.`);
  if (owner.isWellFormed()) return owner;
  throw new RangeError('owner must not have lone surrogates. Remove them.');
}
