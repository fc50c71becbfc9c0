import { SchemaError } from '../errors/model.js';
import type { ReferenceDraft } from './draft.js';
import type { FieldSchema, Schema } from './schema.js';

/** The model that a relation leads to, with what only the layers above know of it. */
export interface RelationTarget {
  readonly schema: Schema;
  /** its class */
  readonly model: { readonly name: string };
  /** The id of what was given for an entity, in stored form: empty where it is not saved yet; undefined where it is none. */
  storedId(given: unknown): string | undefined;
  /** Of an entity, or a reference to one, of a model of this name that belongs to another database: where that is. */
  elsewhere(given: unknown): string | undefined;
  /** The entity of a stored row: all fields of the schema in their order. */
  hydrate(id: string, stored: (string | null)[]): object;
  /** A reference to the entity that was given, as itself, as a reference, or by its stored id. */
  refer(given: unknown): object;
}

/** What is thrown before the models of a relation are registered. */
export const unregistered = (name: string): SchemaError =>
  new SchemaError(`${name} leads to a model that is not registered yet. Pass both to db.use() first.`);

/** A relation's end: known when all models of a database are registered, since two of them may name each other. */
export class Link {
  private found: RelationTarget | undefined;

  constructor(
    /** model and property, for messages */
    readonly name: string,
    /** what the decorator was given: a function that gives the class, or the name of a model */
    readonly wanted: ReferenceDraft['to'],
  ) {}

  /** Where it leads to, as far as it is known. */
  get known(): RelationTarget | undefined {
    return this.found;
  }

  /** @throws SchemaError before the models are registered */
  get target(): RelationTarget {
    if (this.found) return this.found;
    throw unregistered(this.name);
  }

  lead(target: RelationTarget): void {
    this.found = target;
  }
}

/** The end of a relation that the other side's field makes. */
export class InverseLink extends Link {
  private named: FieldSchema | undefined;

  constructor(
    name: string,
    wanted: unknown,
    /** what the decorator was given to name the field */
    readonly by: unknown,
  ) {
    super(name, wanted);
  }

  /** The field of the other model that leads here. */
  get field(): FieldSchema {
    if (this.named) return this.named;
    throw unregistered(this.name);
  }

  meet(field: FieldSchema): void {
    this.named = field;
  }
}
