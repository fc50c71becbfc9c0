import { errorFacts, errorName } from '../util/error-facts.js';

/**
 * A sum would leave its bounds: no seat is left, or less than the floor would be. Nothing was written.
 *
 * It is a `RangeError`, as that of a number which no call takes whatever is stored; that one has no `code`.
 */
export class OutOfBoundsError extends RangeError {
  readonly code = 'OUT_OF_BOUNDS';

  constructor(
    /** what was to be changed, as `Show.left` or `The counter "seats"` */
    readonly what: string,
    /** in words, as `at least 0` */
    readonly bounds: string,
    /** what it would be, as text; undefined of a hidden field */
    readonly sum: string | undefined,
  ) {
    super(
      `${what} must stay ${bounds}, and would be ${sum ?? 'another'}. Nothing was written: change it by less, or widen the bounds.`,
    );
  }

  /** The name of the class, whatever a minifier makes of it. */
  override get name(): string {
    return errorName(this.code);
  }

  /** The error with its message and its facts, for logs and replies. */
  toJSON(): Record<string, unknown> {
    return errorFacts(this);
  }
}
