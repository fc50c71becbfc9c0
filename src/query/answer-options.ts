import type { AggregateSpec, FacetSpec } from '../schema/types/aggregates.js';

export interface IterateOptions {
  /** Rows of one round trip. @default 500 */
  readonly batch?: number | undefined;
}

/** How the values of rows come. */
export interface SelectOptions {
  /** As the texts that are stored, rather than as values of their types. */
  readonly raw: true;
}

/** What is explained instead of the rows. */
export interface ExplainOptions<M> {
  /** What `aggregate()` is asked. */
  readonly aggregate?: AggregateSpec<M> | undefined;
  /** What `facets()` is asked. */
  readonly facets?: FacetSpec<M> | undefined;
  /** What `count()` does. */
  readonly count?: true | undefined;
}
