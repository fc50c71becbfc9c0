import { SchemaError } from '../errors/model.js';
import type { Connection } from '../redis/connection/connection.js';
import { refusePlain } from '../schema/draft.js';
import type { RelationSchema, Schema } from '../schema/schema.js';

/** A model on a database: its schema, and the way to the server. */
export interface Binding {
  readonly schema: Schema;
  readonly connection: Connection;
  /** whether the database is still open */
  readonly isOpen: () => boolean;
  /** What an entity has at a relation of which nothing is in its row. */
  readonly relate: (entity: never, relation: RelationSchema) => object;
}

/** A class, as far as it has to be known to name it. */
export interface NamedModel {
  readonly name: string;
}

const bindings = new WeakMap<object, Binding>();

/** The binding of a model, where it has one; a class that extends a bound model has one of its own, or none. */
export const knownBinding = (model: object): Binding | undefined => bindings.get(model);

export function setBinding(model: object, binding: Binding): void {
  bindings.set(model, binding);
}

/** The binding of a model. */
export function bindingOf(model: NamedModel): Binding {
  const binding = bindings.get(model);
  if (binding) return binding;
  // who forgot both is told of what comes first
  refusePlain(model);
  throw new SchemaError(
    `${model.name || 'A class without a name'} belongs to no database. Pass it in { models: [${model.name}] } when you connect, or call db.use(${model.name}).`,
  );
}
