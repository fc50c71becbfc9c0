import { RedstartError } from './error.js';

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
