import type { FieldSchema, Schema } from '../schema/schema.js';

/** What a condition may name: a field, a getter with an index, or a container that values can be looked for in. */
export const askedField = ({ queryable, members }: Schema, property: string): FieldSchema | undefined =>
  queryable.get(property) ?? members.get(property);
