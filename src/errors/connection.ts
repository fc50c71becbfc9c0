import { RedstartError } from './error.js';

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
