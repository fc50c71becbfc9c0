import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';

/**
 * Ask a connection that only listens, in every `timeout` ms, whether it is still there. One on which nothing came since then is
 * cut, so that ioredis opens another one and subscribes there. Returns what ends it.
 */
export function keepAlive(redis: Redis, timeout: number): () => void {
  const socket = (): Socket | undefined => (redis as unknown as { stream?: Socket }).stream;
  let [asked, heard] = [socket(), socket()?.bytesRead];
  const isSilent = () => asked !== undefined && asked === socket() && asked.bytesRead === heard;
  const ask = () => {
    if (isSilent()) asked?.destroy();
    else if (redis.status === 'ready') redis.ping().catch(() => {});
    [asked, heard] = [socket(), socket()?.bytesRead];
  };
  // a program that was busy for long reads what has come before it is asked
  const timer = setInterval(() => setImmediate(ask), timeout);
  return () => clearInterval(timer);
}
