import { QueryError } from '../errors/query.js';
import { checkReach, type HeldIds } from '../plan/relied-on.js';
import type { Connection } from '../redis/connection/connection.js';
import { describe } from '../schema/describe.js';
import { homeText } from '../schema/home-text.js';
import type { Schema } from '../schema/schema.js';
import type { IdOf, Relation } from '../schema/types/relations.js';
import type { ConditionData } from './condition.js';
import { conditionOn } from './field-reference.js';
import { DIRECTIONS, ScoreOrder } from './order-term.js';
import type { Query } from './query.js';

/** A sorted set of ids as text, with their scores: `db.sortedSet(key)`. */
export interface ScoreContainer {
  readonly key: string;
  readonly type: 'zset';
}

/** A key that holds ids as text: `db.set(key)`, `db.list(key)`, `db.sortedSet(key)`, or such a field of an entity. */
export type IdContainer = ScoreContainer | { readonly key: string; readonly type: 'set' | 'list' };

/** What `intersect()` takes: ids, a query of the same model, what has one (a `Many`, a stored query), or a key that holds ids. */
export type IdSource<M> = readonly IdOf<M>[] | Query<M, unknown> | { query(): Query<M, unknown> } | IdContainer;

/** What `orderByScore()` takes: a sorted set, its key, or a `Many` of kind `sortedSet`. */
export type ScoreSource<M> = ScoreContainer | string | Relation<'sortedSet', M>;

/** What asks: whose ids they must be, and who reads them. */
interface Asker {
  readonly schema: Schema;
  readonly connection: Connection;
}

type Held = HeldIds & { readonly connection: Connection };

const TYPES: ReadonlySet<unknown> = new Set<HeldIds['type']>(['set', 'list', 'zset']);

function isHeld(given: unknown): given is Held {
  if (typeof given !== 'object' || given === null) return false;
  const { key, type, connection } = given as Partial<Held>;
  return typeof key === 'string' && TYPES.has(type) && connection !== undefined;
}

/** Refuse a key that a script over the model cannot reach. */
function checkHeld({ schema, connection }: Asker, { key, connection: its }: Held): void {
  if (its.direct !== connection.direct)
    throw new QueryError(
      `${JSON.stringify(key)} is of another connection than ${schema.model}. Take it from the same database, or give its ids.`,
    );
  checkReach(connection, schema.keyspace.ids, key);
}

/** The condition that an entity is among the ids that a key holds. */
export function heldCondition(asker: Asker, given: unknown): ConditionData | undefined {
  if (!isHeld(given)) return undefined;
  checkHeld(asker, given);
  const { key, type } = given;
  return { kind: 'held', model: asker.schema.model, name: JSON.stringify(key), key, type };
}

/** The condition that an entity has one of some ids. */
export function idsCondition({ schema }: Asker, given: unknown): ConditionData {
  if (Array.isArray(given)) return conditionOn(schema, schema.primary.field, 'in', given).data;
  const wayOut =
    typeof given === 'string'
      ? 'Give ids as an array, and a key by what it holds: db.set(key), db.list(key) or db.sortedSet(key).'
      : 'Correct it, or leave it out.';
  throw new QueryError(
    `intersect() takes ids, a query, a Many, a stored query, or a set, list or sorted set, not ${describe(given)}. ${wayOut}`,
  );
}

/** The query of what has one. */
export function queryOf(given: unknown): unknown {
  const holder = given as { query?: unknown } | null | undefined;
  return typeof holder?.query === 'function' ? (holder as { query(): unknown }).query() : undefined;
}

/** Refuse a query of another model, or of another database. */
export function checkSource({ schema, connection }: Asker, other: Asker): void {
  if (other.schema.model !== schema.model)
    throw new QueryError(
      `intersect() of ${schema.model} was given a query of ${other.schema.model}. Give one of ${schema.model}, or filter through the relation between them.`,
    );
  if (other.connection.direct === connection.direct && other.schema.keyspace.prefix === schema.keyspace.prefix) return;
  throw new QueryError(
    `intersect() was given a query of ${schema.model} of another database, ${homeText(other)}. Give its ids, as \`await query.ids()\`.`,
  );
}

/** The order by the scores of a sorted set. */
export function scoreOrder(asker: Asker, by: unknown, direction: unknown): ScoreOrder {
  if (!DIRECTIONS.has(direction))
    throw new QueryError(
      `orderByScore() takes 'asc' or 'desc', not ${describe(direction)}. Correct it, or leave it out.`,
    );
  if (typeof by === 'string' && by !== '') {
    if (!by.isWellFormed())
      throw new QueryError(
        `The key ${describe(by)} has a lone surrogate, which has no form in UTF-8. Give a key without one.`,
      );
    checkReach(asker.connection, asker.schema.keyspace.ids, by);
    return new ScoreOrder(by, direction as 'asc' | 'desc');
  }
  if (!isHeld(by) || by.type !== 'zset')
    throw new QueryError(
      `orderByScore() takes a sorted set, its key, or a Many of kind sortedSet, not ${describe(by)}. Give one whose members are ids.`,
    );
  checkHeld(asker, by);
  return new ScoreOrder(by.key, direction as 'asc' | 'desc');
}
