import { TransactionError } from '../errors/connection.js';
import { EntityDeletedError } from '../errors/model.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { isInside } from '../redis/connection/inside.js';
import type { Schema } from '../schema/schema.js';
import { deleteEntities, write, writeMembers, writeOnce, writeWithContainers } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { type CallFacts, noteRoundTrip, observe } from '../util/observe.js';
import type { Change } from './change.js';
import { changesText } from './change-text.js';
import { type Effect, encodeEffect } from './effect.js';
import { Encoder } from './encoder.js';
import { type ExpiredRow, tellExpired } from './expired.js';
import { encodeLink, type LinkChange } from './linking.js';
import { bringUp, outdatedBy } from './outdated.js';
import { refuseUnsaved } from './references.js';
import { refusalError } from './refusal.js';
import { encodeValues } from './shape.js';
import { withDescriptors } from './told.js';

// EXEC does the other calls although a model refuses one
const insideTransaction = (model: string): TransactionError =>
  new TransactionError(
    `${model} was written inside a transaction, which does its other calls also where the model refuses this one. Write entities together by db.session(), with containers opened from it; t.now.bind(${model}) reads.`,
  );

/** How often rows of another version may stand in the way. */
const ATTEMPTS = 100;

/** A key that says that something was done. */
export interface OnceKey {
  readonly key: string;
  /** ms that it is kept; null: for ever */
  readonly kept: number | null;
}

/** A command on a container whose values have an index. */
interface MembersCommand {
  /** the name of the index */
  readonly index: string;
  readonly command: string;
  /** without the key */
  readonly args: readonly Argument[];
}

/** What write.lua gives for a change: an id, a number of entities, the sums of an increment, or what stands in a row; null for none. */
export type Written = string | number | readonly (string | null)[];

/**
 * Changes of entities of one model or several, which are written together or not at all; one change an entity.
 *
 * They are encoded as they are added, so that the next set can be made while the server works on this one.
 */
export class ChangeSet {
  private readonly models: Schema[] = [];
  private readonly changes: Change[] = [];
  private readonly encoder = new Encoder(({ schema }) => this.modelOf(schema));
  /** until when the entity of each change lives, in ms since 1970, null for ever; known when it is written */
  readonly until: (string | null)[] = [];
  /** what stands behind the changes: fields that lead to entities of the set which have no id yet, and how long entities live */
  private readonly notes: Argument[] = [];
  private readonly links: LinkChange[] = [];
  private readonly encodedLinks: Argument[] = [];
  /** a server that is full takes these all the same */
  private onlyDeletes = true;
  private expiring = false;

  /** A set of the changes given. */
  static of(...changes: readonly Change[]): ChangeSet {
    const set = new ChangeSet();
    for (const change of changes) set.add(change);
    return set;
  }

  /** @throws ValidationError where it leads to an entity that has no id yet */
  add(change: Change): void {
    refuseUnsaved(change);
    if (change.ends || change.lives !== undefined) this.note(change);
    this.changes.push(change);
    if (change.op !== 'delete') this.onlyDeletes = false;
    encodeValues(this.encoder, change);
  }

  /** Add a change of a many-to-many relation; what comes of it stands behind what comes of the changes of entities. */
  link(change: LinkChange): void {
    this.links.push(change);
    this.encodedLinks.push('link', this.modelOf(change.schema), '[[],[],[1]]', '', encodeLink(change));
    // so that the server knows both sides
    this.modelOf(change.relation.link.target.schema);
    this.onlyDeletes = false;
  }

  /**
   * Write all changes, or none; with effects these as well.
   *
   * Redis: one script, one round trip, atomic.
   *
   * @returns for each change what came of it
   * @throws DataRaceError, EntityDeletedError, EntityExistsError, UniqueError, ValidationError, RangeError; of effects also WrongTypeError
   */
  write(connection: Connection, effects: readonly Effect[] = []): Promise<readonly Written[]> {
    if (this.changes.length + this.links.length + effects.length === 0) return Promise.resolve([]);
    const send = (way: Connection) => (effects.length > 0 ? this.sendWith(way, effects) : this.send(way));
    return this.observed(connection, async () => this.unwrap(await this.told(connection, send)));
  }

  /**
   * Write all changes, or none; undefined, which is not a failure to those who are told of writes, where an entity is gone.
   *
   * Redis: one script, one round trip, atomic.
   *
   * @throws as write(), but for EntityDeletedError
   */
  async writeIfThere(connection: Connection): Promise<readonly Written[] | undefined> {
    return this.observed(connection, async () => {
      try {
        return this.unwrap(await this.told(connection, (way) => this.send(way)));
      } catch (error) {
        if (error instanceof EntityDeletedError) return undefined;
        throw error;
      }
    });
  }

  /**
   * Write all changes, or none, unless a key says that it was done; undefined where it does.
   *
   * Redis: one script, one round trip, atomic.
   *
   * @throws as write()
   */
  async writeOnce(connection: Connection, once: OnceKey): Promise<readonly Written[] | undefined> {
    return this.observed(connection, async () => {
      const reply = await this.told(connection, (way) => this.sendOnce(way, once));
      return reply === 0 ? undefined : this.unwrap(reply);
    });
  }

