import type { RequestModel } from '../plan/request.js';
import type { Schema } from '../schema/schema.js';

const bySchema = new WeakMap<Schema, RequestModel>();

/** A model as requests name it, made once. */
export function requestModel(schema: Schema): RequestModel {
  const known = bySchema.get(schema);
  if (known) return known;
  const { prefix, ids, counts, expires } = schema.keyspace;
  const model = { key: prefix, ids, counts, integer: schema.primary.integer, ...(schema.expiry && { expires }) };
  bySchema.set(schema, model);
  return model;
}
