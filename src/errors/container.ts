import { clauseOf } from '../util/thrown.js';
import { RedstartError } from './error.js';
import type { ValidationIssue } from './issues.js';

/** A key holds another type than the container or the utility that was asked to work on it. */
export class WrongTypeError extends RedstartError {
  readonly code = 'WRONG_TYPE';

  constructor(
    readonly key: string,
    readonly found: string,
    readonly expected: string,
    wayOut = 'Use db.container(key) to get the fitting class, or another key.',
  ) {
    super(`The key ${JSON.stringify(key)} holds a ${found}, not a ${expected}. ${wayOut}`);
  }
}

/** What is kept under a name was made with other settings, and would answer wrongly with these. Nothing was changed. */
export class SettingsError extends RedstartError {
  readonly code = 'SETTINGS';

  constructor(
    /** the key, or the name of a toolkit piece */
    readonly subject: string,
    readonly setting: string,
    /** what it was opened with */
    readonly here: unknown,
    /** what it was made with */
    readonly there: unknown,
  ) {
    super(
      `${JSON.stringify(subject)} was made with ${setting} ${JSON.stringify(there)}, and is opened with ${JSON.stringify(here)}. Open it with the settings that it was made with, or delete it.`,
    );
  }
}

interface Taken {
  readonly values?: readonly unknown[];
  readonly raw?: readonly unknown[];
}

/** Who cannot read a value, and what helps. */
interface Reader {
  readonly name: string;
  readonly wayOut: string;
}

const CONTAINER: Reader = {
  name: 'the codec',
  wayOut: 'Open the container with the codec that wrote it, or delete the value.',
};

/** What is stored is not what its codec or field reads: another program wrote it, or an earlier version of this one. */
export class CodecError extends RedstartError {
  readonly code = 'CODEC';
  /** of a call that takes values out of a container: those that were read before the one that could not be */
  readonly values: readonly unknown[];
  /** of such a call: all that it took, as it was stored; it is in the container no more */
  readonly raw: readonly unknown[];

  constructor(
    readonly key: string,
    /** the field, member or element; undefined where the key holds one value only */
    readonly member: string | undefined,
    /** what the codec threw */
    override readonly cause: unknown,
    taken: Taken = {},
    reader: Reader = CONTAINER,
  ) {
    const place = member === undefined ? '' : ` at ${JSON.stringify(member)}`;
    const reason = clauseOf(cause);
    super(
      `The key ${JSON.stringify(key)} holds a value${place} that ${reader.name} cannot read: ${reason}. ${reader.wayOut}`,
      { cause },
    );
    this.values = taken.values ?? [];
    this.raw = taken.raw ?? [];
  }

  /** The same error, for values that were taken out of the container. @internal */
  withTaken(taken: Taken): CodecError {
    return new CodecError(this.key, this.member, this.cause, taken);
  }
}

/** A stream has no consumer group of the name asked for. */
export class NoGroupError extends RedstartError {
  readonly code = 'NO_GROUP';

  constructor(
    readonly group: string,
    readonly keys: readonly string[],
  ) {
    super(
      `There is no consumer group ${JSON.stringify(group)} on ${keys.map((k) => JSON.stringify(k)).join(', ')}. Call create() first; with { from: '0' } it reads what is there already.`,
    );
  }
}

/** A handler of messages took longer than its worker allows; the try counts as failed. */
export class HandlerTimeoutError extends RedstartError {
  readonly code = 'HANDLER_TIMEOUT';

  constructor(
    readonly stream: string,
    readonly id: string,
    /** milliseconds that it was given */
    readonly timeout: number,
  ) {
    super(
      `The handler of the message ${id} of ${JSON.stringify(stream)} took longer than ${timeout} ms. Raise handlerTimeout, or end the work when the signal aborts.`,
    );
  }
}

/** There is no stream at a key, and the call makes none. */
export class NoStreamError extends RedstartError {
  readonly code = 'NO_STREAM';

  constructor(readonly key: string) {
    super(`There is no stream at ${JSON.stringify(key)}. Add a message first, or let create() make the stream.`);
  }
}

/** What does not fit of what was read. */
export interface Misfit {
  readonly stream: string;
  readonly id: string;
  /** the fields as they are stored */
  readonly fields: Readonly<Record<string, string>>;
  readonly issues: readonly ValidationIssue[];
}

/** A message in a stream does not fit the stream's schema or codec, and nobody handles those that do not. */
export class InvalidMessageError extends RedstartError {
  readonly code = 'INVALID_MESSAGE';

  constructor(
    readonly stream: string,
    readonly id: string,
    readonly issues: readonly ValidationIssue[],
    /** all messages of the call that do not fit, with what is stored: this one is the first */
    readonly invalid: readonly Misfit[] = [],
    /** the messages of the call that do fit, so that none of them is lost */
    readonly messages: readonly unknown[] = [],
  ) {
    const list = issues.map((i) => `${i.field || 'message'}: expected ${i.expected}, found ${i.found}`).join('; ');
    super(
      `The message ${id} of ${JSON.stringify(stream)} does not fit: ${list}. Give the stream an onInvalid handler to pass such messages over, or delete it.`,
    );
  }
}