  /**
   * Change a container with an index of the one entity that is touched; gives what the command answers.
   *
   * Redis: one script, one round trip, atomic.
   *
   * @throws EntityDeletedError, WrongTypeError; RangeError where the container would hold more than an index can
   */
  async writeMembers(connection: Connection, command: MembersCommand): Promise<unknown> {
    const send = (way: Connection) => this.sendMembers(way, command);
    const [reply] = await this.observed(connection, async () => this.unwrap(await this.told(connection, send)));
    return reply;
  }

  // no async function: most writes are one entity's, and each promise between them and the server counts
  private observed<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
    if (connection.inTransaction || isInside()) return Promise.reject(insideTransaction(this.asked().model));
    const asked = () => this.asked();
    const rowsOf = (result: T) => (result === undefined ? 0 : this.changes.length);
    return observe<T>({ kind: 'write', connection: connection.direct, asked, rowsOf }, work);
  }

  private asked(): CallFacts {
    const model = this.models.map((schema) => schema.model).join(', ');
    const all = [...this.changes, ...this.links];
    const call = [...new Set(all.map(({ op }) => op))].join(', ');
    return { model, call, text: changesText(all), limited: true };
  }

  private async told(connection: Connection, send: (way: Connection) => Promise<unknown>): Promise<unknown> {
    let way = connection;
    for (let left = ATTEMPTS; ; left--) {
      noteRoundTrip();
      try {
        return await send(way);
      } catch (error) {
        const outdated = outdatedBy(this.changes, error);
        if (!outdated || left === 0) throw refusalError([...this.changes, ...this.links], error);
        await bringUp(connection, outdated);
        // a pipeline has gone out by now
        way = connection.direct;
      }
    }
  }

  /** The replies of models whose entities may expire say until when; behind all of them stand those that did. */
  private unwrap(answer: unknown): readonly Written[] {
    // what came of a single change may stand alone
    const reply = (Array.isArray(answer) ? answer : [answer]) as readonly Written[];
    if (!this.expiring) return reply;
    const given = this.changes.length;
    const behind = given + this.links.length;
    tellExpired(this.models, reply.slice(behind) as unknown as ExpiredRow[]);
    const written = this.changes.map(({ schema }, i) => {
      if (!schema.expiry) return reply[i]!;
      const [one, until] = reply[i] as unknown as [Written, string | null];
      this.until[i] = until;
      return one;
    });
    return [...written, ...reply.slice(given, behind)];
  }

  private send(connection: Connection): Promise<unknown> {
    const script = this.onlyDeletes ? deleteEntities : write;
    return withDescriptors(connection, script, this.models, (descriptors) =>
      run(connection, script, {
        keys: this.keys(),
        args: { models: this.models.length },
        rest: this.rest(descriptors),
      }),
    );
  }

  private sendWith(connection: Connection, effects: readonly Effect[]): Promise<unknown> {
    return withDescriptors(connection, writeWithContainers, this.models, (descriptors) => {
      const rest = this.rest(descriptors);
      // behind the two arguments that have names
      const first = rest.length + 3;
      for (const effect of effects) encodeEffect(rest, effect);
      const keys = this.models.length > 0 ? this.keys() : { prefix: effects[0]!.key, ids: effects[0]!.key };
      return run(connection, writeWithContainers, { keys, args: { models: this.models.length, first }, rest });
    });
  }

  private sendOnce(connection: Connection, { key, kept }: OnceKey): Promise<unknown> {
    return withDescriptors(connection, writeOnce, this.models, (descriptors) =>
      run(connection, writeOnce, {
        keys: { once: key, ...this.keys() },
        args: { models: this.models.length, kept: kept ?? 0 },
        rest: this.rest(descriptors),
      }),
    );
  }

  private sendMembers(connection: Connection, { index, command, args }: MembersCommand): Promise<unknown> {
    return withDescriptors(connection, writeMembers, this.models, (descriptors) => {
      const rest = this.rest(descriptors);
      // behind the argument that has a name
      const first = rest.length + 2;
      return run(connection, writeMembers, {
        keys: this.keys(),
        args: { first },
        rest: [...rest, index, command, ...args],
      });
    });
  }

  private keys(): { readonly prefix: string; readonly ids: string } {
    const { keyspace } = this.models[0]!;
    return { prefix: keyspace.prefix, ids: keyspace.ids };
  }

  private note({ schema, ends = [], lives }: Change): void {
    const [place, model] = [this.changes.length, this.modelOf(schema)];
    for (const { position, to } of ends) this.notes.push('end', model, `[[${position + 1}]]`, '', `${place}:${to}`);
    if (lives !== undefined) this.notes.push('time', model, '[[],[],[1]]', '', `${place}:${lives ?? ''}`);
  }

  private rest(descriptors: Argument[]): Argument[] {
    return descriptors.concat(this.encoder.args, this.notes, this.encodedLinks);
  }

  /** The number of a model in the call, from 1. */
  private modelOf(schema: Schema): number {
    const known = this.models.indexOf(schema);
    if (known >= 0) return known + 1;
    this.models.push(schema);
    this.expiring ||= schema.expiry !== undefined;
    return this.models.length;
  }
}
