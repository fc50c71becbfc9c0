import type { Binding } from '../entity/binding.js';
import { checkEntityTtl } from '../entity/expiry/expire.js';
import { refuseInHook, runAfter } from '../entity/hooks.js';
import { type IdentityMap, identityMap, within } from '../entity/identity-map.js';
import { isDirty } from '../entity/inspect.js';
import { assignAnew } from '../entity/loading/hydrate.js';
import { reloadEntity } from '../entity/saving/change-entity.js';
import { SAVE, type SaveOptions } from '../entity/saving/prepare.js';
import { inTurn, savedId } from '../entity/saving/save.js';
import { checkedAmounts } from '../entity/stored/increment.js';
import { entityOf, handleOf, stateOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import type { Increments } from '../schema/types/increments.js';
import type { Relation } from '../schema/types/relations.js';
import { showBy } from '../util/shown.js';
import { SessionMany, SessionSortedMany, sideOf, type WaitingLink } from './links.js';
import { Members } from './members.js';
import { SessionContainers } from './session-containers.js';
import { tellBefore } from './tell-before.js';
import { Visitors } from './visitors.js';
import { type WrittenTogether, writeTogether } from './write-together.js';

/** What a session would write now. */
export interface Pending {
  readonly created: readonly object[];
  readonly changed: readonly object[];
  readonly deleted: readonly object[];
}

/**
 * A unit of work (Fowler, 2002): in it an entity is one object, however it was loaded, and all that was built, changed or
 * deleted is written by one atomic script, or not at all.
 *
 * Entities that a query gives and that the session knows already are those objects, with what was changed in them here;
 * `refresh` reads one again. Calls such as `save()` and `create()` write at once, in a session as outside of one.
 */
export class Session extends SessionContainers implements IdentityMap {
  static {
    showBy(Session, () => []);
  }

  private readonly members: Members;
  private last: Promise<unknown> = Promise.resolve();
  private ended = false;
  /** the unit of work that this one was begun in, which may be of another database */
  private readonly outer = identityMap();
  private readonly visitors = new Visitors();
  /** what was deleted here */
  private readonly gone = new WeakSet<Tracked>();

  /** @internal */
  constructor(private readonly connection: Connection) {
    super(connection);
    this.members = new Members(connection);
  }

  /** What `flush` would write now. */
  get pending(): Pending {
    const { created, changed, deleted, said } = this.members;
    const told = [...said.lifetimes.keys(), ...said.amounts.keys()];
    const stored = told.filter((entity) => stateOf(entity).stored !== undefined);
    return { created, changed: [...new Set([...changed, ...stored])], deleted };
  }

  /**
   * Take entities that were built or loaded elsewhere into the session.
   *
   * @throws QueryError for an entity of another database, and for a second object of one that the session has
   */
  add(...entities: readonly Tracked[]): void {
    if (entities.length > 0) this.checkOpen();
    this.members.add(entities);
  }

  /**
   * Delete an entity with the next `flush`; one that was never saved is forgotten. Where another writer has deleted it by then, or its time
   * has come, the flush is an EntityDeletedError, and nothing is written.
   */
  delete(...entities: readonly Tracked[]): void {
    if (entities.length > 0) this.checkOpen();
    this.members.remove(entities);
    for (const entity of entities) this.queue.forget(entity);
  }

  /**
   * Let an entity live so many ms from the next `flush` on, whatever its model says; `null`: for ever. It may be new; one that is to be
   * deleted is deleted.
   *
   * @throws QueryError where the model has no `ttl`, not even `null`; the flush: EntityDeletedError
   */
  expire(entity: Tracked, ttl: number | null): void {
    this.checkOpen();
    checkEntityTtl(handleOf(entityOf('session.expire()', entity)).binding.schema, ttl);
    this.members.expire(entity, { ttl });
  }

  /**
   * Add to numeric fields with the next `flush`, whatever other writers add, in the order of the calls; the entity has the sums once it
   * is written. `{ left: { by: -1, min: 0 } }` has bounds: a sum beyond refuses the whole flush.
   *
   * Where a getter with an index reads the field, what was loaded counts: the flush is a DataRaceError when another writer was faster.
   *
   * @throws ValidationError, and EntityDeletedError for an entity that was never saved: set its field; the flush: RangeError
   */
  increment<M extends Tracked>(entity: M, changes: Increments<M>): void {
    this.checkOpen();
    const handle = handleOf(entityOf('session.increment()', entity));
    savedId(handle);
    const amounts = checkedAmounts(handle.binding.schema, changes);
    if (amounts.length > 0) this.members.increment(entity, amounts);
  }

  /**
   * The entity with this id, loaded where the session does not have it. Redis: as `Model.get()`, or nothing.
   *
   * @throws NotFoundError
   */
  get<M, I>(model: { get(id: I): Promise<M> }, id: I): Promise<M> {
    this.checkOpen();
    if (typeof model?.get !== 'function')
      throw new QueryError(`session.get() takes a model, not ${describe(model)}. Give its class, as in get(User, 7).`);
    return within(this, () => model.get(id));
  }

  /**
   * A many-to-many relation of an entity, such as `ada.groups`, whose changes are written with the entities: by the same script or not at
   * all. Entities that are new, on either side, get their ids in it.
   */
  many<T>(relation: Relation<'set' | 'list', T>): SessionMany<T>;
  many<T>(relation: Relation<'sortedSet', T>): SessionSortedMany<T>;
  many<T>(given: unknown): SessionMany<T> | SessionSortedMany<T> {
    const side = sideOf(given);
    this.add(side.entity);
    const keep = (link: WaitingLink) => this.queue.link(link);
    return side.relation.kind === 'sortedSet' ? new SessionSortedMany(side, keep) : new SessionMany(side, keep);
  }

  /**
   * Write everything that is pending, all of it or nothing; the session goes on with the same objects.
   *
   * Redis: one script, one round trip, atomic; O(entities), some 30 us each.
   *
   * @throws what `save` of the entity that was refused would throw, with that entity as `error.entity`; all stay as they were
   */
  flush(options: SaveOptions = {}): Promise<void> {
    this.checkOpen();
    checkOptions('flush()', options, 'full: true', SAVE);
    refuseInHook(this, 'flush()');
    const turn = this.last.then(() => this.write(options));
    this.last = turn.catch(() => {});
    return turn.then(async ({ saved, deleted }) => {
      await runAfter(saved, 'afterSave');
      await runAfter(deleted, 'afterDelete');
    });
  }

  /** `flush`, and forget all entities: what is loaded after it is loaded anew. Redis: as flush. */
  async commit(options: SaveOptions = {}): Promise<void> {
    this.visitors.check();
    await this.flush(options);
    this.members.clear();
  }

  /** Undo what was not written: changed entities have what was loaded, built and deleted ones are as if nothing was said. */
  rollback(): void {
    this.checkOpen();
    for (const entity of this.members.stored) {
      const handle = handleOf(entity);
      const { id, stored } = handle.state;
      if (stored && isDirty(handle)) assignAnew(handle, id!, stored);
    }
    this.members.undo();
    this.queue.clear();
  }

  /** Let go of an entity: its changes are not written with those of the session. */
  forget(entity: Tracked): void {
    this.members.forget(entity);
    this.queue.forget(entity);
  }

  /**
   * Read an entity again; what was not written of it is lost. Redis: as `Model.get()`.
   *
   * @throws EntityDeletedError
   */
  async refresh(entity: Tracked): Promise<void> {
    this.add(entity);
    this.members.unsay(entity);
    const handle = handleOf(entity);
    await inTurn(handle, 'refresh()', () => reloadEntity(handle));
  }

  /** @internal */
  find(binding: Binding, id: string): Tracked | undefined {
    if (this.ended) return undefined;
    return binding.connection === this.connection ? this.members.find(binding, id) : this.outer?.find(binding, id);
  }

  /** @internal */
  keep(entity: Tracked): void {
    if (!this.ended) this.homeOf(entity).keep(entity);
  }

  /** @internal */
  built(entity: Tracked): void {
    if (!this.ended) this.homeOf(entity).built(entity);
  }

  /** @internal */
  drop(entity: Tracked): void {
    this.homeOf(entity).drop(entity);
    this.gone.add(entity);
    this.queue.forget(entity);
  }

  /**
   * What comes after it belongs to no session.
   *
   * @internal
   */
  end(): void {
    this.ended = true;
    this.members.end();
  }

  /** What remembers an entity: a session of its own database, or the last one around, so that it can tell what nobody wrote. */
  private homeOf(entity: Tracked): Pick<IdentityMap, 'keep' | 'built' | 'drop'> {
    return this.members.isOurs(entity) ? this.members : (this.outer ?? this.visitors);
  }

  private async write(options: SaveOptions): Promise<WrittenTogether> {
    const { created, saved, deleted } = await tellBefore(this, () => this.work(options));
    const { said } = this.members;
    const queued = await this.queue.pending();
    // the containers of an entity go with it
    const effects = queued.filter(({ owner }) => !owner || !this.members.isGone(owner.entity));
    const links = this.queue.pendingLinks;
    const done = await writeTogether(this.connection, {
      saved,
      deleted,
      gone: this.gone,
      said,
      options,
      effects,
      links,
    });
    this.members.done(said);
    this.queue.written(queued.length, links.length);
    for (const entity of created) this.keep(entity);
    for (const entity of deleted) {
      this.forget(entity);
      this.gone.add(entity);
    }
    return done;
  }

  private work(options: SaveOptions) {
    const { created, changed, deleted } = this.members;
    const all = options.full || options.force ? this.members.stored : changed;
    const kept = all.filter((entity) => !this.members.isDeleted(entity));
    return { created, saved: [...created, ...kept], deleted };
  }

  protected checkOpen(): void {
    if (this.ended) throw new QueryError('The session has ended. Do this inside the function that db.session() calls.');
  }
}
