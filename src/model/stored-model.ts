import { bindingOf } from '../entity/binding.js';
import { buildEntity } from '../entity/build.js';
import { reapAll } from '../entity/expiry/reaper.js';
import { addHandler } from '../entity/hooks.js';
import { toldOnce } from '../entity/loading/told.js';
import { type InsertOptions, insertEntities, insertStream } from '../entity/saving/insert-many.js';
import { ofInput } from '../entity/saving/refused-input.js';
import { changeStored, deleteStored, readStored } from '../entity/stored/by-id.js';
import { type MigrateOptions, migrateAll } from '../entity/stored/migrate.js';
import { entityOf, handleOf, Tracked } from '../entity/tracked.js';
import { EntityDeletedError } from '../errors/model.js';
import { countEntities } from '../maintenance/count-entities.js';
import { targetOf, tellMigration } from '../maintenance/target.js';
import { planSelection } from '../query/compile/selection.js';
import { checkOptions, checkProgress } from '../schema/check-options.js';
import type { HookEvent } from '../schema/hook-events.js';
import { legible } from '../schema/newer.js';
import type { Changes } from '../schema/types/changes.js';
import type { Properties, Property } from '../schema/types/properties.js';
import type { IdOf } from '../schema/types/relations.js';
import type { Exactly, Select, Selected } from '../schema/types/selection.js';
import { isAsyncIterable, mapAsync } from '../util/async-iterable.js';
import { untilAborted } from '../util/until-aborted.js';
import { EntityField, namedField } from './field-handle.js';
import { storedId } from './find.js';
import type { Model, ModelClass } from './model.js';
import { refuseNewer } from './refuse-newer.js';
import { severalInputs, severalOf } from './several.js';
import { transfer } from './transfer.js';
import type { FieldHandle } from './types/handles.js';
import type { CreateInput, UniqueMarks } from './types/inputs.js';
import type { Amount, TransferOptions } from './types/transfers.js';
import { upsertEntity } from './upsert.js';

/** What a model can do with its stored entities without loading them. */
export abstract class StoredModel extends Tracked {
  /**
   * Save many new entities in batches; each batch is one round trip and atomic, and the next one is sent while the server
   * works on it. All values are checked before anything is written.
   *
   * What comes from an async iterable, such as a file that is read, is checked batch by batch, and never more than two
   * batches are held: the answer is then their number.
   *
   * Redis: one script for each batch, O(log n) for each entity and index.
   *
   * @throws ValidationError: nothing was written; of an async iterable the batches before it are
   * @throws UniqueError, EntityExistsError: the batches before the refused one are written, the one behind it may be
   */
  static insertMany<M extends Model>(
    this: ModelClass<M>,
    inputs: Iterable<CreateInput<M>>,
    options?: InsertOptions,
  ): Promise<M[]>;
  static insertMany<M extends Model>(
    this: ModelClass<M>,
    inputs: AsyncIterable<CreateInput<M>>,
    options?: InsertOptions,
  ): Promise<number>;
  // once more: of a row that does not fit, the compiler tells what the last one says
  static insertMany<M extends Model>(
    this: ModelClass<M>,
    inputs: readonly CreateInput<M>[],
    options?: InsertOptions,
  ): Promise<M[]>;
  static async insertMany<M extends Model>(
    this: ModelClass<M>,
    inputs: Iterable<CreateInput<M>> | AsyncIterable<CreateInput<M>>,
    options: InsertOptions = {},
  ): Promise<M[] | number> {
    checkProgress('insertMany()', options, { batch: true });
    const build = (input: unknown, place: number) => ofInput(place, () => buildEntity<M>(this, input));
    if (isAsyncIterable(inputs)) {
      const given = options.signal ? untilAborted(inputs, options.signal) : inputs;
      return insertStream(bindingOf(this), mapAsync(given, build), options);
    }
    const entities = Array.from(severalInputs('insertMany()', inputs), build);
    await insertEntities(bindingOf(this), entities, options);
    return entities;
  }

  /**
   * One field of a stored entity: `User.field(7, (user) => user.hits).increment(1)`. Nothing is sent until one of its methods is called.
   *
   * @throws QueryError for what is not a field, and for the primary key
   */
  static field<M extends Model, T>(
    this: ModelClass<M>,
    id: IdOf<M>,
    of: (properties: Properties<M>) => Property<T>,
  ): FieldHandle<T> {
    const binding = bindingOf(this);
    const field = namedField(binding.schema, 'field()', of);
    return new EntityField(binding, storedId(binding.schema, id), field) as unknown as FieldHandle<T>;
  }

  /**
   * Some fields of an entity as a plain row; undefined where there is no entity.
   *
   * Redis: one script, O(fields).
   */
  static async pick<M extends Model, const S extends Select<M>>(
    this: ModelClass<M>,
    id: IdOf<M>,
    shape: Exactly<M, S>,
  ): Promise<Selected<M, S> | undefined> {
    const binding = bindingOf(this);
    const projection = planSelection(binding.schema, shape);
    const stored = storedId(binding.schema, id);
    const values = await toldOnce(binding, 'pick', () => readStored(binding, stored, projection.fields));
    return values && legible(binding.connection, () => projection.decode({ id: stored, values }) as Selected<M, S>);
  }

