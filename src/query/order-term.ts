import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import { distanceBetween } from '../types/distance.js';
import { type Geo, geo } from '../types/geo.js';

/** The names of directions. */
export const DIRECTIONS: ReadonlySet<unknown> = new Set(['asc', 'desc']);

/** A field's share in an order; `from` asks for the distance of its place. */
export class OrderTerm {
  constructor(
    readonly property: string,
    readonly direction: 'asc' | 'desc',
    readonly from?: Geo,
  ) {}
}

/** An order by the scores of ids in a sorted set. */
export class ScoreOrder {
  readonly property = undefined;

  constructor(
    readonly key: string,
    readonly direction: 'asc' | 'desc',
  ) {}
}

/** How far the place of a field is from another one: an order, and a value of rows. */
export class Distance {
  constructor(
    readonly model: string,
    readonly property: string,
    private readonly from: Geo,
  ) {}

  /** @throws QueryError for what is not a place */
  static of(model: string, property: string, from: unknown): Distance {
    if (geo.accepts(from)) return new Distance(model, property, geo.copy!(from));
    throw new QueryError(
      `${model}.${property}: distanceTo takes ${geo.expected}, not ${describe(from)}. Correct it, or leave it out.`,
    );
  }

  asc(): OrderTerm {
    return new OrderTerm(this.property, 'asc', this.from);
  }

  desc(): OrderTerm {
    return new OrderTerm(this.property, 'desc', this.from);
  }

  /** Metres to the place of a row. */
  make(place: Geo): number {
    return distanceBetween(this.from, place);
  }
}
