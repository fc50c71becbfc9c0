import { type InspectOptions, inspect } from 'node:util';
import { bindingOf, knownBinding } from '../entity/binding.js';
import { belonging, buildEntity } from '../entity/build.js';
import { expireEntity, expiresAt } from '../entity/expiry/expire.js';
import { changesOf, copiedValues, isDirty } from '../entity/inspect.js';
import { hydrate } from '../entity/loading/hydrate.js';
import { loadRow, loadRows } from '../entity/loading/load.js';
import { told, toldOnce } from '../entity/loading/told.js';
import { fromPlain, inspectEntity, type PlainOptions, plainOf, transformedPlain } from '../entity/plain.js';
import { checkChanges, deleteTogether, updateTogether } from '../entity/saving/bulk.js';
import { deleteEntity, reloadEntity, updateEntity } from '../entity/saving/change-entity.js';
import { SAVE, type SaveOptions } from '../entity/saving/prepare.js';
import { inTurn, saveInTurn, writeInTurn } from '../entity/saving/save.js';
import { existsStored } from '../entity/stored/by-id.js';
import { incrementEntity } from '../entity/stored/increment.js';
import { type Constructor, handleOf, stateOf } from '../entity/tracked.js';
import { NotFoundError, type SchemaChange } from '../errors/model.js';
import type { ReindexOptions, ReindexReport } from '../maintenance/reindex.js';
import type { IndexReport } from '../maintenance/report.js';
import { schemaChanges } from '../maintenance/schema-changes.js';
import { type VerifyOptions, verify } from '../maintenance/verify.js';
import { fieldReferences } from '../query/field-references.js';
import { Query } from '../query/query.js';
import { checkOptions, checkProgress } from '../schema/check-options.js';
import { inputSchema } from '../schema/input.js';
import { legible } from '../schema/newer.js';
import type { Changes } from '../schema/types/changes.js';
import type { Increments } from '../schema/types/increments.js';
import type { Fields } from '../schema/types/operators.js';
import type { IdOf } from '../schema/types/relations.js';
import { currentRow } from '../schema/version.js';
import { checkedTarget, repairModel } from './computed-check.js';
import { findRow, storedId } from './find.js';
import { reindexModel } from './reindex-model.js';
import { severalOf } from './several.js';
import { StoredModel } from './stored-model.js';
import type { ChangeReport, CreateInput, InputSchema, Plain, UniqueInput } from './types/inputs.js';

/** A class that extends `Model`. */
export type ModelClass<M extends Model = Model> = { new (): M; readonly name: string };

/**
 * The base of all entities: extend it, decorate the class with `@Entity()` and its properties with `@Field...`.
 *
 * Every call is one round trip and atomic. Wrong values are a `ValidationError`, and nothing is written.
 */
export abstract class Model extends StoredModel {
  /**
   * Save a new entity.
   *
   * Redis: one script that writes the hash, all index entries and the uniqueness, or nothing.
   *
   * @throws ValidationError, UniqueError, EntityExistsError
   */
  static async create<M extends Model>(this: ModelClass<M>, input: CreateInput<M>): Promise<M> {
    const entity = buildEntity<M>(this, input);
    await saveInTurn(handleOf(entity));
    return entity;
  }

  /** Make a new entity without saving it; nothing is sent. */
  static build<M extends Model>(this: ModelClass<M>, input: Partial<CreateInput<M>> = {}): M {
    return belonging(buildEntity<M>(this, input));
  }

  /**
   * Load an entity.
   *
   * Redis: HMGET, O(fields); a script where entities may expire, or have rows of older versions.
   *
   * @throws NotFoundError
   */
  static async get<M extends Model>(this: ModelClass<M>, id: IdOf<M>): Promise<M> {
    const binding = bindingOf(this);
    const { connection, schema } = binding;
    const stored = storedId(schema, id);
    const row = await toldOnce(binding, 'get', () => loadRow(connection, schema, stored));
    if (!row) throw new NotFoundError(schema.model, id as string | number);
    return legible(connection, () => hydrate<M>(this, schema, stored, row));
  }

  /** Load an entity, or undefined where there is none. Redis: as get. */
  static async find<M extends Model>(this: ModelClass<M>, id: IdOf<M>): Promise<M | undefined> {
    const binding = bindingOf(this);
    const { connection, schema } = binding;
    const stored = storedId(schema, id);
    const row = await toldOnce(binding, 'find', () => loadRow(connection, schema, stored));
    return row && legible(connection, () => hydrate<M>(this, schema, stored, row));
  }

