import { SchemaError } from '../../errors/model.js';
import type { Connection } from '../../redis/connection/connection.js';
import { compileSchema } from '../../schema/compile/schema.js';
import { describe } from '../../schema/describe.js';
import { fingerprintOf } from '../../schema/fingerprint.js';
import { homeText } from '../../schema/home-text.js';
import type { Link, RelationTarget } from '../../schema/link.js';
import { isLinked, type RelationSchema, type Schema } from '../../schema/schema.js';
import { bringUpWith } from '../../write/outdated.js';
import { knownBinding, type NamedModel, setBinding } from '../binding.js';
import { tellOfExpiry } from '../expiry/expired.js';
import { startReaper } from '../expiry/reaper.js';
import { relationTarget } from '../loading/reference.js';
import { bringUpOf } from '../stored/migrate.js';
import { type Constructor, Tracked } from '../tracked.js';
import { inverseField, refuseShared } from './inverse.js';
import { checkEnd, endNameOf, endsOf, type Models, modelOf, refuseCycle } from './links.js';
import { pairOf } from './pairs.js';

/** The database that a registry belongs to. */
interface RegistryHome {
  readonly connection: Connection;
  readonly namespace: string;
  readonly isOpen: () => boolean;
  /** called for each model that a class is given */
  readonly attached?: (schema: Schema) => void;
  /** what an entity has at a relation of which nothing is in its row */
  readonly relate: Relate;
}

export type Relate = (entity: Tracked, relation: RelationSchema) => object;

/** A class of the same name and the same fields, which can belong to another database. */
function twinOf(model: Constructor): Constructor {
  const Base: Constructor = model;
  return { [model.name]: class extends Base {} }[model.name]!;
}

/** Refuse a class that does not extend `Model`, or extends that of another copy of the library. */
function checkBase(model: NamedModel): void {
  if (typeof model !== 'function' || (model as Constructor).prototype instanceof Tracked) return;
  throw new SchemaError(
    `${model.name} does not extend the Model of this Database. Extend Model from 'redstart'; if it does, the program has two copies of the package: see "npm ls redstart", and install one.`,
  );
}

/** Refuse what is not a class where one model is asked for. */
function checkClass(model: unknown): void {
  if (typeof model === 'function') return;
  throw new SchemaError(
    `bind() takes one model, not ${describe(model)}. Call it for each: models.map((model) => db.bind(model)).`,
  );
}

/** Tell a relation what makes it on the other side. */
function meet(relation: RelationSchema, from: Schema): void {
  const to = relation.link.target.schema;
  if (isLinked(relation)) relation.link.meet(pairOf(relation, from, to));
  else relation.link.meet(inverseField(relation, from, to));
}

/** The models of one database: each is compiled once, and has one twin for each connection that it is bound to. */
export class Registry {
  private readonly schemas = new WeakMap<NamedModel, Schema>();
  private readonly byPrefix = new Map<string, NamedModel>();
  private readonly bound = new Map<string, NamedModel>();
  private readonly twins = new WeakMap<Connection, WeakMap<NamedModel, Constructor>>();

  constructor(private readonly home: RegistryHome) {}

  /** What the decorators of a model said, in this database's namespace. */
  schemaOf(model: NamedModel): Schema {
    const known = this.schemas.get(model);
    if (known) return known;
    const made = compileSchema(model, this.home.namespace);
    this.schemas.set(model, made);
    return made;
  }

  /** Compile models and bind them to the database, all or none. */
  use(models: readonly NamedModel[]): void {
    const names = new Map(this.byPrefix);
    for (const model of models) {
      checkBase(model);
      const schema = this.schemaOf(model);
      const { keyspace, model: name } = schema;
      this.checkFree(model);
      const other = names.get(keyspace.prefix);
      // a class that a development server evaluated again takes the place of the first
      if (other && other !== model && (models.includes(other) || !this.isSame(other, schema)))
        throw new SchemaError(
          `Two entities are named ${name} in one namespace. Give one of them another name: @Entity('...').`,
        );
      names.set(keyspace.prefix, model);
    }
    this.linkAll(
      [...names.values()].map((model) => this.schemaOf(model)),
      names,
    );
    for (const model of models) {
      this.byPrefix.set(this.schemaOf(model).keyspace.prefix, model);
      this.attach(model, model, this.home.connection);
    }
  }

