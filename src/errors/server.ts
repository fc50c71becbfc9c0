import { textOf } from '../util/thrown.js';
import { RedstartError } from './error.js';

/** The server lacks a command that a feature needs. */
export class UnsupportedError extends RedstartError {
  readonly code = 'UNSUPPORTED';

  constructor(
    readonly command: string,
    /** kind and version of the server */
    readonly server: string,
    /** the first servers that have it */
    readonly needs = 'Redis 6.2 or later, or Valkey',
  ) {
    super(`${server} does not know ${command}. Use ${needs}.`);
  }
}

/** The server refused a call that it may take a little later: it is full, read-only, loading, or short of replicas. Nothing was done. */
export class UnavailableError extends RedstartError {
  readonly code = 'UNAVAILABLE';

  constructor(
    /** the first word of the answer: `OOM`, `READONLY`, `NOREPLICAS`, `MISCONF`, `LOADING`, `BUSY`, `CLUSTERDOWN`, `TRYAGAIN` ... */
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server refused a command: its arguments, the user's rights, or the type of a key. */
export class ServerError extends RedstartError {
  readonly code = 'SERVER';

  constructor(
    /** the first word of the answer: `ERR`, `WRONGTYPE`, `NOPERM` ... */
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** `runScript` was given a name that `defineCommand` has not heard of. */
export class UnknownScriptError extends RedstartError {
  readonly code = 'UNKNOWN_SCRIPT';

  constructor(readonly script: string) {
    super(`No script is called ${JSON.stringify(textOf(script))}. Define it with db.defineCommand() first.`);
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

/** The embedded server could not be found, fetched or started, or a snapshot of it neither read nor written. */
export class EmbeddedServerError extends RedstartError {
  readonly code = 'EMBEDDED_SERVER';
}
