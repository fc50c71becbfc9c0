import { ValidationError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { ContainerSchema, Schema } from '../schema/schema.js';
import { type Constructor, handleOf, type Tracked } from './tracked.js';

// what an entity has beside its fields is made on first use, and is the same object from then on
const made = new WeakMap<Tracked, Map<string, object>>();

function openContainer(entity: Tracked, { property, kind, open }: ContainerSchema): object {
  const { state, binding } = handleOf(entity);
  const { model, keyspace } = binding.schema;
  if (state.id === undefined)
    throw new QueryError(
      `${model}.${property} is a ${kind} at a key with the id of the entity, which has none yet. Save the entity first.`,
    );
  return open(binding.connection, keyspace.own(property, state.id));
}

function containerOf(entity: Tracked, container: ContainerSchema): object {
  const known = made.get(entity)?.get(container.property);
  if (known) return known;
  const opened = openContainer(entity, container);
  const all = made.get(entity) ?? new Map<string, object>();
  made.set(entity, all.set(container.property, opened));
  return opened;
}

function accessorOf(model: string, container: ContainerSchema): PropertyDescriptor {
  const { property, kind } = container;
  return {
    configurable: true,
    // it is no value: what lists those of an entity passes it over
    enumerable: false,
    get(this: Tracked) {
      return containerOf(this, container);
    },
    set(value: unknown) {
      const expected = `nothing assigned to a ${kind}: it is changed by its own methods, and emptied by clear()`;
      throw new ValidationError(model, [{ field: property, expected, found: describe(value) }]);
    },
  };
}

const accessors = new WeakMap<Schema, PropertyDescriptorMap>();

function accessorsOf(schema: Schema): PropertyDescriptorMap {
  const known = accessors.get(schema);
  if (known) return known;
  const all = Object.fromEntries(schema.containers.map((one) => [one.property, accessorOf(schema.model, one)]));
  accessors.set(schema, all);
  return all;
}

/** An entity without values, which its constructor has made. */
export function blank<M extends Tracked>(model: Constructor<M>, schema: Schema): M {
  const entity = new model();
  // after the constructor: a declared property is one of the object that it makes
  if (schema.containers.length > 0) Object.defineProperties(entity, accessorsOf(schema));
  return entity;
}
