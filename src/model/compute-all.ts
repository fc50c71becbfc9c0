import type { Binding } from '../entity/binding.js';
import { type Rewriting, rewriteIfThere } from '../entity/stored/rewrite.js';
import type { Schema } from '../schema/schema.js';
import type { StoredValues } from '../write/change.js';
import { overRows } from './over-rows.js';

/** All fields as they are: what is made of them is made anew. */
const unchanged =
  ({ fields }: Schema) =>
  (row: StoredValues): Rewriting =>
    new Map(fields.map((_, position) => [position, row[position]!]));

/** Store what the getters with an index give of an entity; nothing where it went. */
export const computeOne = (binding: Binding, id: string): Promise<boolean> =>
  rewriteIfThere(binding, id, unchanged(binding.schema));

/** Store what the getters with an index give of every entity, and say how many are done now and then. Redis: HMGET and one script for each. */
export const computeAll = (binding: Binding, seen: (entities: number) => void, signal?: AbortSignal): Promise<void> =>
  overRows(binding, { seen, signal }, ({ id }) => computeOne(binding, id));
