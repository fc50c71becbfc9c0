import { inspect } from 'node:util';
import type { Codec, ValueCodec } from '../../codecs/codec.js';
import {
  expectedBy,
  type SchemaIssue,
  type StandardSchema,
  type Verdict,
  validate,
} from '../../codecs/standard-schema.js';
import type { ValidationIssue } from '../../errors/issues.js';
import { ValidationError } from '../../errors/model.js';
import { Call } from '../../redis/connection/call.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { checkFunction, kindOf, knownOptions, type OptionNames } from '../../util/options.js';
import { thrownText } from '../../util/thrown.js';
import { Decoded } from './decoded.js';
import { plain } from './field-codec.js';
import { type EntryReply, type InvalidMessage, Message } from './message.js';
import { isSameValue } from './same-value.js';

/** What the messages of a stream look like. */
export interface StreamOptions<F> {
  /**
   * What the fields must be: zod or any other Standard Schema. It is given the stored text of each field; a field that it
   * refuses as text is offered once more as JSON, so that `z.number()` and `z.object()` fit as they are.
   */
  readonly schema?: StandardSchema<F> | undefined;
  /** How the value of each field is stored. @default text as it is, anything else as JSON */
  readonly codec?: ValueCodec<F[keyof F]> | undefined;
  /** Is given each message that does not fit, which is then passed over; without it reading one throws, after a group read at
   * the next read, so that the good ones are handed out. */
  readonly onInvalid?: ((invalid: InvalidMessage) => void | Promise<void>) | undefined;
}

/** The names of what says how messages look. */
const STREAM: OptionNames<StreamOptions<unknown>> = { schema: true, codec: true, onInvalid: true };

/**
 * Refuse options that open no stream.
 *
 * @throws TypeError
 */
export function checkStream<O extends object>(owner: string, options: O, more: object = {}): O {
  const { codec, onInvalid }: StreamOptions<unknown> = knownOptions<object>(owner, options, { ...STREAM, ...more });
  if (codec !== undefined && (typeof codec?.encode !== 'function' || typeof codec.decode !== 'function'))
    throw new TypeError('codec must have encode() and decode(). Give json(), bytes, or one of your own.');
  if (onInvalid !== undefined) checkFunction('onInvalid', onInvalid);
  return options;
}

/** How a codec looks from here: what it decodes is a Buffer when it is binary. */
type FieldCodec = Omit<Codec<unknown>, 'binary'> & { readonly binary?: boolean };

type Fields = Record<string, unknown>;

/** Names and values in turn. */
type EncodedFields = readonly (string | Buffer)[];

/** Set an own property, whatever its name. */
function define(fields: Fields, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(fields, name, { value, enumerable: true, configurable: true });
  else fields[name] = value;
}

const describe = (value: unknown): string =>
  value === undefined ? 'nothing' : typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : typeof value;

const shown = (value: unknown): string =>
  inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }).slice(0, 100);

function translate(issues: readonly SchemaIssue[], fields: Fields): ValidationIssue[] {
  return issues.map(({ message, path }) => ({
    field: path.join('.'),
    expected: expectedBy(message),
    found: describe(path[0] ? fields[path[0]] : fields),
  }));
}

/** What the schema of a field has to be where it takes a value of the program, but not the text that is stored for it. */
function wayOut({ field, expected, found }: ValidationIssue, fields: Fields): ValidationIssue {
  const value = fields[field];
  const kind = value instanceof Date ? 'date' : typeof value === 'bigint' ? 'bigint' : undefined;
  if (!kind) return { field, expected, found };
  return { field, expected: `${expected} that is read from text, as z.coerce.${kind}() does`, found };
}

/** Names of fields that a reader would find changed. */
const changedIn = (given: Fields, read: Fields): string[] =>
  Object.keys(given).filter((name) => given[name] !== undefined && !isSameValue(given[name], read[name]));

const changedIssue = (field: string, given: Fields, read: Fields): ValidationIssue => ({
  field,
  expected: 'a value that comes back as it is: text is tried first, { schema, codec: json() } keeps types',
  found: `${shown(given[field])} that would be read as ${shown(read[field])}`,
});

function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

/** The same fields, those that the issues are about as what their text is as JSON. */
function asJson(fields: Fields, issues: readonly SchemaIssue[]): Fields {
  const retry = { ...fields };
  for (const {
    path: [name],
  } of issues) {
    if (name !== undefined && Object.hasOwn(fields, name)) define(retry, name, parsed(fields[name]));
  }
  return retry;
}

export const isPromise = <T>(value: T | Promise<T>): value is Promise<T> => value instanceof Promise;

/** Typed fields ⇄ what a stream stores. */
export class MessageFormat<F> {
  private readonly codec: FieldCodec;

  constructor(private readonly options: StreamOptions<F> = {}) {
    this.codec = (options.codec as unknown as FieldCodec | undefined) ?? plain;
  }

  /** Send a command whose reply holds entries. */
  send(connection: Connection, command: string, args: Argument[]): Promise<unknown> {
    return this.codec.binary ? connection.sendBuffer(command, args) : connection.send(command, args);
  }

  /** The same as a call that is not sent yet. */
  callOf(command: string, args: readonly Argument[]): Call {
    return new Call(command, args, this.codec.binary ? null : 'utf8');
  }

