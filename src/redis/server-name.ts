import type { Cluster, Redis, RedisOptions } from 'ioredis';

interface Place {
  readonly host?: string;
  readonly port?: number | string;
}

const place = (node: Place | string | number): string =>
  typeof node === 'object' ? `${node.host ?? 'localhost'}:${node.port ?? 6379}` : String(node);

function nameOf({ sentinels, name, path, host, port, Connector }: RedisOptions): string {
  if (Connector) return 'the embedded server';
  if (sentinels) return `the master ${JSON.stringify(name)} of the sentinels ${sentinels.map(place).join(', ')}`;
  return path ?? place({ host, port });
}

/** Where a client connects to, as people say it; never a password. */
export function serverName(redis: Redis | Cluster): string {
  if (!redis.isCluster) return nameOf((redis as Redis).options);
  const { startupNodes = [] } = redis as unknown as { startupNodes?: readonly (Place | string | number)[] };
  return `the cluster ${startupNodes.map((node) => place(node).replace(/\/\/.*@/, '//')).join(', ')}`;
}

/** Where another program can connect to, as a URL without user and password, or the path of a socket; undefined where there are several servers. */
export function addressOf(redis: Redis | Cluster): string | undefined {
  if (redis.isCluster) return undefined;
  const { sentinels, Connector, path, host, port, db, tls } = (redis as Redis).options;
  if (sentinels || Connector) return undefined;
  return path ?? `${tls ? 'rediss' : 'redis'}://${place({ host, port })}/${db ?? 0}`;
}
