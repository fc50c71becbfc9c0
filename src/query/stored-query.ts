import { QueryError } from '../errors/query.js';
import type { Connection } from '../redis/connection/connection.js';
import { describe } from '../schema/describe.js';
import { showBy } from '../util/shown.js';
import type { Query } from './query.js';

/** How `store` keeps what it found. */
export interface StoreOptions {
  /** milliseconds until it goes away; null keeps it @default 60_000 */
  readonly ttl?: number | null | undefined;
  /** its name among the stored queries of the model, whose earlier list it replaces @default a random one */
  readonly key?: string | undefined;
}

const LONGEST = 512;

/** @throws QueryError */
export function checkStoredKey(place: string, key: unknown): string {
  if (typeof key === 'string' && key !== '' && key.length <= LONGEST && key.isWellFormed()) return key;
  throw new QueryError(
    `${place} takes a key of 1 to ${LONGEST} characters, without lone surrogates, not ${describe(key)}. Give the key of a stored query.`,
  );
}

/** @throws QueryError */
export function checkStoredTtl(place: string, ttl: unknown): number | null {
  if (ttl === null || (typeof ttl === 'number' && Number.isSafeInteger(ttl) && ttl >= 1)) return ttl;
  throw new QueryError(
    `${place} takes a whole number of milliseconds from 1 on, or null to keep it, not ${describe(ttl)}. Correct it.`,
  );
}

/** What a query found, kept on the server: the ids in its order, for further queries, in other programs as well. */
export class StoredQuery<M, Row = M> {
  static {
    showBy(StoredQuery, ({ key }) => [key]);
  }

  constructor(
    /** what `Model.query().fromStored(key)` takes */
    readonly key: string,
    private readonly connection: Connection,
    private readonly list: string,
    private readonly from: () => Query<M, Row>,
  ) {}

  /** A query over the entities that were found, in their order, with the rows of the query that was stored. Those that are gone since are left out. */
  query(): Query<M, Row> {
    return this.from();
  }

  /** How many entities were found; 0 where it is there no more. Redis: ZCARD, O(1). */
  async size(): Promise<number> {
    return Math.max(0, ((await this.connection.send('zcard', [this.list])) as number) - 1);
  }

  /** Milliseconds until it goes away; undefined where none are set, or where it is gone. Redis: PTTL, O(1). */
  async ttl(): Promise<number | undefined> {
    const left = (await this.connection.send('pttl', [this.list])) as number;
    return left < 0 ? undefined : left;
  }

  /** Let it go away after so many milliseconds from now on; null keeps it. Redis: PEXPIRE or PERSIST, O(1). @returns whether it is there */
  async expire(ttl: number | null): Promise<boolean> {
    const checked = checkStoredTtl('expire()', ttl);
    if (checked !== null) return (await this.connection.send('pexpire', [this.list, checked])) === 1;
    const [isThere] = await Promise.all([
      this.connection.send('exists', [this.list]),
      this.connection.send('persist', [this.list]),
    ]);
    return isThere === 1;
  }

  /** Delete it; the entities stay. Redis: UNLINK, O(1). @returns whether it was there */
  async delete(): Promise<boolean> {
    return (await this.connection.send('unlink', [this.list])) === 1;
  }
}