  /** Load several entities in the order of the ids; undefined where there is none. Redis: a script of HMGETs for every 200 or so. */
  static async findMany<M extends Model>(
    this: ModelClass<M>,
    ids: Iterable<IdOf<M>> & object,
  ): Promise<(M | undefined)[]> {
    const binding = bindingOf(this);
    const { connection, schema } = binding;
    const stored = Array.from(severalOf('findMany()', ids), (id) => storedId(schema, id));
    const rows = await toldOnce(binding, 'findMany', () => loadRows(connection, schema, stored));
    return legible(connection, () => rows.map((row, i) => row && hydrate<M>(this, schema, stored[i]!, row)));
  }

  /**
   * Load the holder of a unique value: `findBy({ email })`, or of the values of a class-level `@Unique()`. Redis: one script, O(fields).
   *
   * @throws NotIndexedError when the fields have no `@Unique()`
   */
  static async findBy<M extends Model>(this: ModelClass<M>, unique: UniqueInput<M>): Promise<M | undefined> {
    const binding = bindingOf(this);
    const row = await told(binding, 'findBy', () => findRow(binding, unique));
    return row && legible(binding.connection, () => hydrate<M>(this, binding.schema, row.id, row.values));
  }

  /** Whether there is an entity with this id. Redis: EXISTS, O(1); a script where entities may expire. */
  static async exists<M extends Model>(this: ModelClass<M>, id: IdOf<M>): Promise<boolean> {
    const binding = bindingOf(this);
    const stored = storedId(binding.schema, id);
    return toldOnce(binding, 'exists', () => existsStored(binding, stored));
  }

  /** A query over all entities of the model. */
  static query<M extends Model>(this: ModelClass<M>): Query<M>;
  /** Of one of several models. */
  static query<C extends ModelClass>(this: C): Query<InstanceType<C>>;
  static query<M extends Model>(this: ModelClass<M>): Query<M> {
    const { schema, connection } = bindingOf(this);
    return Query.of<M>({
      schema,
      connection,
      entity: ({ id, values }) => hydrate<M>(this, schema, id, currentRow(schema, id, values)),
      updates: (changes) => {
        const given = checkChanges(schema, changes);
        return (entities) => updateTogether(entities, given);
      },
      deletes: deleteTogether,
    });
  }

  /**
   * The zod object of `create`'s input: reads what JSON cannot say (dates, bigints, bytes as base64, `null` for no value) and refuses
   * what `create` would refuse, and an `id` that the server makes. `z.toJSONSchema()` of it has formats and bounds.
   */
  static schema<M extends Model>(this: ModelClass<M>): InputSchema<M> {
    const initial = new this() as unknown as Record<string, unknown>;
    return inputSchema(bindingOf(this).schema, initial) as unknown as InputSchema<M>;
  }

  /**
   * Make a new entity of what `toPlain()` or JSON gives, as class-transformer's decorators on the class say; nothing is sent.
   *
   * @throws ValidationError with everything that does not fit
   */
  static fromPlain<M extends Model>(this: ModelClass<M>, plain: object, options: PlainOptions = {}): M {
    return fromPlain<M>(this, plain, options);
  }

  /**
   * Build the indexes that older entities are not in yet, and delete those that the class declares no more, beside live writers. Where it
   * ends before, another call completes it. Containers and many-to-many relations that it declares no more are data: they go where `drop` names them.
   *
   * Rows that lack a required field with an index get its default. Redis: scripts of about 3 ms, one entity after the other; SCAN and UNLINK
   * for an index that goes.
   *
   * @throws UniqueError where two entities have a value that has to be unique; SchemaChangedError, also where an older row lacks what `migrate()`
   * makes for an index; MigrationError where a row is newer than the program, before anything is changed; CodecError for a row that no index can hold; QueryError for what `drop` names that is declared, or a field
   */
  static async reindex(this: ModelClass, options: ReindexOptions = {}): Promise<ReindexReport> {
    return reindexModel(bindingOf(this), checkProgress('reindex()', options, { batch: true, drop: true }));
  }

  /**
   * Look for entries without entities, entities without entries, unique values twice and wrong sizes, beside live writers.
   *
   * Redis: SCAN over all keys, and scripts of a few milliseconds; nothing is written.
   */
  static async verify(this: ModelClass, options: VerifyOptions = {}): Promise<IndexReport> {
    return verify(checkedTarget(bindingOf(this)), checkProgress('verify()', options, {}));
  }

