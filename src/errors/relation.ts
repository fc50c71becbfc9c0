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

/** A field that leads to an entity, by the name of its model and its own. */
export interface Referrer {
  readonly model: string;
  readonly field: string;
}

/** An entity was not deleted, because others lead to it by a relation with `onDelete: 'restrict'`. Nothing was written. */
export class RestrictError extends RedstartError {
  readonly code = 'RESTRICT';

  constructor(
    /** what would have been deleted: the entity itself, or one that goes with it */
    readonly model: string,
    readonly id: string | number,
    /** the relation that forbids it */
    readonly by: Referrer,
    /** how many entities lead there by it */
    readonly count: number,
  ) {
    super(
      `The ${model} ${JSON.stringify(id)} was not deleted, because ${by.model}.${by.field} leads to it from ${count} ${count === 1 ? 'entity' : 'entities'}. Delete these first, or let them lead elsewhere.`,
    );
  }
}

/** Deleting an entity would change more others than one call may. Nothing was written. */
export class CascadeLimitError extends RedstartError {
  readonly code = 'CASCADE_LIMIT';

  constructor(
    /** the entity whose referrers are too many: the one to be deleted, or one that goes with it */
    readonly model: string,
    readonly id: string | number,
    /** how many entities lead to it by one relation */
    readonly count: number,
    /** how many entities one call may change besides those that it was given */
    readonly limit: number,
  ) {
    super(
      `${model} ${JSON.stringify(id)}: ${count} entities lead to it, and one call changes ${limit} at most, all relations taken together. Delete these first in steps, such as deleteMany() of a thousand ids of a query at a time; a many-to-many relation is emptied by clear(), and what leads to an expired entity goes by reap().`,
    );
  }
}
