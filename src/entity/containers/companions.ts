import { ValidationError } from '../../errors/model.js';
import type { Connection } from '../../redis/connection/connection.js';
import { describe } from '../../schema/describe.js';
import { type ContainerSchema, isLinked, type RelationSchema, type Schema } from '../../schema/schema.js';
import { type Constructor, handleOf, stateOf, type Tracked } from '../tracked.js';
import { IndexedContainer } from './indexed-container.js';
import { MortalContainer } from './mortal-container.js';
import { noteOwner, unsavedContainer } from './owned.js';

// what an entity has beside its fields is made on first use, and is the same object from then on
const made = new WeakMap<Tracked, Map<string, object>>();

function wayTo(entity: Tracked, property: string, id: string): Connection {
  const { schema, connection } = handleOf(entity).binding;
  const hasIndex = schema.indexes.some(({ kind, name }) => kind === 'members' && name === property);
  // a script that keeps an index looks at the entity as well
  if (hasIndex) return new IndexedContainer(connection, { schema, property, id });
  return new MortalContainer(connection, entity);
}

function openContainer(entity: Tracked, container: ContainerSchema): object {
  const { state, binding } = handleOf(entity);
  const { property, open } = container;
  const id = state.id!;
  return noteOwner(open(wayTo(entity, property, id), binding.schema.keyspace.own(property, id)), { entity, container });
}

function companionOf(entity: Tracked, property: string, make: () => object): object {
  const known = made.get(entity)?.get(property);
  if (known) return known;
  const opened = make();
  const all = made.get(entity) ?? new Map<string, object>();
  made.set(entity, all.set(property, opened));
  return opened;
}

interface Companion {
  readonly property: string;
  /** why nothing is assigned to it */
  readonly expected: string;
  make(entity: Tracked): object;
  /** what an entity has that was never saved, if that is something else */
  early?(entity: Tracked): object;
}

const ofContainer = (container: ContainerSchema): Companion => ({
  property: container.property,
  expected: `nothing assigned to a ${container.kind}: it is changed by its own methods, and emptied by clear()`,
  make: (entity) => openContainer(entity, container),
  early: (entity) => unsavedContainer(entity, container),
});

function howToChange(relation: RelationSchema): string {
  const { link } = relation;
  if (isLinked(relation)) return `${link.name} is changed by its own methods, such as add() and delete()`;
  return `${link.name} is the other side of ${link.target.schema.model}.${relation.link.field.property}, which is assigned`;
}

const ofRelation = (relation: RelationSchema): Companion => ({
  property: relation.property,
  get expected() {
    return `nothing assigned to it: ${howToChange(relation)}`;
  },
  make: (entity) => handleOf(entity).binding.relate(entity as never, relation),
});

function accessorOf(model: string, companion: Companion): PropertyDescriptor {
  const { property, expected } = companion;
  return {
    configurable: true,
    // it is not a value: what lists those of an entity passes it over
    enumerable: false,
    get(this: Tracked) {
      if (companion.early && stateOf(this).id === undefined) return companion.early(this);
      return companionOf(this, property, () => companion.make(this));
    },
    set(value: unknown) {
      throw new ValidationError(model, [{ field: property, expected, found: describe(value) }], 'changed');
    },
  };
}

const accessors = new WeakMap<Schema, PropertyDescriptorMap>();

function accessorsOf(schema: Schema): PropertyDescriptorMap {
  const known = accessors.get(schema);
  if (known) return known;
  const companions = [...schema.containers.map(ofContainer), ...schema.relations.map(ofRelation)];
  const all = Object.fromEntries(companions.map((one) => [one.property, accessorOf(schema.model, one)]));
  accessors.set(schema, all);
  return all;
}

/** An entity without values, which its constructor has made. */
export function blank<M extends Tracked>(model: Constructor<M>, schema: Schema): M {
  const entity = new model();
  // after the constructor: a declared property is one of the object that it makes
  if (schema.containers.length + schema.relations.length > 0) Object.defineProperties(entity, accessorsOf(schema));
  return entity;
}
