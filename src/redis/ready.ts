import type { Cluster, Redis } from 'ioredis';

const DEFAULT_TIMEOUT = 10_000;

const closed = () => new Error('Connection is closed.');

/** Whether something accepted the connection and has not said a word since. */
function isMute(redis: Redis | Cluster): boolean {
  const { stream } = redis as { stream?: { bytesRead: number } };
  return redis.status === 'connect' && stream?.bytesRead === 0;
}

function timeoutOf(redis: Redis | Cluster): number {
  return (redis as Redis).options.connectTimeout ?? DEFAULT_TIMEOUT;
}

/**
 * Wait until commands can be sent.
 *
 * A server that still loads its data is waited for; one that accepts the connection and stays silent is not.
 *
 * @param patient go on trying when a connection fails, as long as the client does
 * @throws the error of the first connection that failed, as ioredis made it
 */
export function whenReady(redis: Redis | Cluster, patient = false): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  if (redis.status === 'end') return Promise.reject(closed());
  return new Promise((resolve, reject) => {
    let last = closed();
    const silence = setTimeout(() => {
      if (isMute(redis)) fail(new Error('connect ETIMEDOUT: the server accepted the connection and does not answer'));
    }, timeoutOf(redis));
    const settle = () => {
      clearTimeout(silence);
      redis.off('ready', onReady).off('error', onError).off('end', onEnd);
    };
    const fail = (error: Error) => {
      settle();
      reject(error);
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
