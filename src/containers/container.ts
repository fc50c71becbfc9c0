import { CrossSlotError, WrongTypeError } from '../errors.js';
import type { Argument, Connection } from '../redis/connection.js';

/** One key of the server, as the class that fits its type. */
export abstract class Container {
  /** what TYPE says of a key that this class can work on */
  protected abstract readonly type: string;

  constructor(
    /** @internal */
    readonly connection: Connection,
    readonly key: string,
  ) {}

  /**
   * Whether there is anything under the key.
   *
   * Redis: EXISTS, O(1).
   */
  async exists(): Promise<boolean> {
    return (await this.connection.send('exists', [this.key])) === 1;
  }

  /**
   * Delete the key.
   *
   * Redis: UNLINK, O(1).
   *
   * @returns whether there was one
   */
  async clear(): Promise<boolean> {
    return (await this.connection.send('unlink', [this.key])) === 1;
  }

  /** @internal */
  protected send(command: string, ...args: Argument[]): Promise<unknown> {
    return this.guard(this.connection.send(command, [this.key, ...args]));
  }

  /** @internal text replies arrive as Buffers */
  protected sendBuffer(command: string, ...args: Argument[]): Promise<unknown> {
    return this.guard(this.connection.sendBuffer(command, [this.key, ...args]));
  }

  /** @internal Give the server's refusals the names of this library. */
  protected async guard<R>(answer: Promise<R>, keys: readonly string[] = [this.key]): Promise<R> {
    try {
      return await answer;
    } catch (error) {
      throw await this.explain(error, keys);
    }
  }

  private async explain(error: unknown, keys: readonly string[]): Promise<unknown> {
    if (!(error instanceof Error)) return error;
    if (error.message.includes('CROSSSLOT')) return new CrossSlotError(keys);
    if (!error.message.includes('WRONGTYPE')) return error;
    for (const key of keys) {
      const found = String(await this.connection.direct.send('type', [key]));
      if (found !== this.type && found !== 'none') return new WrongTypeError(key, found, this.type);
    }
    return new WrongTypeError(this.key, 'string of another kind', this.type);
  }
}
