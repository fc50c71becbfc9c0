import { NotFoundError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkSameSlot } from '../redis/slot.js';
import { explainTypes } from '../redis/wrong-type.js';
import { scriptFailure } from '../scripts/run.js';

/** A stored query that an answer is taken from. */
export interface StoredList {
  readonly key: string;
  readonly name: string;
  readonly model: string;
}

/** A key of the caller's that holds ids, and its type. */
export interface HeldIds {
  readonly key: string;
  readonly type: 'set' | 'list' | 'zset';
}

/** What a request reads that is of no index. */
export interface ReliedOn {
  /** the stored queries that the answer is taken from, which must be there */
  readonly stored?: readonly StoredList[] | undefined;
  /** keys of the caller's */
  readonly held?: readonly HeldIds[] | undefined;
}

/** What is there behind the answer was there as it was read. Sent along, so that it takes no round trip more. */
async function whileStored<T>(connection: Connection, stored: readonly StoredList[], answer: () => Promise<T>) {
  const present = Promise.all(stored.map(({ key }) => connection.send('exists', [key])));
  const [given, found] = await Promise.all([answer(), present]);
  const gone = stored.find((_, i) => found[i] !== 1);
  if (gone) throw new NotFoundError(gone.model, undefined, gone.name);
  return given;
}

/** Which key holds something else than ids in the way that was said, or more than can be looked through. */
async function explain(connection: Connection, error: unknown, held: readonly HeldIds[]): Promise<never> {
  const failure = scriptFailure(error);
  if (failure?.code === 'LONG_LIST') {
    const [key, length, most] = failure.facts as [string, number, number];
    throw new QueryError(
      `intersect() was given the list ${key} with ${length} ids, and looks through ${most} at most. Keep them in a set or a sorted set.`,
    );
  }
  const keys = held.map(({ key, type }): [string, string] => [key, type]);
  return explainTypes(connection, error, keys);
}

/**
 * Answer from what a request reads that is of no index.
 *
 * @throws NotFoundError where a stored query is gone; WrongTypeError, QueryError for keys of the caller's
 */
export function relyingOn<T>(connection: Connection, { stored, held }: ReliedOn, answer: () => Promise<T>): Promise<T> {
  const given = stored ? whileStored(connection, stored, answer) : answer();
  return held ? given.catch((error: unknown) => explain(connection, error, held)) : given;
}

/**
 * Refuse a key of the caller's that no script over a model can read.
 *
 * @throws CrossSlotError on a cluster, where it is in another slot than the model
 */
export const checkReach = (connection: Connection, ids: string, key: string): void =>
  checkSameSlot(connection, [ids, key]);
