/** Whether there is an index to walk: an order without one sorts what the conditions leave. */
export const canWalk = ({ op, key, reverse }: OrderPlan): boolean =>
  op === 'id' || (key !== undefined && !(op === 'distance' && reverse));

/** One step of an order, as the server is asked it: an index to walk, or the id. */
export interface OrderPlan {
  /**
   * `score`: how well an entity fits the searches of the plan; `distance`: how far its place is from `place`, walked from the nearest on;
   * `ranks`: the scores of ids in a sorted set of the caller's
   */
  readonly op: 'range' | 'lexical' | 'id' | 'score' | 'distance' | 'ranks';
  readonly place?: readonly [longitude: number, latitude: number];
  /** absent: no index has it, and rows are sorted by what they store */
  readonly key?: string;
  /** stored name */
  readonly field?: string;
  readonly reverse: boolean;
  /** without a key: the stored value that rows count as having which were written before the field */
  readonly absent?: string;
  /** how the index writes stored values, where it is not as they are */
  readonly form?: string;
  /** the posting list of the ids that have no value, or the sorted set where these have no score; they come last */
  readonly missing?: string;
  /** entities without a value come before the others: a page that is read backwards */
  readonly first?: boolean;
  /** the position of the model in the request. @default 0 */
  readonly model?: number;
}

/** The order of ids, where none is asked for. */
export const BY_ID: readonly OrderPlan[] = [{ op: 'id', reverse: false }];