  /**
   * Names and values in turn, as XADD takes them.
   *
   * @throws TypeError for a value that cannot be stored, or no fields at all
   * @throws ValidationError when a reader would find that they do not fit the schema
   */
  encode(stream: string, fields: unknown): EncodedFields | Promise<EncodedFields> {
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
      throw new TypeError(`A message of ${stream} is an object of fields, not ${kindOf(fields)}. Give one.`);
    const args = Object.entries(fields as Fields).flatMap(([name, value]) =>
      value === undefined ? [] : [name, this.encodeField(stream, name, value)],
    );
    if (args.length === 0) throw new TypeError(`A message of ${stream} needs at least one field. Give it one.`);
    if (!this.options.schema) return args;
    const given = fields as Fields;
    const finish = (read: Message<F> | InvalidMessage) => {
      if (read instanceof Message) return this.keptAs(read.fields as Fields, stream, given, args);
      throw new ValidationError(
        `The message for ${stream}`,
        read.issues.map((issue) => wayOut(issue, given)),
      );
    };
    const read = this.decode(stream, ['0-0', args.map(this.stored)]);
    return isPromise(read) ? read.then(finish) : finish(read);
  }

  /** What is stored, unless a reader would be given other values than what the schema makes of those that were given. */
  private keptAs(read: Fields, stream: string, given: Fields, args: EncodedFields) {
    const changed = this.options.codec ? [] : changedIn(given, read);
    if (changed.length === 0) return args;
    const finish = (verdict: Verdict<F>) => {
      // a schema may change values by design: what it makes of those given counts
      const meant = verdict.issues ? given : (verdict.value as Fields);
      const lost = changed.filter((name) => !isSameValue(meant[name], read[name]));
      if (lost.length === 0) return args;
      const issues = lost.map((name) => changedIssue(name, given, read));
      throw new ValidationError(`The message for ${stream}`, issues);
    };
    const verdict = validate(this.options.schema!, given);
    return isPromise(verdict) ? verdict.then(finish) : finish(verdict as Verdict<F>);
  }

  /** A message, or what is wrong with it; a promise of it only when the schema needs one. */
  decode(
    stream: string,
    entry: NonNullable<EntryReply>,
  ): Message<F> | InvalidMessage | Promise<Message<F> | InvalidMessage> {
    const id = String(entry[0]);
    const fields: Fields = {};
    try {
      this.collect(fields, entry[1] ?? []);
    } catch (error) {
      return this.invalid(stream, id, entry, [{ field: '', expected: thrownText(error), found: 'other bytes' }]);
    }
    if (!this.options.schema) return new Message(stream, id, fields as F);
    const finish = (result: Verdict<F>) =>
      result.issues
        ? this.invalid(stream, id, entry, translate(result.issues, fields))
        : new Message(stream, id, result.value);
    const checked = this.validate(fields);
    return isPromise(checked) ? checked.then(finish) : finish(checked);
  }

  /**
   * The messages that fit; the others go to the handler of bad messages.
   *
   * @throws InvalidMessageError with all of both kinds, when there is no such handler
   */
  async decodeAll(stream: string, entries: readonly EntryReply[] | null | undefined): Promise<Message<F>[]> {
    const decoded = new Decoded<F>();
    await this.decodeInto(decoded, stream, entries);
    return decoded.unwrap();
  }

  /** Sort entries into those that fit, and those that do not and that no handler has taken. */
  async decodeInto(
    { messages, invalid }: Decoded<F>,
    stream: string,
    entries: readonly EntryReply[] | null | undefined,
  ): Promise<void> {
    const { onInvalid = (misfit: InvalidMessage) => void invalid.push(misfit) } = this.options;
    for (const entry of entries ?? []) {
      // nil, or no fields: deleted meanwhile
      if (!entry?.[1]) continue;
      const read = this.decode(stream, entry);
      const message = isPromise(read) ? await read : read;
      if (message instanceof Message) messages.push(message);
      else await onInvalid(message);
    }
  }

  /** The message, if it fits. */
  async decodeOne(stream: string, entry: EntryReply): Promise<Message<F> | undefined> {
    const read = entry?.[1] ? await this.decode(stream, entry) : undefined;
    return read instanceof Message ? read : undefined;
  }

  private encodeField(stream: string, name: string, value: unknown): string | Buffer {
    try {
      const encoded = this.codec.encode(value);
      if (name.isWellFormed() && (typeof encoded !== 'string' || encoded.isWellFormed())) return encoded;
      throw new TypeError('expected text without lone surrogates. Correct it, as toWellFormed() does.');
    } catch (error) {
      throw new TypeError(`The field ${JSON.stringify(name)} of a message for ${stream}: ${thrownText(error)}`, {
        cause: error,
      });
    }
  }

  private collect(fields: Fields, stored: readonly (string | Buffer)[]): void {
    for (let i = 0; i + 1 < stored.length; i += 2) {
      define(fields, String(stored[i]), this.codec.decode(stored[i + 1] as string));
    }
  }

  /** Check as text first, then once more with what it refused as JSON. */
  private validate(fields: Fields): Verdict<F> | Promise<Verdict<F>> {
    const schema = this.options.schema!;
    const again = (first: Verdict<F>) =>
      first.issues && !this.options.codec ? validate(schema, asJson(fields, first.issues)) : first;
    const first = validate(schema, fields);
    return isPromise(first) ? first.then(again) : again(first);
  }

  private invalid(
    stream: string,
    id: string,
    entry: NonNullable<EntryReply>,
    issues: readonly ValidationIssue[],
  ): InvalidMessage {
    const fields: Record<string, string> = {};
    const stored = entry[1] ?? [];
    for (let i = 0; i + 1 < stored.length; i += 2) define(fields, String(stored[i]), String(stored[i + 1]));
    return { stream, id, fields, issues };
  }

  /** What the server gives back for an argument. */
  private readonly stored = (argument: string | Buffer): string | Buffer =>
    this.codec.binary ? Buffer.from(argument as string) : String(argument);
}
