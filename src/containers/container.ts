import type { Argument, Connection } from '../redis/connection/connection.js';
import { checkSameSlot } from '../redis/slot.js';
import { explainTypes } from '../redis/wrong-type.js';
import { natural } from '../util/check.js';
import { knownOptions, type OptionNames } from '../util/options.js';
import { showBy } from '../util/shown.js';
import { textOf } from '../util/thrown.js';
import { checkText } from './arguments.js';
import { type Conditions, conditionArguments } from './conditions.js';
import { explainUnknown, type NewerCommand } from './newer-command.js';
import { PORTION, sumInPortions } from './portions.js';
import type { Destination } from './variadic.js';

export interface RestoreOptions {
  /** milliseconds until the key goes away @default for ever */
  readonly ttl?: number | undefined;
  /** overwrite what is at the key @default false */
  readonly replace?: boolean | undefined;
}

export interface ReplaceOptions {
  /** overwrite what is at the other key @default false */
  readonly replace?: boolean | undefined;
}

const RESTORE: OptionNames<RestoreOptions> = { ttl: true, replace: true };
const REPLACE: OptionNames<ReplaceOptions> = { replace: true };

const EXPIRE_CONDITIONS = { command: 'PEXPIRE with conditions', needs: 'Redis 7.0 or later, or Valkey' };

const checkDate = (date: Date): number => {
  if (date instanceof Date && !Number.isNaN(date.getTime())) return date.getTime();
  throw new TypeError(`date must be a valid Date, not ${textOf(date)}. Give one, or use expire() with milliseconds.`);
};

/** One key of the server, as the class that fits its type. */
export abstract class Container {
  static {
    showBy(Container, ({ key }) => [key]);
  }

  /** the type of the key, as TYPE answers it */
  abstract readonly type: string;

  constructor(
    /** @internal */
    readonly connection: Connection,
    readonly key: string,
  ) {
    checkText('key', key);
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
   * Let the key go away after a number of milliseconds, or keep it for ever (`null`). Of the conditions, `only` asks
   * whether the key has a ttl already, and `when` compares with it (none is the longest).
   *
   * Redis: PEXPIRE or PERSIST, O(1), atomic.
   *
   * @returns whether that changed anything: false without a key, and for `null` without a ttl
   * @throws RangeError for a negative or fractional number; UnsupportedError for conditions before Redis 7
   */
  async expire(ttl: number | null, conditions: Conditions = {}): Promise<boolean> {
    if (ttl === null) return (await this.send('persist', [])) === 1;
    return this.expiring('expire', 'pexpire', natural('ttl', ttl), conditions);
  }

  /**
   * Let the key go away at a point in time; one that is past deletes it. The conditions are those of `expire()`.
   *
   * Redis: PEXPIREAT, O(1), atomic.
   *
   * @returns whether that changed anything
   * @throws UnsupportedError for conditions before Redis 7
   */
  async expireAt(date: Date, conditions: Conditions = {}): Promise<boolean> {
    return this.expiring('expireAt', 'pexpireat', checkDate(date), conditions);
  }

  /**
   * Move everything to another key, with its ttl. This object stays with the old key: open the new one for the values.
   *
   * Redis: RENAMENX, or RENAME to replace, O(1) and what it costs to delete the replaced one, atomic.
   *
   * @returns whether it was moved: false without anything here, and when the other key is taken
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async rename(to: Destination<Container>, options: ReplaceOptions = {}): Promise<boolean> {
    const { replace = false } = knownOptions('rename()', options, REPLACE);
    const target = this.target(to);
    const reply = this.connection.send(replace ? 'rename' : 'renamenx', [this.key, target]);
    return reply.then(
      (answer) => answer === 1 || answer === 'OK',
      (error: Error) => {
        if (/no such key/i.test(error.message)) return false;
        throw error;
      },
    );
  }

  /**
   * Copy everything to another key, with its ttl.
   *
   * Redis: COPY, O(n), atomic.
   *
   * @returns whether it was copied: false without anything here, and when the other key is taken
   * @throws TypeError for this key itself
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async copy(to: Destination<Container>, options: ReplaceOptions = {}): Promise<boolean> {
    const { replace = false } = knownOptions('copy()', options, REPLACE);
    const target = this.target(to);
    if (target === this.key)
      throw new TypeError(`${JSON.stringify(target)} cannot be copied onto itself. Give another key.`);
    return (await this.send('copy', [target, ...(replace ? ['replace'] : [])])) === 1;
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
  async restore(bytes: Buffer, options: RestoreOptions = {}): Promise<void> {
    const { ttl = 0, replace = false } = knownOptions('restore()', options, RESTORE);
    if (!Buffer.isBuffer(bytes)) throw new TypeError('bytes must be a Buffer. Give what dump() gave.');
    await this.send('restore', [natural('ttl', ttl), bytes, ...(replace ? ['replace'] : [])]);
  }

  /** Send a command that starts with this key, and with others where it takes several. */
  protected send(command: string, args: readonly Argument[], others?: readonly string[]): Promise<unknown> {
    return this.transmit(command, [this.key, ...args], others);
  }

  /** The same with text replies as Buffers. */
  protected sendBuffer(command: string, args: readonly Argument[], others?: readonly string[]): Promise<unknown> {
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

  /** Send a command with any number of arguments, `width` for a value, and add up the answers; 0 for none. */
  protected total(command: string, args: readonly Argument[], width = 1): Promise<number> {
    if (args.length === 0) return Promise.resolve(0);
    const send = (portion: readonly Argument[]) => this.send(command, portion) as Promise<number>;
    return args.length <= PORTION * width ? send(args) : sumInPortions(this.connection, args, PORTION * width, send);
  }

  /** What an older server does not know is an UnsupportedError. */
  protected newer<R>(reply: Promise<R>, command: NewerCommand): Promise<R> {
    return reply.catch((error) => explainUnknown(this.connection, error, command));
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

  /** The key of a destination, in the slot of this one. */
  protected target(to: Destination<Container>): string {
    if (to instanceof Container) to.connection.refuseOthers?.(to.key);
    const key = to instanceof Container ? to.key : checkText('key', to);
    checkSameSlot(this.connection, [this.key, key]);
    return key;
  }

  /** Say which key has which wrong type; every other error goes on as it is. */
  protected explain(error: unknown, others: readonly string[] = []): Promise<never> {
    const keys = [this.key, ...others].map((key): [string, string] => [key, this.type]);
    return explainTypes(this.connection, error, keys);
  }

  private async expiring(call: string, command: string, time: number, conditions: Conditions): Promise<boolean> {
    const words = conditionArguments(`${call}()`, conditions);
    const reply = this.send(command, [time, ...words]);
    return (await (words.length > 0 ? this.newer(reply, EXPIRE_CONDITIONS) : reply)) === 1;
  }
}