  /** The same model on a connection of this database, beside the one it belongs to: always the same class. */
  bind(model: Constructor, connection: Connection = this.home.connection): Constructor {
    const known = this.twinsOn(connection).get(model);
    if (known) return known;
    checkClass(model);
    if (connection === this.home.connection) return this.bindWithEnds(model);
    const twin = this.twinFor(model);
    this.attach(twin, model, connection);
    this.twinsOn(connection).set(model, twin);
    return twin;
  }

  /** Tell every relation of models which model it leads to. */
  private linkAll(schemas: readonly Schema[], registered: ReadonlyMap<string, NamedModel>): void {
    const models: Models = {
      schemaOf: (model) => this.schemaOf(model),
      at: (prefix) => registered.get(prefix),
      named: (namespace, name) => registered.get(`{${namespace}}:${name}`),
    };
    const ends = schemas.flatMap((schema) =>
      schema.references.map((field) => ({ schema, field, model: modelOf(field.reference!.link, schema, models) })),
    );
    for (const { schema, field, model } of ends) {
      field.reference!.link.lead(this.targetOf(model));
      checkEnd(field, schema, this.schemaOf(model));
    }
    for (const schema of schemas) {
      for (const { link } of schema.relations) link.lead(this.targetOf(modelOf(link, schema, models)));
    }
    for (const schema of schemas) {
      for (const relation of schema.relations) meet(relation, schema);
      refuseShared(schema);
      refuseCycle(schema);
    }
  }

  private targetOf(model: NamedModel): RelationTarget {
    return relationTarget(model as Constructor, this.schemaOf(model), ({ isOpen }) => isOpen === this.home.isOpen);
  }

  private twinsOn(connection: Connection): WeakMap<NamedModel, Constructor> {
    const known = this.twins.get(connection);
    if (known) return known;
    const made = new WeakMap<NamedModel, Constructor>();
    this.twins.set(connection, made);
    return made;
  }

  private twinFor(model: Constructor): Constructor {
    const twin = twinOf(model);
    this.schemas.set(twin, this.schemaOf(model));
    return twin;
  }

  /** Bind a model of another database and those that it leads to, which may lead back to it: all or none. */
  private bindWithEnds(model: Constructor): Constructor {
    const made = new Map<Constructor, Constructor>();
    this.gatherEnds(model, made);
    // of two classes of one name the one that was asked for, which is the first
    const entries = [...made].reverse().map(([each, twin]) => [this.schemaOf(each).keyspace.prefix, twin] as const);
    this.linkAll(
      [...made.keys()].map((each) => this.schemaOf(each)),
      new Map<string, NamedModel>([...this.bound, ...entries, ...this.byPrefix]),
    );
    for (const [prefix, twin] of entries) this.bound.set(prefix, twin);
    for (const [each, twin] of made) {
      this.attach(twin, each, this.home.connection);
      this.twinsOn(this.home.connection).set(each, twin);
    }
    return made.get(model)!;
  }

  private gatherEnds(model: Constructor, made: Map<Constructor, Constructor>): void {
    if (made.has(model) || this.twinsOn(this.home.connection).has(model)) return;
    checkBase(model);
    made.set(model, this.twinFor(model));
    for (const end of endsOf(this.schemaOf(model), knownBinding(model)?.schema))
      this.gatherEnds(end as Constructor, made);
  }

  private isSame(model: NamedModel, schema: Schema): boolean {
    const nameOf = (link: Link): string => endNameOf(link, this);
    return fingerprintOf(this.schemaOf(model), nameOf) === fingerprintOf(schema, nameOf);
  }

  /** Give a class the schema of a model. */
  private attach(target: NamedModel, model: NamedModel, connection: Connection): void {
    const binding = { schema: this.schemaOf(model), connection, isOpen: this.home.isOpen, relate: this.home.relate };
    setBinding(target, binding);
    bringUpWith(binding.schema, bringUpOf(binding));
    if (connection !== this.home.connection) return;
    this.home.attached?.(binding.schema);
    if (!binding.schema.expiry) return;
    tellOfExpiry(target as Constructor, binding);
    startReaper(binding);
  }

  private checkFree(model: NamedModel): void {
    const other = knownBinding(model);
    if (!other?.isOpen() || other.connection === this.home.connection) return;
    throw new SchemaError(
      `${model.name} belongs to another database that is open, ${homeText(other)}. Use the class that db.bind(${model.name}) gives, or close the other one first.`,
    );
  }
}
