import type { ValueCodec } from '../codecs/codec.js';
import { text } from '../codecs/text.js';
import { CodecError } from '../errors/container.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { RawConnection } from '../redis/connection/raw.js';
import { knownOptions } from '../util/options.js';
import { messageOf } from '../util/thrown.js';
import { type Blocking, type BlockingCommand, block } from './blocking.js';
import { Container } from './container.js';
import { inPortions, PORTION } from './portions.js';

export interface ContainerOptions<T> {
  /** how values are stored: text (the one without options), json(), number, bytes or a codec of your own */
  readonly codec: ValueCodec<T>;
}

/**
 * Refuse options that open no container.
 *
 * @throws TypeError
 */
export function checkContainer<T>(options: ContainerOptions<T> | undefined): ContainerOptions<T> | undefined {
  if (options === undefined) return undefined;
  const { codec } = knownOptions<ContainerOptions<T>>('a container', options, { codec: true });
  if (codec === undefined || (typeof codec?.encode === 'function' && typeof codec.decode === 'function'))
    return options;
  throw new TypeError('codec must have encode() and decode(). Give json(), number, bytes, or one of your own.');
}

/** How a codec looks from here: what it decodes comes from `ask`, which knows whether it wants Buffers. */
interface AnyCodec<T> {
  encode(value: T): string | Buffer;
  decode(stored: unknown): T;
}

/** A container whose values go through a codec. */
export abstract class ValueContainer<T> extends Container {
  /** @internal */
  readonly codec: ValueCodec<T>;

  constructor(connection: Connection, key: string, options?: ContainerOptions<T>) {
    super(connection, key);
    this.codec = options?.codec ?? (text as unknown as ValueCodec<T>);
  }

  /** Send a command whose reply holds values. */
  protected ask(command: string, args: readonly Argument[], others?: readonly string[]): Promise<unknown> {
    return this.askAll(command, [this.key, ...args], others);
  }

  /** The same with all arguments given: this key is not the first of them. */
  protected askAll(command: string, args: Argument[], others?: readonly string[]): Promise<unknown> {
    return this.codec.binary ? this.transmitBuffer(command, args, others) : this.transmit(command, args, others);
  }

  /** Send a command with any number of arguments whose reply has an item for each. */
  protected askEach(command: string, args: readonly Argument[]): Promise<unknown[]> {
    if (args.length === 0) return Promise.resolve([]);
    const ask = (portion: readonly Argument[]) => this.ask(command, portion) as Promise<unknown[]>;
    if (args.length <= PORTION) return ask(args);
    return inPortions(this.connection, args, PORTION, ask).then((replies) => replies.flat());
  }

  /** Send a command that waits for values, on a connection of its own. */
  protected askBlocking(
    command: string,
    args: BlockingCommand['args'],
    options: Blocking,
    others?: readonly string[],
  ): Promise<unknown> {
    const binary = this.codec.binary === true;
    return block(this.connection, { command, args, binary }, options).catch((error) => this.explain(error, others));
  }

  /** The connection for a script whose reply holds values. */
  protected get asking(): Connection {
    return this.codec.binary ? new RawConnection(this.connection) : this.connection;
  }

  /** @throws TypeError that names the key, and the field where there is one */
  protected encode(value: T, field?: string): string | Buffer {
    try {
      const stored: unknown = this.codec.encode(value);
      if (typeof stored === 'string' || Buffer.isBuffer(stored)) return stored;
      throw new TypeError(`the codec gave no string or Buffer, but ${typeof stored}`);
    } catch (error) {
      const place = field === undefined ? '' : ` at ${JSON.stringify(field)}`;
      const reason = messageOf(error);
      throw new TypeError(
        `The key ${JSON.stringify(this.key)} cannot take the value${place}: ${reason}. Correct it, or open the key with another codec.`,
        { cause: error },
      );
    }
  }

  protected encodeAll(values: readonly T[]): (string | Buffer)[] {
    return values.map((value) => this.encode(value));
  }

  /** @throws CodecError that names the key and the field, or the stored value where it is a member itself */
  protected decode(stored: unknown, field?: string): T {
    try {
      return (this.codec as AnyCodec<T>).decode(stored);
    } catch (error) {
      throw new CodecError(this.key, field ?? String(stored), error);
    }
  }

  protected decodeOptional(stored: unknown, field?: string): T | undefined {
    return stored === null || stored === undefined ? undefined : this.decode(stored, field);
  }

  protected decodeAll(stored: unknown): T[] {
    return (stored as unknown[]).map((value) => this.decode(value));
  }

  /**
   * Decode what a command took out of the container, one item at a time.
   *
   * @throws CodecError that carries all of it, as the server has it no more
   */
  protected decodeTaken<R, V>(raw: readonly R[], decode: (item: R) => V): V[] {
    const values: V[] = [];
    for (const item of raw) {
      try {
        values.push(decode(item));
      } catch (error) {
        throw error instanceof CodecError ? error.withTaken({ values, raw }) : error;
      }
    }
    return values;
  }

  /** The same for one value, or none. */
  protected decodeTakenOne(stored: unknown, field?: string): T | undefined {
    try {
      return this.decodeOptional(stored, field);
    } catch (error) {
      throw error instanceof CodecError ? error.withTaken({ raw: [stored] }) : error;
    }
  }
}
