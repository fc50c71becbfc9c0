import { handleOf } from '../entity/tracked.js';
import type { Connection } from '../redis/connection/connection.js';
import { Linked } from './linked.js';

/** Elements that are read at once. */
const STEP = 500;

/** A side that keeps its entities in an order. */
export abstract class Ordered extends Linked {
  /** The ids from one place to another, both included, in stored form. */
  protected abstract part(start: number, stop: number): Promise<string[]>;

  override async all(): Promise<object[]> {
    return this.living(await this.part(0, -1));
  }

  override async ids(): Promise<unknown[]> {
    const { primary, expiry } = this.target;
    const ids = await this.part(0, -1);
    // one whose time has come is gone, and its row says so
    const rows = expiry ? await this.entitiesOf(ids) : ids;
    return ids.filter((_, i) => rows[i] !== undefined).map((id) => primary.field.codec.decode(id));
  }

  override async *[Symbol.asyncIterator](): AsyncIterator<object> {
    for (let at = 0, ids = await this.part(0, STEP - 1); ids.length > 0; ids = await this.part(at, at + STEP - 1)) {
      yield* await this.living(ids);
      at += ids.length;
    }
  }

  protected async living(ids: readonly string[]): Promise<object[]> {
    return (await this.entitiesOf(ids)).flatMap((entity) => entity ?? []);
  }

  /** @internal */
  get connection(): Connection {
    return handleOf(this.entity).binding.connection;
  }

  /** The key of the list or the sorted set. @internal */
  get key(): string {
    return handleOf(this.entity).binding.schema.keyspace.own(this.relation.property, this.savedId);
  }
}
