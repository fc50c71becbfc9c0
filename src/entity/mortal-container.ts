import { EntityDeletedError } from '../errors/model.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { ForwardingConnection } from '../redis/connection/forwarding.js';
import { untilOf } from '../schema/lifetime.js';
import { loadRow } from './load.js';
import { type Handle, handleOf, type Tracked } from './tracked.js';

const timeOf = (until: string | null): number => (until === null ? Number.POSITIVE_INFINITY : Number(until));

/**
 * Stands in for the connection of a container whose entity may expire: where its time has come, as far as it is known here, the server
 * is asked for the entity before anything else, so that no key is made without one.
 */
export class MortalContainer extends ForwardingConnection {
  /** until when it lives, as the server said last; an entity that was told another time knows better */
  private heard: { readonly stored: unknown; readonly until: number } | undefined;

  constructor(
    below: Connection,
    private readonly entity: Tracked,
  ) {
    super(below);
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.isOver() ? this.check().then(() => this.below.send(command, args)) : this.below.send(command, args);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    const send = () => this.below.sendBuffer(command, args);
    return this.isOver() ? this.check().then(send) : send();
  }

  private isOver(): boolean {
    // what goes through a queue cannot wait for an answer
    return this.below.direct === this.below && this.until(handleOf(this.entity)) <= Date.now();
  }

  private until({ state: { stored }, binding: { schema } }: Handle): number {
    if (this.heard && this.heard.stored === stored) return this.heard.until;
    return stored ? timeOf(untilOf(schema, stored)) : Number.POSITIVE_INFINITY;
  }

  private async check(): Promise<void> {
    const { state, binding } = handleOf(this.entity);
    const { schema } = binding;
    const { stored, id } = state;
    const row = await loadRow(this.below, schema, id!);
    if (!row) throw new EntityDeletedError(schema.model, schema.primary.field.codec.decode(id!) as string | number);
    this.heard = { stored, until: timeOf(untilOf(schema, row)) };
  }
}
