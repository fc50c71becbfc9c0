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
    /** whether it is the default that the field gets as what it leads to is deleted */
    isDefault = false,
  ) {
    const led = isDefault ? `would lead to its default instead of what is deleted, to` : 'leads to';
    const wayOut = isDefault
      ? 'Create it first, or give the relation another default'
      : 'Create it first, or refer to another one';
    super(`${model}.${field} ${led} the ${to} ${JSON.stringify(id)}, which is not there. ${wayOut}.`);
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
    /** the relation by which they are too many */
    readonly by: Referrer,
    /** how many entities lead to it by that relation */
    readonly count: number,
    /** how many entities one call may change besides those that it was given */
    readonly limit: number,
    /** whether it is a many-to-many relation */
    isLink = false,
  ) {
    const wayOut = isLink
      ? 'Empty the relation first by clear(), which goes in steps'
      : `Delete these first in steps, such as ${by.model}.deleteMany() of a thousand ids of a query at a time`;
    super(
      `The ${model} ${JSON.stringify(id)} was not deleted, because ${by.model}.${by.field} ${isLink ? 'links it to' : 'leads to it from'} ${count} entities, and one call changes ${limit} at most, all relations taken together. ${wayOut}; what leads to an expired entity goes by reap().`,
    );
  }
}
