import { RedstartError } from './error.js';

/** What became of a call whose connection failed: surely nothing, or nobody knows. */
export type CallOutcome = 'not sent' | 'unknown';

/** The server cannot be reached, the connection was lost, no answer came in time, or the database was closed. */
export class ConnectionError extends RedstartError {
  readonly code = 'CONNECTION';

  constructor(
    /** where it is: host and port, a socket, or the names of sentinels or nodes */
    readonly server: string,
    /** `not sent`: the server did not get the call and never will; `unknown`: it may have done it */
    readonly outcome: CallOutcome,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
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

/** The function of a transaction does what cannot be part of one. Nothing was written. */
export class TransactionError extends RedstartError {
  readonly code = 'TRANSACTION';
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

/** Messages or commands came faster than they were read, and more of them wait than may. Those that wait were handed out. */
export class SlowReaderError extends RedstartError {
  readonly code = 'SLOW_READER';

  constructor(
    /** how many may wait */
    readonly buffer: number,
  ) {
    super(
      `More than ${buffer} items came and were not read. Read them faster, raise buffer, or say by overflow which may go: 'drop-oldest' or 'drop-newest'.`,
    );
  }
}
