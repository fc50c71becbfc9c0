import type { Connection } from '../redis/connection/connection.js';
import type { Effect } from '../write/effect.js';
import { Recorder } from './recorder.js';

/** What the containers of a session were told, until it is written. */
export class Queue {
  private effects: Effect[] = [];
  private refusal: { readonly reason: unknown } | undefined;
  private asked = false;

  constructor(
    private readonly connection: Connection,
    private readonly checkOpen: () => void,
  ) {}

  /** The connection of a container whose calls are kept here. */
  recorder(type: string): Connection {
    return new Recorder(this.connection, type, (effect) => this.effects.push(effect));
  }

  add(effect: Effect): void {
    this.checkOpen();
    this.effects.push(effect);
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
  async pending(): Promise<readonly Effect[]> {
    // checks of values may take some turns of the loop
    if (this.asked) await new Promise((resolve) => setImmediate(resolve));
    this.asked = false;
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal) throw refusal.reason;
    return [...this.effects];
  }

  /** Forget what was written. */
  written(count: number): void {
    this.effects.splice(0, count);
  }

  /** Forget everything. */
  clear(): void {
    this.effects = [];
    this.refusal = undefined;
  }
}
