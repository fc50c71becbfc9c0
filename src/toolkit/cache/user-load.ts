import { TimeoutError } from '../../errors/timeout.js';
import { lifetime } from '../../util/check.js';
import { timeLimit } from '../../util/in-time.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import { checkTags, type EntryOptions } from './options.js';

/** What a function that loads is given. */
export interface LoadContext<V> {
  /** aborts when the load takes longer than it may, or another process has taken over */
  readonly signal: AbortSignal;
  /** the value that is no longer fresh */
  readonly stale: V | undefined;
  /** keep the value for so many milliseconds; null: for ever */
  ttl(ms: number | null): void;
  /** add tags by which it can be invalidated */
  tags(...names: string[]): void;
  /** do not keep the value */
  skip(): void;
}

/** A function that makes the value of a key. */
export type Load<V, R extends V | undefined = V | undefined> = (context: LoadContext<V>) => R | Promise<R>;

/** What bounds one call of such a function. */
interface LoadLimits<V> {
  readonly stale: V | undefined;
  readonly signal: AbortSignal | undefined;
  /** milliseconds that it may take */
  readonly timeout: number | undefined;
  /** what takes too long then */
  readonly subject: string;
}

/** What it gave, and how it said that this is to be kept. */
export interface Made<V> {
  readonly value: V | undefined;
  readonly ttl: number | null | undefined;
  readonly tags: readonly string[];
  readonly skip: boolean;
}

/** What the function says on its way of how its value is to be kept; the caller's options hold where it says nothing. */
function keeping({ ttl, tags = [] }: EntryOptions) {
  const kept = { ttl, tags: [...tags], skip: false };
  const change = {
    ttl(ms: number | null): void {
      kept.ttl = lifetime('ttl', ms);
    },
    tags(...names: string[]): void {
      kept.tags.push(...checkTags(names));
    },
    skip(): void {
      kept.skip = true;
    },
  };
  return { kept, change };
}

/** Call the user's function with a context, within the time that it may take. */
export async function callLoad<V>(
  load: Load<V>,
  { stale, signal, timeout, subject }: LoadLimits<V>,
  options: EntryOptions,
): Promise<Made<V>> {
  const limit = timeLimit({ timeout, signal }, () => new TimeoutError(subject, timeout!));
  const { kept, change } = keeping(options);
  try {
    const work = (async () => load({ stale, signal: limit.signal, ...change }))();
    const value = await unlessAborted(work, limit.signal);
    return { value, ...kept };
  } finally {
    limit.off();
  }
}
