import { EntityDeletedError } from '../../errors/model.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { ForwardingConnection } from '../../redis/connection/forwarding.js';
import { untilOf } from '../../schema/lifetime.js';
import { isGone } from '../gone.js';
import { loadRow } from '../loading/load.js';
import { type Handle, handleOf, type Tracked } from '../tracked.js';

const timeOf = (until: string | null): number => (until === null ? Number.POSITIVE_INFINITY : Number(until));

/**
 * Stands in for the connection of a container, so that no key is made without its entity: one that this program deleted takes nothing,
 * and where the time of one that may expire has come, as far as it is known here, the server is asked for it before anything else.
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
    const asked = this.ask();
    return asked ? asked.then(() => this.below.send(command, args)) : this.below.send(command, args);
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    const asked = this.ask();
    return asked ? asked.then(() => this.below.sendBuffer(command, args)) : this.below.sendBuffer(command, args);
  }

  /** Whether the entity is there, where that is in doubt. */
  private ask(): Promise<void> | undefined {
    if (isGone(this.entity)) return Promise.reject(this.refusal());
    return this.isOver() ? this.check() : undefined;
  }

  private refusal(): EntityDeletedError {
    const { state, binding } = handleOf(this.entity);
    const { model, primary } = binding.schema;
    return new EntityDeletedError(model, primary.field.codec.decode(state.id!) as string | number);
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
    if (!row) throw this.refusal();
    this.heard = { stored, until: timeOf(untilOf(schema, row)) };
  }
}
