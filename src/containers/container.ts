import { WrongTypeError } from '../errors/container.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { checkSameSlot } from '../redis/slot.js';
import { amount, string } from './arguments.js';

// inside a script the code of the error may stand in the middle of the message
const isWrongType = (error: unknown): boolean => error instanceof Error && /\bWRONGTYPE\b/.test(error.message);

export interface RestoreOptions {
  /** milliseconds until the key goes away @default for ever */
  readonly ttl?: number;
  /** overwrite what is at the key @default false */
  readonly replace?: boolean;
}

/** One key of the server, as the class that fits its type. */
export abstract class Container {
  /** the type of the key, as TYPE answers it */
  protected abstract readonly type: string;

  constructor(
    /** @internal */
    readonly connection: Connection,
    readonly key: string,
  ) {
    string(key, 'key');
  }

  /**
   * Whether there is anything at the key.
   *
   * Redis: EXISTS, O(1), atomic.
   */
  async exists(): Promise<boolean> {
    return (await this.send('exists', [])) === 1;
  }

  /**
   * Delete everything.
   *
   * Redis: DEL, O(n), atomic.
   *
   * @returns whether there was anything
   */
  async clear(): Promise<boolean> {
    return (await this.send('del', [])) === 1;
  }

  /**
   * Milliseconds until the key goes away; undefined when none are set, or when there is no key.
   *
   * Redis: PTTL, O(1), atomic.
   */
  async ttl(): Promise<number | undefined> {
    const left = Number(await this.send('pttl', []));
    return left < 0 ? undefined : left;
  }

  /**
   * Let the key go away after a number of milliseconds, or keep it for ever (`null`).
   *
   * Redis: PEXPIRE or PERSIST, O(1), atomic.
   *
   * @returns whether that changed anything: false without a key, and for `null` without a ttl
   * @throws RangeError for a negative or fractional number
   */
  async expire(ttl: number | null): Promise<boolean> {
    const reply = ttl === null ? this.send('persist', []) : this.send('pexpire', [amount(ttl, 'ttl')]);
    return (await reply) === 1;
  }

  /**
   * The whole content in the server's own format, for `restore()`; undefined without a key.
   *
   * Redis: DUMP, O(n), atomic.
   */
  async dump(): Promise<Buffer | undefined> {
    return ((await this.sendBuffer('dump', [])) as Buffer | null) ?? undefined;
  }

  /**
   * Fill the key with what `dump()` gave. A key that exists is an error of the server (BUSYKEY) without `replace`.
   *
   * Redis: RESTORE, O(n), atomic.
   */
  async restore(bytes: Buffer, { ttl = 0, replace = false }: RestoreOptions = {}): Promise<void> {
    if (!Buffer.isBuffer(bytes)) throw new TypeError('bytes must be a Buffer, as dump() gives it');
    await this.send('restore', [amount(ttl, 'ttl'), bytes, ...(replace ? ['replace'] : [])]);
  }

  /** Send a command that starts with this key, and with others where it takes several. */
  protected send(command: string, args: Argument[], others?: readonly string[]): Promise<unknown> {
    return this.transmit(command, [this.key, ...args], others);
  }

  /** The same with text replies as Buffers. */
  protected sendBuffer(command: string, args: Argument[], others?: readonly string[]): Promise<unknown> {
    return this.transmitBuffer(command, [this.key, ...args], others);
  }

  /** Send a command whose arguments are all given: this key is not the first of them. */
  protected transmit(command: string, args: Argument[], others?: readonly string[]): Promise<unknown> {
    return this.connection.send(command, args).catch((error) => this.explain(error, others));
  }

  /** The same with text replies as Buffers. */
  protected transmitBuffer(command: string, args: Argument[], others?: readonly string[]): Promise<unknown> {
    return this.connection.sendBuffer(command, args).catch((error) => this.explain(error, others));
  }

  /**
   * The keys of containers that one command takes together with this one.
   *
   * @throws CrossSlotError on a cluster, when their slots differ
   */
  protected together(others: readonly Container[]): string[] {
    const keys = others.map(({ key }) => key);
    checkSameSlot(this.connection, [this.key, ...keys]);
    return keys;
  }

  /** Say which key has which wrong type; every other error goes on as it is. Only now is TYPE asked. */
  protected async explain(error: unknown, others: readonly string[] = []): Promise<never> {
    if (!isWrongType(error)) throw error;
    for (const key of [this.key, ...others]) {
      const found = String(await this.connection.direct.send('type', [key]));
      if (found !== 'none' && found !== this.type) throw new WrongTypeError(key, found, this.type);
    }
    throw error;
  }
}
