/** What Redstart throws on purpose. `code` is stable, facts are properties, the message ends with the way out. */
export abstract class RedstartError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The definition of a model is wrong; thrown when it is registered with a database, never later. */
export class SchemaError extends RedstartError {
  readonly code = 'SCHEMA';
}

/** One thing that is wrong with a value. */
export interface ValidationIssue {
  /** the property it is about; empty for the whole input */
  readonly field: string;
  readonly expected: string;
  /** a short description of what was there */
  readonly found: string;
}

/** Values do not fit the fields they are meant for. Nothing was written. */
export class ValidationError extends RedstartError {
  readonly code = 'VALIDATION';

  constructor(
    readonly model: string,
    readonly issues: readonly ValidationIssue[],
  ) {
    const list = issues.map((i) => `${i.field || 'input'}: expected ${i.expected}, found ${i.found}`).join('; ');
    super(`${model} was not written, because its values do not fit. Correct these: ${list}.`);
  }
}

/** No entity has the id asked for. */
export class NotFoundError extends RedstartError {
  readonly code = 'NOT_FOUND';

  constructor(
    readonly model: string,
    readonly id: string | number | undefined,
  ) {
    super(
      id === undefined
        ? `No ${model} matches the query. Use first() to get undefined instead.`
        : `There is no ${model} with the id ${JSON.stringify(id)}. Use find() to get undefined instead.`,
    );
  }
}

/** `one()` found more than one entity. */
export class MultipleResultsError extends RedstartError {
  readonly code = 'MULTIPLE_RESULTS';

  constructor(readonly model: string) {
    super(`More than one ${model} matches a query that asked for one. Narrow the filter, or use first().`);
  }
}

/** `create` was given a primary key that is taken. Nothing was written. */
export class EntityExistsError extends RedstartError {
  readonly code = 'ENTITY_EXISTS';

  constructor(
    readonly model: string,
    readonly id: string | number,
  ) {
    super(
      `There is a ${model} with the id ${JSON.stringify(id)} already. Load it with get() and update it, or give another id.`,
    );
  }
}

/** Another entity holds a value that must be unique. Nothing was written. */
export class UniqueError extends RedstartError {
  readonly code = 'UNIQUE';

  constructor(
    readonly model: string,
    readonly fields: readonly string[],
    readonly value: readonly unknown[],
    /** the id of the entity that has the value; undefined: an entity of the same change set that has no id yet */
    readonly holder: string | number | undefined,
  ) {
    const values = value.map((v) => JSON.stringify(v) ?? String(v)).join(', ');
    const owner = holder === undefined ? 'another entity of the same call' : `the ${model} ${JSON.stringify(holder)}`;
    super(
      `${model}.${fields.join(' + ')} is unique, and ${values} belongs to ${owner}. Choose another value, or change the holder first.`,
    );
  }
}

/** Another writer changed a field between the load and the save of an entity. Nothing was written. */
export class DataRaceError extends RedstartError {
  readonly code = 'DATA_RACE';

  constructor(
    readonly model: string,
    readonly id: string | number,
    readonly field: string,
    /** the value that was loaded, and what is stored now; both in stored form, undefined for none */
    readonly expected: string | undefined,
    readonly found: string | undefined,
  ) {
    super(
      `${model} ${JSON.stringify(id)}: another writer changed ${field} from ${JSON.stringify(expected)} to ${JSON.stringify(found)} since it was loaded. Call reload() and apply the change again, or save({ force: true }) to overwrite.`,
    );
  }
}

/** The entity to be changed has been deleted, or was never saved. Nothing was written. */
export class EntityDeletedError extends RedstartError {
  readonly code = 'ENTITY_DELETED';

  constructor(
    readonly model: string,
    readonly id: string | number | undefined,
  ) {
    super(
      `${model} ${JSON.stringify(id) ?? 'without an id'} is not stored: it was deleted, or never saved. Use save({ force: true }) to write all of it again.`,
    );
  }
}

/** A query is malformed. Nothing was sent. */
export class QueryError extends RedstartError {
  readonly code = 'QUERY';
}

