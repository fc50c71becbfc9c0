import { RedstartError } from './error.js';

/** A call was refused by a rate limit. Nothing was counted. */
export class RateLimitError extends RedstartError {
  readonly code = 'RATE_LIMIT';

  constructor(
    /** the name of the limit */
    readonly rateLimit: string,
    readonly key: string,
    /** milliseconds until the call would be allowed */
    readonly retryAfter: number,
    /** how many are allowed in a window */
    readonly limit: number,
    readonly remaining: number,
    /** when the limit is as if it had never been used */
    readonly resetAt: Date,
  ) {
    super(
      `The rate limit ${JSON.stringify(rateLimit)} of ${limit} is used up for ${JSON.stringify(key)}. Try again in ${retryAfter} ms; wait() does so by itself, as long as its timeout allows.`,
    );
  }
}
