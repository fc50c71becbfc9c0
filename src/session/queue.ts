import type { Owned } from '../entity/containers/owned.js';
import type { Tracked } from '../entity/tracked.js';
import type { Connection } from '../redis/connection/connection.js';
import type { Effect } from '../write/effect.js';
import type { WaitingLink } from './links.js';
import { Recorder } from './recorder.js';

/** A command that waits; its key is complete once the entity that the container belongs to has an id. */
export interface WaitingEffect extends Effect {
  readonly owner: Owned | undefined;
}

/** What the containers of a session were told, until it is written. */
export class Queue {
  private effects: WaitingEffect[] = [];
  private links: WaitingLink[] = [];
  private refusal: { readonly reason: unknown } | undefined;
  private asked = false;

  constructor(
    private readonly connection: Connection,
    private readonly checkOpen: () => void,
  ) {}

  /** The connection of a container whose calls are kept here. */
  recorder(type: string, owner: Owned | undefined): Connection {
    return new Recorder(this.connection, type, (effect) => this.effects.push({ ...effect, owner }));
  }

  add(effect: WaitingEffect): void {
    this.checkOpen();
    this.effects.push(effect);
  }

  link(link: WaitingLink): void {
    this.checkOpen();
    this.links.push(link);
  }

  /** The changes of many-to-many relations that there are to write. */
  get pendingLinks(): readonly WaitingLink[] {
    return [...this.links];
  }

  /** Make a call of a container that was given a recorder; what it refuses is thrown by the next flush. */
  call(make: () => Promise<unknown>): void {
    this.checkOpen();
    this.asked = true;
    make().catch((reason: unknown) => {
      this.refusal ??= { reason };
    });
  }

  /**
   * What there is to write.
   *
   * @throws what a call was refused for, such as a value that its codec does not take
   */
  async pending(): Promise<readonly WaitingEffect[]> {
    // checks of values may take some turns of the loop
    if (this.asked) await new Promise((resolve) => setImmediate(resolve));
    this.asked = false;
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) throw refusal.reason;
    return [...this.effects];
  }

  /** Forget what was written. */
  written(effects: number, links: number): void {
    this.effects.splice(0, effects);
    this.links.splice(0, links);
  }

  /** Forget what is to be written of an entity that was let go of. */
  forget(entity: Tracked): void {
    this.effects = this.effects.filter(({ owner }) => owner?.entity !== entity);
  }

  /** Forget everything. */
  clear(): void {
    this.effects = [];
    this.links = [];
    this.refusal = undefined;
  }
}
