import { SchemaError } from '../../errors/model.js';
import { Keyspace } from '../../indexes/keyspace.js';
import { describe } from '../describe.js';
import { type Draft, draftChain, draftOf, type EntityDraft, refusePlain } from '../draft.js';
import type { DerivedSchema, FieldSchema, Schema } from '../schema.js';
import { versionColumns } from '../version.js';
import { compileContainers, memberFields } from './containers.js';
import { compileDerived } from './derived.js';
import { compileExpiry } from './expiry.js';
import { compileFields } from './fields.js';
import { compileHooks } from './hooks.js';
import { compileIndexes } from './indexes.js';
import { compilePrimary } from './primary.js';
import { compileRelations } from './relations.js';
import { compileSteps, compileVersion } from './version.js';

interface NamedClass {
  readonly name: string;
  readonly prototype?: object;
}

function checkClass(target: unknown): void {
  if (typeof target === 'function' && typeof target.prototype === 'object') return;
  const help = 'Pass a class; where two files import each other, register both after they are loaded.';
  throw new SchemaError(`A model is a class that extends Model, not ${describe(target)}. ${help}`);
}

function refuseMistakes(model: string, chain: readonly Draft[]): void {
  const [mistake] = chain.flatMap(({ mistakes }) => mistakes);
  if (mistake !== undefined) throw new SchemaError(`${model}${mistake}`);
}

/** What `@Entity()` said of a class; that of a base class does not count. */
function entityOf(target: NamedClass): EntityDraft {
  refusePlain(target);
  const [entity, second] = draftOf(target).entities as [EntityDraft, EntityDraft?];
  if (second) throw new SchemaError(`${target.name} has two @Entity() decorators. Keep one of them.`);
  if (entity.abstract)
    throw new SchemaError(
      `${target.name} is abstract: it has no entities of its own. Register the classes that extend it.`,
    );
  return entity;
}

// a minifier's `ve` and `a1`, esbuild's `_User` and rollup's `User$1`: another build would choose others
const MADE_BY_BUNDLER = /^(?:[A-Za-z$][\w$]?|_.*|[a-z]{1,2}\d+|.*\$\d*)$/;

/** The class's name, unless it looks like one that its author did not choose. */
function ownName({ name }: NamedClass): string {
  if (!MADE_BY_BUNDLER.test(name)) return name;
  throw new SchemaError(
    `A class is called ${name}, which looks like a name that a bundler made and may change. Give the model's name: @Entity('User').`,
  );
}

/** What the decorators said of a class and of those that it extends. */
function collectDrafts(target: NamedClass, namespace: string) {
  checkClass(target);
  const entity = entityOf(target);
  const model = entity.name ?? ownName(target);
  const keyspace = new Keyspace(entity.namespace ?? namespace, model);
  const chain = draftChain(target);
  refuseMistakes(model, chain);
  return { entity, model, keyspace, chain, prototype: target.prototype ?? {} };
}

type Drafts = ReturnType<typeof collectDrafts>;

/** What entities have: fields, and what does not stand in their rows. */
function compileProperties({ model, chain, prototype }: Drafts) {
  const drafts = compileFields(model, chain, prototype);
  const byProperty = new Map([...drafts.values()].map((field) => [field.property, field]));
  const containers = compileContainers(model, chain, byProperty, prototype);
  const taken = new Set([...byProperty.keys(), ...containers.map(({ property }) => property)]);
  const relations = compileRelations(model, chain, taken, prototype);
  const primary = compilePrimary(model, chain, drafts);
  const fields = [...byProperty.values()].filter((field) => field !== primary.field);
  return { byProperty, containers, relations, primary, fields };
}

type Properties = ReturnType<typeof compileProperties>;

/** What a query may name, and the indexes that answer it. */
function compileQueryable(
  { model, chain, prototype }: Drafts,
  { byProperty, containers, primary, fields }: Properties,
) {
  const derived = compileDerived(model, chain, prototype, fields);
  const columns = new Map([...byProperty, ...derived.map((field) => [field.property, field] as const)]);
  const queryable = new Map([...columns, ...byProperty]);
  const members = memberFields(containers);
  const indexable = new Map([...columns, ...members]);
  const indexes = compileIndexes(
    model,
    chain,
    { byProperty: queryable, compared: columns, columns: indexable },
    primary.field,
  );
  return { derived, queryable, members, indexes };
}

/** What rows have: the fields, and what is made of them. */
function freezeRow(fields: readonly FieldSchema[], derived: readonly DerivedSchema[]) {
  return {
    fields: Object.freeze(fields),
    derived: Object.freeze(derived),
    columns: Object.freeze([...fields, ...derived]),
    stamps: Object.freeze([...fields.keys()].filter((i) => fields[i]!.on === 'save')),
    references: Object.freeze(fields.filter((field) => field.reference)),
    holding: Object.freeze(fields.filter(({ codec }) => codec.hold)),
  };
}

/**
 * Check what the decorators of a class said, and freeze it.
 *
 * @throws SchemaError that names the class, the property and what to write instead
 */
export function compileSchema(target: NamedClass, namespace: string): Schema {
  const drafts = collectDrafts(target, namespace);
  const { entity, model, keyspace, chain, prototype } = drafts;
  const properties = compileProperties(drafts);
  const { byProperty, containers, relations, primary, fields } = properties;
  const version = compileVersion(model, entity);
  const { derived, queryable, members, indexes } = compileQueryable(drafts, properties);
  return Object.freeze({
    model,
    keyspace,
    primary,
    prototype,
    ...freezeRow(fields, [...derived, ...versionColumns(version)]),
    relations: Object.freeze(relations),
    indexes: Object.freeze(indexes),
    texts: Object.freeze(indexes.flatMap(({ text }) => text ?? [])),
    containers: Object.freeze(containers),
    members,
    byProperty,
    queryable,
    version,
    steps: compileSteps(model, chain, version),
    expiry: compileExpiry(model, entity),
    hooks: compileHooks(model, chain, prototype),
  });
}