  /**
   * The same, and mend it: the rows are right, and the indexes follow. Two entities with one unique value stay as they are, and a row that
   * cannot be read.
   *
   * Redis: as verify, each step atomic.
   *
   * @throws MigrationError where a row is newer than the program: the indexes are those of the newer one
   */
  static async repair(this: ModelClass, options: VerifyOptions = {}): Promise<IndexReport> {
    return repairModel(bindingOf(this), checkProgress('repair()', options, {}));
  }

  /** What differs between the class and what the server knows of the model; nothing where they agree. Redis: one or two reads. */
  static schemaChanges(this: ModelClass): Promise<SchemaChange[]> {
    const { connection, schema } = bindingOf(this);
    return schemaChanges(connection, schema);
  }

  /** The fields of the model, for conditions that several queries share. */
  static fields<M extends Model>(this: ModelClass<M>): Fields<M> {
    return fieldReferences(bindingOf(this).schema) as unknown as Fields<M>;
  }

  /** It was never saved. */
  get isNew(): boolean {
    return stateOf(this).stored === undefined;
  }

  /** A field differs from what was loaded or saved last. */
  get isDirty(): boolean {
    return isDirty(handleOf(this));
  }

  /** What differs from what was loaded or saved last, by field. */
  get changes(): ChangeReport<this> {
    return changesOf(handleOf(this)) as unknown as ChangeReport<this>;
  }

  /**
   * Write the fields that changed since the entity was loaded; a new entity is created. Sends nothing when nothing changed.
   *
   * Redis: one script, O(log n) for each index that changes, atomic.
   *
   * @throws DataRaceError when another writer changed one of them; EntityDeletedError, ValidationError, UniqueError
   */
  async save(options: SaveOptions = {}): Promise<this> {
    await saveInTurn(handleOf(this), checkOptions('save()', options, 'full: true', SAVE));
    return this;
  }

  /** Set fields and save; when that is refused, the entity is as it was before. Redis: as save. */
  async update(changes: Changes<this>): Promise<this> {
    const entity = handleOf(this);
    await writeInTurn(entity, { call: 'update()', after: 'afterSave' }, () => updateEntity(entity, changes));
    return this;
  }

  /** Remove the entity with all its index entries; fine when another writer did so already. Redis: one script, atomic. */
  async delete(): Promise<void> {
    const entity = handleOf(this);
    await writeInTurn(entity, { call: 'delete()', after: 'afterDelete' }, () => deleteEntity(entity));
  }

  /** Read all fields again; what was not saved is lost. Redis: as get. */
  async reload(): Promise<this> {
    const entity = handleOf(this);
    await inTurn(entity, 'reload()', () => reloadEntity(entity));
    return this;
  }

  /**
   * Add to numeric fields on the server, whatever other writers add; the indexes follow. An absent value counts as 0, a field with
   * a `check` is refused. `{ left: { by: -1, min: 0 } }` has bounds. Redis: as save, behind a read where a getter reads one for an index.
   *
   * @throws OutOfBoundsError, a RangeError, when a sum would pass its bound: nothing is written then
   */
  async increment(changes: Increments<this>): Promise<this> {
    const entity = handleOf(this);
    await inTurn(entity, 'increment()', () => incrementEntity(entity, changes));
    return this;
  }

  /**
   * Let the entity live so many ms from now, whatever its model says; `null`: for ever. Then it is gone from every answer, by the
   * server's clock and to the millisecond.
   *
   * Redis: one script, atomic.
   *
   * @throws QueryError where the model has no `ttl`, not even `null`; EntityDeletedError
   */
  async expire(ttl: number | null): Promise<void> {
    const entity = handleOf(this);
    await inTurn(entity, 'expire()', () => expireEntity(entity, ttl));
  }

  /** When the entity expires, as of its last load or write; undefined: never. */
  get expiresAt(): Date | undefined {
    return expiresAt(handleOf(this));
  }

  /** A new entity with the same values and no id; not saved. */
  copy(): this {
    const entity = handleOf(this);
    return belonging(buildEntity(this.constructor as Constructor<this>, copiedValues(entity)));
  }

  /** The fields that have a value and are not hidden, in their form for JSON. */
  toJSON(): Plain<this> {
    return plainOf(handleOf(this)) as unknown as Plain<this>;
  }

  /** The same, as class-transformer's `@Expose()`, `@Exclude()`, `@Type()` and `@Transform()` on the class say. */
  toPlain(options: PlainOptions = {}): Record<string, unknown> {
    return transformedPlain(handleOf(this), options);
  }

  /** What console.log() shows: everything but hidden fields. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return inspectEntity(this, knownBinding(this.constructor)?.schema, options);
  }
}
