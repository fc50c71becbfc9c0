import { SchemaError } from '../errors/model.js';
import type { Connection } from '../redis/connection/connection.js';
import { compileSchema } from '../schema/compile/schema.js';
import type { Schema } from '../schema/schema.js';

/** A model on a database: its schema, and the way to the server. */
export interface Binding {
  readonly schema: Schema;
  readonly connection: Connection;
  /** whether the database is still open */
  readonly isOpen: () => boolean;
}

interface Named {
  readonly name: string;
}

const bindings = new WeakMap<object, Binding>();

/** The binding of a model; a class that extends a bound model has one of its own, or none. */
export function bindingOf(model: Named): Binding {
  const binding = bindings.get(model);
  if (binding) return binding;
  throw new SchemaError(
    `${model.name || 'A class without a name'} belongs to no database. Pass it in { models: [${model.name}] } when you connect, or call db.use(${model.name}).`,
  );
}

/** What a database binds its models with. */
export interface Binder {
  readonly connection: Connection;
  readonly namespace: string;
  readonly isOpen: () => boolean;
}

function checkFree(model: Named, binder: Binder): void {
  const other = bindings.get(model);
  if (!other?.isOpen() || other.connection === binder.connection) return;
  throw new SchemaError(
    `${model.name} belongs to another database that is open. Use the class that db.bind(${model.name}) gives, or close the other one first.`,
  );
}

/** Compile models and bind them to a database, all or none. */
export function bindModels(models: readonly Named[], binder: Binder, taken: Map<string, object>): void {
  const compiled = models.map((model) => {
    const schema = compileSchema(model, binder.namespace);
    checkFree(model, binder);
    return { model, schema };
  });
  const names = new Map(taken);
  for (const { model, schema } of compiled) {
    const other = names.get(schema.keyspace.prefix);
    if (other && other !== model)
      throw new SchemaError(
        `Two entities are named ${schema.model} in one namespace. Give one of them another name: @Entity({ name: '...' }).`,
      );
    names.set(schema.keyspace.prefix, model);
  }
  for (const { model, schema } of compiled) {
    bindings.set(model, { schema, connection: binder.connection, isOpen: binder.isOpen });
    taken.set(schema.keyspace.prefix, model);
  }
}

/** Bind a class to the schema of the model that it stands for on another database. */
export function bindTwin(twin: Named, model: Named, binder: Binder): void {
  const schema = compileSchema(model, binder.namespace);
  bindings.set(twin, { schema, connection: binder.connection, isOpen: binder.isOpen });
}
