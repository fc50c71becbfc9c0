import { bindingOf } from '../entity/binding.js';
import { buildEntity } from '../entity/build.js';
import { hydrate } from '../entity/hydrate.js';
import { newId } from '../entity/prepare.js';
import { storedValues, type Values } from '../entity/snapshot.js';
import { type Constructor, stateOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import { uniqueIndex } from '../query/compile/unique.js';
import { unknownField } from '../query/field-reference.js';
import { isPlainObject } from '../query/plain-object.js';
import { describe } from '../schema/describe.js';
import type { IndexSchema, Schema } from '../schema/schema.js';
import { assignStored } from '../schema/stored.js';
import type { StoredValues } from '../write/change.js';
import { ChangeSet } from '../write/change-set.js';

const HELP = 'Name what tells the entity, as in { by: { email: true } }.';

/** The index that `by` names; undefined for the primary key. */
function indexOf(schema: Schema, by: unknown, input: Values): IndexSchema | undefined {
  if (!isPlainObject(by)) throw new QueryError(`upsert() takes { by } with fields, not ${describe(by)}. ${HELP}`);
  const properties = Object.keys(by).filter((property) => by[property] === true);
  if (properties.length === 0) throw new QueryError(`upsert() was given no field in { by }. ${HELP}`);
  const unknown = properties.find((property) => !schema.byProperty.has(property));
  if (unknown !== undefined) throw unknownField(schema, unknown);
  const { property } = schema.primary.field;
  const isKey = properties.length === 1 && properties[0] === property;
  const index = isKey ? undefined : uniqueIndex(schema, properties, 'upsert');
  const missing = properties.find((property) => input[property] === undefined);
  if (missing !== undefined)
    throw new QueryError(
      `${schema.model}.${missing} is in { by } of upsert(), and has no value in its input. Give it one.`,
    );
  return index;
}

/** The fields that an entity which is there gets: those of the input, and the time when it was saved. */
function givenPositions({ fields, stamps }: Schema, input: Values): number[] {
  return [...fields.keys()].filter((i) => input[fields[i]!.property] !== undefined || stamps.includes(i));
}

/** Take over what the server says, also where a unit of work knows the entity already. */
function adoptRow<M extends Tracked>(model: Constructor<M>, schema: Schema, id: string, row: StoredValues): M {
  const entity = hydrate<M>(model, schema, id, row);
  const state = stateOf(entity);
  if (state.stored !== row) assignStored(schema, entity as unknown as Values, row, id);
  state.stored = row;
  return entity;
}

/** Change the entity that a unique value tells, or make a new one. */
export async function upsertEntity<M extends Tracked>(model: Constructor<M>, input: unknown, by: unknown): Promise<M> {
  const { schema, connection } = bindingOf(model);
  const values = buildEntity<M>(model, input) as unknown as Values;
  const given = input as Values;
  const index = indexOf(schema, by, given);
  const [written] = await ChangeSet.of({
    op: 'upsert',
    schema,
    id: newId(schema, values),
    row: storedValues(schema, values),
    given: givenPositions(schema, given),
    by: index,
    named: given[schema.primary.field.property] !== undefined,
  }).write(connection);
  const [id, ...row] = written as readonly (string | null)[];
  return adoptRow<M>(model, schema, id!, row);
}
