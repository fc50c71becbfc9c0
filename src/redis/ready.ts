import type { Cluster, Redis } from 'ioredis';
import { unreachable } from './connection/failure.js';
import { serverName } from './server-name.js';

const closed = () => new Error('Connection is closed.');

/** Whether something accepted the connection and has not said a word since. */
function isMute(redis: Redis | Cluster): boolean {
  const { stream } = redis as { stream?: { bytesRead: number } };
  return redis.status === 'connect' && stream?.bytesRead === 0;
}

export interface ReadyOptions {
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
export function whenReady(redis: Redis | Cluster, { timeout, patient = false }: ReadyOptions): Promise<void> {
  const server = serverName(redis);
  if (redis.status === 'ready') return Promise.resolve();
  if (redis.status === 'end') return Promise.reject(unreachable(closed(), server));
  return new Promise((resolve, reject) => {
    let last = closed();
    const limit = (redis as Redis).options.connectTimeout ?? timeout;
    const silence = setTimeout(() => {
      if (isMute(redis)) fail(new Error(`connect ETIMEDOUT: the server is silent for ${limit} ms`));
    }, limit);
    const settle = () => {
      clearTimeout(silence);
      redis.off('ready', onReady).off('error', onError).off('end', onEnd);
    };
    const fail = (error: Error) => {
      settle();
      reject(unreachable(error, server));
    };
    const onReady = () => {
      settle();
      resolve();
    };
    const onError = (error: Error) => {
      last = error;
      if (!patient) fail(error);
    };
    const onEnd = () => fail(last);
    redis.on('ready', onReady).on('error', onError).on('end', onEnd);
    // a lazy client connects now
    if (redis.status === 'wait') redis.connect().catch(() => {});
  });
}
