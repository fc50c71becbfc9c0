import { QueryError } from '../errors/query.js';
import type { StoredRow } from '../plan/request.js';
import type { Connection } from '../redis/connection/connection.js';
import { describe } from '../schema/describe.js';
import type { Schema } from '../schema/schema.js';
import type { OrderTerm } from '../schema/types/operators.js';
import type { Projection } from './compile/selection.js';
import type { WithPart } from './compile/with.js';
import type { ConditionData } from './condition.js';
import type { ScoreOrder } from './order-term.js';

/** Where a query's rows come from and what becomes of them; the model gives it, so that queries know no model. */
export interface QuerySource<M> {
  readonly schema: Schema;
  readonly connection: Connection;
  /** an entity of its row: all fields of the schema in their order */
  entity(row: StoredRow): M;
  /** checks what many entities are to have, and gives a function that writes some of them at once, all or none: how many it wrote */
  updates(changes: unknown): (entities: readonly M[]) => Promise<number>;
  /** deletes some entities at once, all or none: how many there were */
  deletes(entities: readonly M[]): Promise<number>;
}

/** What the calls on a query have said so far. */
export interface QueryState {
  /** all of them hold */
  readonly conditions?: readonly ConditionData[] | undefined;
  readonly order?: readonly (OrderTerm | ScoreOrder)[] | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly projection?: Projection | undefined;
  /** the relations that are loaded along */
  readonly with?: readonly WithPart[] | undefined;
  /** what becomes of a row on the client */
  readonly make?: ((row: unknown) => unknown) | undefined;
  /** the key of the stored query that the rows are taken from */
  readonly stored?: string | undefined;
  /** rows may be read one by one for what no index answers */
  readonly scan?: boolean | undefined;
  /** something is read that is of no index: a stored query, or a key of the caller's */
  readonly outside?: true | undefined;
  readonly budget?: number | undefined;
}

// all names at once: V8 of Node 20 takes 2 us for a key that comes new behind a spread, and some 50 ns for one that is there
/** The state of a query of which nothing was said. */
export const UNASKED: QueryState = {
  conditions: undefined,
  order: undefined,
  limit: undefined,
  offset: undefined,
  projection: undefined,
  with: undefined,
  make: undefined,
  stored: undefined,
  scan: undefined,
  outside: undefined,
  budget: undefined,
};

/** A number that a caller gave, checked to be a whole one from `least` on. */
export function checkCount(
  name: string,
  count: unknown,
  least: number,
  wayOut = 'Correct it, or leave it out.',
): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= least) return count;
  throw new QueryError(`${name} takes a whole number from ${least} to 2^53 - 1, not ${describe(count)}. ${wayOut}`);
}
