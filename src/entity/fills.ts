// What an entity was given when it was loaded in fields of which nothing was stored, since they were added after its row was written:
// a default that is a function gives another value each time, and this one is what the program saw.
import type { Schema } from '../schema/schema.js';
import { assignStored } from '../schema/stored.js';
import type { StoredValues } from '../write/change.js';
import type { EntityValues } from './snapshot.js';
import type { Tracked } from './tracked.js';

/** Values in stored form, by the position of their field. */
type Fills = ReadonlyMap<number, string>;

const known = new WeakMap<Tracked, Fills>();

/** What an entity was given of which nothing was stored; undefined where that is nothing. */
export const fillsOf = (entity: Tracked): Fills | undefined => known.get(entity);

/** Note what an entity was given instead of what its row lacks. */
export function noteFills({ fields }: Schema, entity: Tracked, stored: StoredValues): void {
  const values = entity as unknown as EntityValues;
  const fills = new Map<number, string>();
  for (const [position, { property, codec, optional }] of fields.entries())
    if (!optional && stored[position] == null && codec.accepts(values[property]))
      fills.set(position, codec.encode(values[property]));
  known.set(entity, fills);
}

/** Give an entity what is stored, and what it has instead of what is not. */
export function assignNoted(schema: Schema, entity: Tracked, stored: StoredValues, id: string): void {
  const isFilled = assignStored(schema, entity as unknown as EntityValues, stored, id);
  if (isFilled) noteFills(schema, entity, stored);
}
