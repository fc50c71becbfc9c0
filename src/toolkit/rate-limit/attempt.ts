/** What a rate limit says to an attempt. */
export interface Attempt {
  readonly allowed: boolean;
  /** how many are allowed in a window; the size of the bucket */
  readonly limit: number;
  /** how many are left now */
  readonly remaining: number;
  /** milliseconds until the same attempt would be allowed; 0 where it is */
  readonly retryAfter: number;
  /** when the limit is as if it had never been used, by the server's clock */
  readonly resetAt: Date;
}

/** What several limits say together, and each alone. */
export interface Attempts<Names extends string = string> extends Attempt {
  /** by the name of the limit: whether it had room, whatever the others said, and whether or not the key is blocked */
  readonly results: Readonly<Record<Names, Attempt>>;
}

/** A block of a key: the milliseconds that are left, and when it ends. */
export interface Block {
  readonly left: number;
  readonly endsAt: Date;
}

/** What a limit says while its key is blocked. */
export const blocked = ({ limit, retryAfter, resetAt }: Attempt, { left, endsAt }: Block): Attempt => ({
  allowed: false,
  limit,
  remaining: 0,
  retryAfter: Math.max(retryAfter, left),
  resetAt: endsAt > resetAt ? endsAt : resetAt,
});

const seconds = (ms: number): string => String(Math.max(0, Math.ceil(ms / 1000)));

/**
 * The headers of an HTTP response that tell a client how it stands: RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset
 * (seconds), and Retry-After (seconds) where it was refused. Not a promise.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-07.
 */
export function rateLimitHeaders({ allowed, limit, remaining, retryAfter, resetAt }: Attempt): Record<string, string> {
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    // rounded up to the millisecond before, and a window of a minute has no 61 seconds
    'RateLimit-Reset': seconds(resetAt.getTime() - Date.now() - 1),
    ...(allowed ? {} : { 'Retry-After': seconds(retryAfter) }),
  };
}
