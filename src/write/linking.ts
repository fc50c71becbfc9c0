import type { LinkedSchema, Schema } from '../schema/schema.js';

/** What becomes of the entities at the other side of a many-to-many relation (scripts/lua/lib/write/links/verbs.lua). */
export type LinkVerb = 'add' | 'insert' | 'increment' | 'delete' | 'remove_at' | 'clear';

/** The id of an entity in stored form, or the place of the change of the same call which makes it, from 0. */
export type LinkEnd = string | number;

/** A change of a many-to-many relation, from one of its sides. */
export interface LinkChange {
  readonly op: 'link';
  /** of the side */
  readonly schema: Schema;
  readonly relation: LinkedSchema;
  /** of the entity there */
  readonly id: LinkEnd;
  readonly verb: LinkVerb;
  /** of entities at the other side */
  readonly ids: readonly LinkEnd[];
  /** scores of these, an index, or how many */
  readonly numbers: readonly number[];
  /** of a sorted set, when an entity that is there gets the score: words of ZADD, `xx` first */
  readonly words?: readonly string[] | undefined;
}

/** Most pairs that one call of a script makes or takes, so that none holds the server for long. */
export const MOST_PAIRS = 150;

/** The change as its script takes it (scripts/lua/lib/write/changes/link.lua). */
export const encodeLink = ({ relation, id, verb, ids, numbers, words }: LinkChange): string =>
  // a number as text keeps all its digits
  JSON.stringify({
    link: relation.property,
    verb,
    id,
    ids,
    numbers: verb === 'clear' ? numbers : numbers.map(String),
    ...(words && words.length > 0 && { words }),
  });
