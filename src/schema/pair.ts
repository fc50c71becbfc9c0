import { Link, unregistered } from './link.js';
import type { LinkedSchema } from './schema.js';

/** How a side of a many-to-many relation keeps its entities. */
export type LinkKind = 'set' | 'list' | 'sortedSet';

/**
 * Where the pairs of a many-to-many relation are kept, as one of its sides sees it: in two lists of ids, so that either side finds
 * the other. The side that owns the relation gives both their names.
 */
export interface Pair {
  /** what the keys of the lists of ids there begin with, each for an id here: they belong to the other model */
  readonly out: string;
  /** what the keys of the lists of ids here begin with, each for an id there */
  readonly back: string;
  /** the property on the other side, where it has one */
  readonly inverse: LinkedSchema | undefined;
}

/** The end of a many-to-many relation. */
export class PairLink extends Link {
  private met: Pair | undefined;

  constructor(
    name: string,
    wanted: unknown,
    /** what the decorator was given to name the property on the other side */
    readonly by: unknown,
  ) {
    super(name, wanted);
  }

  get pair(): Pair {
    if (this.met) return this.met;
    throw unregistered(this.name);
  }

  meet(pair: Pair): void {
    this.met = pair;
  }
}