  /**
   * Set fields of an entity without loading it, whatever other writers do; false where there is no entity.
   *
   * Redis: one script, atomic, with all checks and indexes as in `update`.
   *
   * @throws ValidationError, UniqueError
   */
  static async change<M extends Model>(this: ModelClass<M>, id: IdOf<M>, changes: Changes<M>): Promise<boolean> {
    const binding = bindingOf(this);
    return changeStored(binding, storedId(binding.schema, id), changes);
  }

  /**
   * Create an entity, or where one has the unique value that `by` names, set the fields of the input in that one; defaults are
   * for new entities alone. Gives the entity as it is stored now.
   *
   * Redis: one script, atomic.
   *
   * @throws ValidationError, UniqueError, EntityExistsError; NotIndexedError when `by` has no `@Unique()`
   */
  static async upsert<M extends Model>(
    this: ModelClass<M>,
    input: CreateInput<M>,
    options: { readonly by: UniqueMarks<M> },
  ): Promise<M> {
    return upsertEntity<M>(this, input, checkOptions('upsert()', options, 'by: { email: true }', { by: true }).by);
  }

  /**
   * Take an amount from one entity and give it to another, both or none: `Account.transfer({ from: ada, to: 2, field: (account) =>
   * account.balance, amount: 10, floor: 0, once: 'order:77' })`. Entities that were passed have the new amounts afterwards.
   *
   * Redis: one script, atomic, with the indexes; where a getter with an index reads a field, one read and one script for each attempt.
   *
   * @returns false where `once` was used before, and nothing is written
   * @throws OutOfBoundsError, a RangeError, where less than the floor would be left; ValidationError, EntityDeletedError; QueryError for what is not a transfer
   */
  static async transfer<M extends Model, V extends Amount | undefined, O extends Model = M, E extends Model = Model>(
    this: ModelClass<M>,
    options: TransferOptions<M, V, O, E>,
  ): Promise<boolean> {
    return transfer(bindingOf(this), options);
  }

  /**
   * Delete entities by their ids, with all that the relations to them ask for; how many of them were there.
   *
   * Redis: one script, atomic; some 20 us for each entity that goes or changes, those by a rule included. No hooks run.
   *
   * @throws RestrictError, CascadeLimitError: nothing was deleted
   */
  static async deleteMany<M extends Model>(this: ModelClass<M>, ids: Iterable<IdOf<M>> & object): Promise<number> {
    const binding = bindingOf(this);
    return deleteStored(
      binding,
      Array.from(severalOf('deleteMany()', ids), (id) => storedId(binding.schema, id)),
    );
  }

  /**
   * Call a handler whenever something happens to an entity of this model, or of a class that extends it: `beforeSave`, `afterSave`,
   * `beforeDelete`, `afterDelete`, `afterLoad`, `afterExpire`; as the decorators of these names do for a method. Nothing is sent.
   *
   * @returns a function that ends it
   */
  static on<M extends Model>(this: ModelClass<M>, event: HookEvent, handler: (entity: M) => unknown): () => void {
    return addHandler(this, event, handler);
  }

  /**
   * Delete all that expired entities have left, now: otherwise connected programs do so by and by. No answer changes by it.
   *
   * Redis: one script for each portion of some three milliseconds, atomic.
   *
   * @returns how many entities that were
   */
  static async reap(this: ModelClass): Promise<number> {
    const binding = bindingOf(this);
    return binding.schema.expiry ? reapAll(binding) : 0;
  }

  /**
   * Bring all rows into the shape of the class's version by the steps of `@Migrate()`, beside live writers: a row that is changed meanwhile is
   * read anew. Where it ends before, another call goes on.
   *
   * Redis: for every 200 entities a script that reads, and one that writes for each 40 older rows, some milliseconds each; each row atomic with
   * its indexes. Before and behind it the server is told, so that `schemaChanges()` knows of older programs that write meanwhile or later.
   *
   * @returns how many rows that were
   * @throws MigrationError with the entity and the step: that row stays, and those before it are done; UniqueError
   */
  static async migrate(this: ModelClass, options: MigrateOptions = {}): Promise<number> {
    checkProgress('migrate()', options, {});
    const binding = bindingOf(this);
    const { connection, schema } = binding;
    await refuseNewer(binding, options.signal);
    if (schema.version === 1) return 0;
    await tellMigration(connection, schema, 'begun');
    const count = await migrateAll(binding, await countEntities(targetOf(connection, schema)), options);
    await tellMigration(connection, schema, 'done');
    return count;
  }

  /** The name of the model in keys and messages: that of `@Entity('User')`, whatever a bundler calls the class. */
  static get modelName(): string {
    return bindingOf(this).schema.model;
  }

  /** The key of an entity's hash, to be read with `db.hash(User.keyOf(7))`; write through the model alone. */
  static keyOf<M extends Model>(this: ModelClass<M>, id: IdOf<M>): string {
    const { schema } = bindingOf(this);
    return schema.keyspace.entity(storedId(schema, id));
  }

  /**
   * The id of an entity, whatever its primary key is called.
   *
   * @throws EntityDeletedError where it has none yet
   */
  static idOf<M extends Model>(this: ModelClass<M>, entity: NoInfer<M>): IdOf<M> {
    const { schema } = bindingOf(this);
    const id = handleOf(entityOf('idOf()', entity)).values[schema.primary.field.property];
    if (id === undefined) throw new EntityDeletedError(schema.model, undefined);
    return id as IdOf<M>;
  }
}
