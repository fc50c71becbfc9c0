import { RedstartError } from './error.js';

/** A relation leads to an entity that is not there. Nothing was written. */
export class MissingReferenceError extends RedstartError {
  readonly code = 'MISSING_REFERENCE';

  constructor(
    readonly model: string,
    readonly field: string,
    /** the model that the relation leads to */
    readonly to: string,
    /** the id that nobody has */
    readonly id: string | number,
  ) {
    super(
      `${model}.${field} leads to the ${to} ${JSON.stringify(id)}, which is not there. Create it first, or refer to another one.`,
    );
  }
}
