import { type Several, several } from '../variadic.js';
import { exactId, type MessageId, type TimeId } from './id.js';

/** How many ids one command takes. */
const CHUNK = 1000;

/** One id, or some: a Date with a sequence number is an id as well. */
export type Ids<Id extends TimeId> = Id | Iterable<Id>;

const isOne = (ids: unknown): boolean =>
  typeof ids !== 'object' || ids === null || ids instanceof Date || (Array.isArray(ids) && isTimed(ids));

const isTimed = (ids: readonly unknown[]): boolean =>
  ids.length === 2 && ids[0] instanceof Date && typeof ids[1] === 'number';

/** The ids of a call that takes them one by one, or all in one iterable. */
export function idsOf<Id extends TimeId>(first: Ids<Id> | undefined, rest: readonly Id[] = []): MessageId[] {
  if (first === undefined && rest.length === 0) return [];
  const ids = isOne(first) ? [first as Id] : several('The ids', first as Several<Id>);
  return ids.concat(rest).map(exactId);
}

/** The same ids in as many parts as commands are needed. */
export function chunksOf<T>(all: readonly T[], size = CHUNK): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < all.length; i += size) chunks.push(all.slice(i, i + size));
  return chunks;
}
