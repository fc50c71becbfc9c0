import type { Argument, Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { deleteEntities, write } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import type { Change } from './change.js';
import { descriptorOf } from './descriptor.js';
import { refusalError } from './refusal.js';
import { encodeValues } from './shape.js';

/** What write.lua gives for a change: an id, a number of entities, the sums of an increment, or what stands in a row. */
export type Written = string | number | readonly (string | null)[];

/**
 * Changes of entities of one model or several, which are written together or not at all; one change an entity.
 *
 * They are encoded as they are added, so that the next set can be made while the server works on this one.
 */
export class ChangeSet {
  private readonly models = new Map<Schema, number>();
  private readonly changes: Change[] = [];
  private readonly encoded: Argument[] = [];
  /** a server that is full takes these all the same */
  private onlyDeletes = true;

  /** A set of the changes given. */
  static of(...changes: readonly Change[]): ChangeSet {
    const set = new ChangeSet();
    for (const change of changes) set.add(change);
    return set;
  }

  add(change: Change): void {
    this.changes.push(change);
    if (change.op !== 'delete') this.onlyDeletes = false;
    this.encoded.push(change.op, this.modelOf(change.schema), change.id);
    encodeValues(this.encoded, change);
  }

  /**
   * Write all changes, or none.
   *
   * Redis: one script, one round trip, atomic.
   *
   * @returns for each change what came of it
   * @throws DataRaceError, EntityDeletedError, EntityExistsError, UniqueError, ValidationError, RangeError
   */
  async write(connection: Connection): Promise<readonly Written[]> {
    const [first] = this.changes;
    if (!first) return [];
    const { prefix, ids } = first.schema.keyspace;
    const descriptors: Argument[] = Array.from(this.models.keys(), descriptorOf);
    try {
      return (await run(connection, this.onlyDeletes ? deleteEntities : write, {
        keys: { prefix, ids },
        args: { models: this.models.size },
        rest: descriptors.concat(this.encoded),
      })) as Written[];
    } catch (error) {
      throw refusalError(this.changes, error);
    }
  }

  /** The number of a model in the call, from 1. */
  private modelOf(schema: Schema): number {
    const known = this.models.get(schema);
    if (known !== undefined) return known;
    this.models.set(schema, this.models.size + 1);
    return this.models.size;
  }
}