/** A filter or an order names a field that has no index able to answer it. */
export class NotIndexedError extends RedstartError {
  readonly code = 'NOT_INDEXED';

  constructor(
    readonly model: string,
    readonly field: string,
    readonly operator: string,
    /** the decorator that would answer it */
    readonly remedy: string,
  ) {
    super(
      `${model}.${field} has no index that answers "${operator}". Add ${remedy} to the field, or filter the loaded entities yourself.`,
    );
  }
}

/** A key holds another type than the container that was asked to work on it. */
export class WrongTypeError extends RedstartError {
  readonly code = 'WRONG_TYPE';

  constructor(
    readonly key: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(
      `The key ${JSON.stringify(key)} holds a ${found}, not a ${expected}. Use db.container(key) to get the fitting class, or another key.`,
    );
  }
}

/** What is stored in a container is not what its codec reads: another program wrote it, or another codec. */
export class CodecError extends RedstartError {
  readonly code = 'CODEC';

  constructor(
    readonly key: string,
    /** the field, member or element; undefined where the key holds one value only */
    readonly member: string | undefined,
    /** what the codec threw */
    override readonly cause: unknown,
  ) {
    const place = member === undefined ? '' : ` at ${JSON.stringify(member)}`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The key ${JSON.stringify(key)} holds a value${place} that the codec cannot read: ${reason}. Open the container with the codec that wrote it, or delete the value.`,
      { cause },
    );
  }
}

/** The server lacks a command that a feature needs. */
export class UnsupportedError extends RedstartError {
  readonly code = 'UNSUPPORTED';

  constructor(
    readonly command: string,
    /** kind and version of the server */
    readonly server: string,
  ) {
    super(`${server} does not know ${command}. Use Redis 6.2 or later, or Valkey.`);
  }
}

/** One atomic call was given keys of different cluster slots. Nothing was sent. */
export class CrossSlotError extends RedstartError {
  readonly code = 'CROSS_SLOT';

  constructor(readonly keys: readonly string[]) {
    super(
      `The keys ${keys.map((k) => JSON.stringify(k)).join(', ')} live in different slots of the cluster. Give them one hash tag, as in "{tag}:a" and "{tag}:b".`,
    );
  }
}

/** A transaction met a change of a watched key in each of its tries. Nothing was written. */
export class TransactionConflictError extends RedstartError {
  readonly code = 'TRANSACTION_CONFLICT';

  constructor(
    readonly keys: readonly string[],
    readonly attempts: number,
  ) {
    super(
      `A watched key changed during each of ${attempts} attempts (${keys.map((k) => JSON.stringify(k)).join(', ')}). Raise retries, or take a lock around the transaction.`,
    );
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

/** A message in a stream does not fit the stream's schema or codec, and nobody handles those that do not. */
export class InvalidMessageError extends RedstartError {
  readonly code = 'INVALID_MESSAGE';

  constructor(
    readonly stream: string,
    readonly id: string,
    readonly issues: readonly ValidationIssue[],
  ) {
    const list = issues.map((i) => `${i.field || 'message'}: expected ${i.expected}, found ${i.found}`).join('; ');
    super(
      `The message ${id} of ${JSON.stringify(stream)} does not fit: ${list}. Give the stream an onInvalid handler to pass such messages over, or delete it.`,
    );
  }
}

/** `runScript` was given a name that `defineCommand` has not heard of. */
export class UnknownScriptError extends RedstartError {
  readonly code = 'UNKNOWN_SCRIPT';

  constructor(readonly script: string) {
    super(`No script is called ${JSON.stringify(script)}. Define it with db.defineCommand() first.`);
  }
}

/** A script gave an answer that it should not give: damaged data, or a bug. */
export class ScriptError extends RedstartError {
  readonly code = 'SCRIPT';

  constructor(
    readonly script: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(
      `The script ${script} failed: ${message}. Make sure that only Redstart writes to the keys of its models, and report the message if that is so.`,
      options,
    );
  }
}

/** The embedded server could not be found, fetched or started. */
export class EmbeddedServerError extends RedstartError {
  readonly code = 'EMBEDDED_SERVER';
}
