import { type Binding, bindingOf, knownBinding } from '../entity/binding.js';
import { isDirty } from '../entity/inspect.js';
import { entityOf, handleOf, stateOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import type { Connection } from '../redis/connection/connection.js';
import { homeText } from '../schema/home-text.js';
import type { AddedAmount } from '../write/change.js';
import { nameOf } from './name-of.js';

/** The members of the sessions that have not ended. */
const open = new Set<Members>();

function keyOf(entity: Tracked): string {
  const { binding, state } = handleOf(entity);
  return binding.schema.keyspace.entity(state.id!);
}

/** How long an entity is to live from its next write on; each was said by a call of its own. */
export interface Lifetime {
  /** in ms; null: for ever */
  readonly ttl: number | null;
}

/** What is to be written of entities beside their fields, of those that stay. */
export interface Said {
  /** how long they are to live */
  readonly lifetimes: ReadonlyMap<Tracked, Lifetime>;
  /** what is to be added to their fields */
  readonly amounts: ReadonlyMap<Tracked, readonly AddedAmount[]>;
}

/** The entities of a session: those that are stored, each one object, those that are new, those that are to go, and what was said of some. */
export class Members {
  private readonly known = new Map<string, Tracked>();
  private readonly fresh = new Set<Tracked>();
  private readonly removed = new Set<Tracked>();
  private readonly lives = new Map<Tracked, Lifetime>();
  private readonly sums = new Map<Tracked, readonly AddedAmount[]>();

  constructor(private readonly connection: Connection) {
    open.add(this);
  }

  /** All that are stored, also those that are to go. */
  get stored(): Tracked[] {
    return [...this.known.values()];
  }

  get created(): Tracked[] {
    return [...this.fresh].filter((entity) => stateOf(entity).stored === undefined);
  }

  get changed(): Tracked[] {
    return this.stored.filter((entity) => !this.removed.has(entity) && isDirty(handleOf(entity)));
  }

  get deleted(): Tracked[] {
    return [...this.removed];
  }

  get said(): Said {
    const isKept = ([entity]: readonly [Tracked, unknown]): boolean => !this.removed.has(entity);
    return { lifetimes: new Map([...this.lives].filter(isKept)), amounts: new Map([...this.sums].filter(isKept)) };
  }

  isDeleted(entity: Tracked): boolean {
    return this.removed.has(entity);
  }

  /** Whether what is said of an entity has nobody to be written of: it is to be deleted, or was never saved and is not to be. */
  isGone(entity: Tracked): boolean {
    return this.removed.has(entity) || (stateOf(entity).id === undefined && !this.fresh.has(entity));
  }

  /** Take entities in, all or none. @throws QueryError for what belongs elsewhere, or stands for an entity that is there already */
  add(entities: readonly Tracked[]): void {
    const given = new Map<string, Tracked>();
    for (const entity of entities) this.admit(entity, given);
    for (const entity of entities) {
      if (stateOf(entity).id === undefined) this.fresh.add(entity);
      else this.known.set(keyOf(entity), entity);
    }
  }

  /** Take entities in that are to be deleted; those that were never saved are forgotten. */
  remove(entities: readonly Tracked[]): void {
    this.add(entities);
    for (const entity of entities) {
      if (!this.fresh.delete(entity)) this.removed.add(entity);
      this.unsay(entity);
    }
  }

  /** Take an entity in that is to live for so long. */
  expire(entity: Tracked, lifetime: Lifetime): void {
    this.add([entity]);
    this.lives.set(entity, lifetime);
  }

  /** Take an entity in to whose fields something is to be added. */
  increment(entity: Tracked, amounts: readonly AddedAmount[]): void {
    this.add([entity]);
    this.sums.set(entity, [...(this.sums.get(entity) ?? []), ...amounts]);
  }

  /** Forget what was said of entities and has been written; what was said since waits for the next write. */
  done({ lifetimes, amounts }: Said): void {
    for (const [entity, lifetime] of lifetimes) if (this.lives.get(entity) === lifetime) this.lives.delete(entity);
    for (const [entity, written] of amounts) {
      const left = this.sums.get(entity)?.filter((amount) => !written.includes(amount)) ?? [];
      if (left.length > 0) this.sums.set(entity, left);
      else this.sums.delete(entity);
    }
  }

  /** Forget what was said of an entity. */
  unsay(entity: Tracked): void {
    this.lives.delete(entity);
    this.sums.delete(entity);
  }

  /** The object that stands for a stored entity. */
  find(binding: Binding, id: string): Tracked | undefined {
    return binding.connection === this.connection ? this.known.get(binding.schema.keyspace.entity(id)) : undefined;
  }

  /** An entity was loaded or saved. */
  keep(entity: Tracked): void {
    if (!this.isOurs(entity)) return;
    this.fresh.delete(entity);
    const key = keyOf(entity);
    if (!this.known.has(key)) this.known.set(key, entity);
  }

  /** An entity was made. */
  built(entity: Tracked): void {
    if (this.isOurs(entity)) this.fresh.add(entity);
  }

  /** An entity was deleted. */
  drop(entity: Tracked): void {
    this.unsay(entity);
    if (stateOf(entity).id === undefined || !this.isOurs(entity)) return;
    const key = keyOf(entity);
    if (this.known.get(key) === entity) this.known.delete(key);
  }

  forget(entity: Tracked): void {
    this.fresh.delete(entityOf('forget()', entity));
    this.removed.delete(entity);
    this.drop(entity);
  }

  /** Forget what is there; what is to be deleted stays so. */
  clear(): void {
    this.known.clear();
    this.fresh.clear();
    this.lives.clear();
    this.sums.clear();
  }

  /** Forget what is new, what was to be deleted, and what was said of others. */
  undo(): void {
    this.fresh.clear();
    this.removed.clear();
    this.lives.clear();
    this.sums.clear();
  }

  /** What is in it belongs to no session any more. */
  end(): void {
    open.delete(this);
  }

  private holds(entity: Tracked): boolean {
    return this.fresh.has(entity) || (stateOf(entity).id !== undefined && this.known.get(keyOf(entity)) === entity);
  }

  /** Whether an entity is of the database of the session. */
  isOurs(entity: Tracked): boolean {
    return knownBinding(entity.constructor)?.connection === this.connection;
  }

  // `given`: what else comes in with it
  private admit(entity: Tracked, given: Map<string, Tracked>): void {
    if (!this.isOurs(entityOf('A session', entity)))
      throw new QueryError(
        `${nameOf(entity)} belongs to another database than the session: ${homeText(bindingOf(entity.constructor))}. Use db.session() of its own database.`,
      );
    for (const other of open)
      if (other !== this && other.holds(entity))
        throw new QueryError(
          `${nameOf(entity)} belongs to another session, which has not ended. Load it in this one by get(), or forget() it there first.`,
        );
    if (stateOf(entity).id === undefined) return;
    const key = keyOf(entity);
    const known = this.known.get(key) ?? given.get(key);
    if (known && known !== entity)
      throw new QueryError(`The session has another object of ${key} already. Use that one, or forget() it first.`);
    given.set(key, entity);
  }
}
