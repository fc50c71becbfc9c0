import type { Cluster, Redis } from 'ioredis';
import { startDeadline } from '../util/pause.js';
import { unreachable } from './connection/failure.js';
import { serverName } from './server-name.js';

const closed = () => new Error('Connection is closed.');

const hungUp = () => new Error('the server hung up before it was ready');

const OPENING: readonly string[] = ['connecting', 'connect'];

/** Whether a server was called and has not said a word since: one that speaks no TLS does so where TLS is asked of it. */
function isMute(redis: Redis | Cluster): boolean {
  const { stream } = redis as { stream?: { bytesRead: number } };
  return OPENING.includes(redis.status) && stream?.bytesRead === 0;
}

interface ReadyOptions {
  /** how long a server may take to answer, in ms; one that says that it loads its data may take longer */
  readonly timeout: number;
  /** go on trying when a connection fails, as long as the client does @default false */
  readonly patient?: boolean;
}

/**
 * Wait until commands can be sent.
 *
 * A server that still loads its data is waited for; one that accepts the connection and stays silent is not.
 *
 * @throws ConnectionError for the first connection that failed
 */
export async function whenReady(redis: Redis | Cluster, options: ReadyOptions): Promise<void> {
  if (redis.status === 'ready') return;
  const error = redis.status === 'end' ? closed() : await whatFailed(redis, options);
  // thrown behind the await, so that its stack has who is waiting
  if (error) throw unreachable(error, serverName(redis));
}

/** What kept a client from becoming ready; undefined once it is. */
function whatFailed(redis: Redis | Cluster, { timeout, patient = false }: ReadyOptions): Promise<Error | undefined> {
  const limit = Math.min((redis as Redis).options.connectTimeout ?? timeout, timeout);
  let last = closed();
  return new Promise((resolve) => {
    const settle = (error?: Error) => {
      hears();
      for (const [event, listener] of listeners) redis.off(event, listener);
      resolve(error);
    };
    const hears = startDeadline(limit, () => {
      if (isMute(redis)) settle(new Error(`connect ETIMEDOUT: the server is silent for ${limit} ms`));
    });
    const listeners = Object.entries({
      ready: () => settle(),
      error: (error: Error) => {
        last = error;
        if (!patient) settle(error);
      },
      // a server that hangs up in order is not an error to ioredis, which calls it again and again
      close: () => {
        if (!patient) setImmediate(() => settle(hungUp()));
      },
      end: () => settle(last),
    });
    for (const [event, listener] of listeners) redis.on(event, listener);
    // a lazy client connects now
    if (redis.status === 'wait') redis.connect().catch(() => {});
  });
}
