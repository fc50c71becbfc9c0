import type { Redis } from 'ioredis';
import type { BlockingPool } from '../redis/connection/blocking-pool.js';
import type { AsyncQueue } from '../util/async-queue.js';
import { feed } from './feed.js';

/** What to listen to; at least one channel or pattern. */
export interface Channels {
  readonly channels?: readonly string[];
  /** glob patterns of channels, as in `news.*` */
  readonly patterns?: readonly string[];
}

export interface ListenOptions {
  /** Ends the listening, without an error. */
  readonly signal?: AbortSignal;
  /** Called when the server has confirmed: what is published from now on arrives. */
  readonly onReady?: () => void;
}

/** Something published. */
export interface Published {
  readonly channel: string;
  /** the pattern that the channel fits, when it was listened to by one */
  readonly pattern?: string;
  readonly message: string;
}

async function subscribe(redis: Redis, { channels = [], patterns = [] }: Channels, queue: AsyncQueue<Published>) {
  redis.on('message', (channel: string, message: string) => queue.push({ channel, message }));
  redis.on('pmessage', (pattern: string, channel: string, message: string) =>
    queue.push({ channel, pattern, message }),
  );
  if (channels.length > 0) await redis.subscribe(...channels);
  if (patterns.length > 0) await redis.psubscribe(...patterns);
}

const ended = (redis: Redis) => new Promise<void>((resolve) => redis.once('end', resolve));

/** Wait on a connection of its own; rejects as soon as the signal aborts, which is how it ends. */
async function deliver(redis: Redis, spec: Channels, queue: AsyncQueue<Published>, onReady: () => void) {
  try {
    const end = ended(redis);
    await subscribe(redis, spec, queue);
    onReady();
    await end;
  } finally {
    // a connection that subscribed is good for nothing else
    redis.disconnect();
  }
}

/**
 * What is published, from the first step of the iteration on. A lost connection is opened again; what was published
 * meanwhile is missed, as Redis keeps nothing.
 */
export function listen(
  pool: BlockingPool,
  spec: Channels,
  { signal, onReady = () => {} }: ListenOptions = {},
): AsyncGenerator<Published, void> {
  return feed(pool, signal, (redis, queue: AsyncQueue<Published>) => deliver(redis, spec, queue, onReady));
}

/** Refuse to listen to nothing. */
export function checkChannels({ channels = [], patterns = [] }: Channels): void {
  if (channels.length + patterns.length > 0) return;
  throw new TypeError('There is nothing to listen to. Name at least one of channels and patterns.');
}

/** Call the handler for one message after the other, until it returns false. */
export async function listenWith(
  published: AsyncIterable<Published>,
  handler: (published: Published) => unknown,
): Promise<void> {
  for await (const item of published) {
    if ((await handler(item)) === false) return;
  }
}
