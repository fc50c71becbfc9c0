import { rowUntil } from '../schema/lifetime.js';
import type { Schema } from '../schema/schema.js';
import type { StoredValues } from './change.js';
import { expiryPosition } from './descriptor.js';

/** An entity that expired, as a script tells it: the number of its model in the call, its id, and what it held. */
export type ExpiredRow = readonly [model: number, id: string, ...values: StoredValues];

/** Who wants to know of an entity that expired. */
type ExpiryListener = (id: string, stored: StoredValues) => void;

const listeners = new WeakMap<Schema, ExpiryListener>();

export function listenToExpiry(schema: Schema, listener: ExpiryListener): void {
  listeners.set(schema, listener);
}

/** Tell of the entities that a call has deleted because their time had come. */
export function tellExpired(schemas: readonly Schema[], rows: readonly ExpiredRow[]): void {
  for (const [number, id, ...values] of rows) {
    const schema = schemas[number - 1]!;
    listeners.get(schema)?.(id, rowUntil(schema, values, values[expiryPosition(schema) - 1] ?? null));
  }
}
