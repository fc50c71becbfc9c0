import type { Redis } from 'ioredis';
import { checkText } from '../containers/arguments.js';
import type { Connection } from '../redis/connection/connection.js';
import { keepAlive } from '../redis/connection/heartbeat.js';
import { homeOf, refresh } from '../redis/connection/home.js';
import type { AsyncQueue } from '../util/async-queue.js';
import { kindOf, knownOptions, type OptionNames } from '../util/options.js';
import { pause } from '../util/pause.js';
import { Feed, type FeedOptions, type Runner } from './feed.js';
import { checkSharded } from './publish.js';

/** What to listen to; at least one channel or pattern. */
export interface Channels {
  readonly channels?: readonly string[] | undefined;
  /** glob patterns of channels, as in `news.*` */
  readonly patterns?: readonly string[] | undefined;
  /** channels that belong to a slot of the cluster, as keys do: only the node that holds it passes on what is published there (Redis 7) */
  readonly sharded?: readonly string[] | undefined;
}

/** Something published. */
export interface Published {
  readonly channel: string;
  /** the pattern that the channel fits, when it was listened to by one */
  readonly pattern?: string;
  readonly message: string;
}

export type ListenOptions = FeedOptions<Published>;

/** How long, in ms, to wait before a cluster is asked who does what a node does no more. */
const RETRY = 50;

type Subscribe = (redis: Redis) => Promise<unknown>;

interface Listening {
  readonly connection: Connection;
  readonly run: Runner;
  readonly queue: AsyncQueue<Published>;
  readonly ready: () => void;
}

/** Whoever listens in several ways is ready when each has been confirmed, which it may be again. */
function countdown(count: number, done: () => void): () => () => void {
  let left = count;
  return () => {
    let confirmed = false;
    return () => {
      if (!confirmed && --left === 0) done();
      confirmed = true;
    };
  };
}

/** Whether another node of the cluster may do it: this one has not got the slot any more, or was lost. */
const isElsewhere = ({ name, message }: Error): boolean => name !== 'ReplyError' || message.startsWith('MOVED');

/** It has ended for good; on a cluster another node may do what one that was lost does no more. */
const over = (redis: Redis, { isCluster }: Connection['redis']) =>
  new Promise<void>((resolve) => {
    for (const event of isCluster ? ['end', 'close', 'moved'] : ['end']) redis.once(event, () => resolve());
  });

/** Push what arrives on a connection until the connection is of no more use. */
async function deliver({ connection, queue, ready }: Listening, redis: Redis, subscribe: Subscribe): Promise<void> {
  const end = over(redis, connection.redis);
  const push = (channel: string, message: string) => queue.push({ channel, message });
  redis.on('message', push).on('smessage', push);
  redis.on('pmessage', (pattern: string, channel: string, message: string) =>
    queue.push({ channel, pattern, message }),
  );
  const rest = keepAlive(redis, connection.blocking.margin);
  try {
    await subscribe(redis);
    ready();
    await end;
  } catch (error) {
    if (!connection.redis.isCluster || !isElsewhere(error as Error)) throw error;
  } finally {
    rest();
    // a connection that subscribed is good for nothing else
    redis.disconnect();
  }
}

/** Listen to channels that any node knows. */
async function everywhere(to: Listening, { channels = [], patterns = [] }: Channels): Promise<void> {
  const subscribe = async (redis: Redis) => {
    if (channels.length > 0) await redis.subscribe(...channels);
    if (patterns.length > 0) await redis.psubscribe(...patterns);
  };
  do await to.run((redis) => deliver(to, redis, subscribe));
  while (await mayMove(to));
}

/** Listen to channels of slots: at each node to those that it holds. */
async function atHome(to: Listening, channels: readonly string[]): Promise<void> {
  const groups = byNode(to.connection, channels);
  const part = countdown(groups.length, to.ready);
  const follow = async (group: readonly string[]) => {
    const subscribe = (redis: Redis) => Promise.all(group.map((channel) => redis.ssubscribe(channel)));
    const here = { ...to, ready: part() };
    await to.run((redis) => deliver(here, redis, subscribe), group[0]);
    // some of them may be elsewhere by now
    if (await mayMove(to)) await atHome(here, group);
  };
  await Promise.all(groups.map(follow));
}

function byNode({ redis }: Connection, channels: readonly string[]): string[][] {
  const groups = new Map<string | undefined, string[]>();
  for (const channel of channels) {
    const node = homeOf(redis, channel)?.name;
    groups.set(node, [...(groups.get(node) ?? []), channel]);
  }
  return [...groups.values()];
}

async function mayMove({ connection: { redis } }: Listening): Promise<boolean> {
  if (!redis.isCluster) return false;
  await Promise.all([refresh(redis), pause(RETRY)]);
  return true;
}

/**
 * What is published, from the first step of the iteration or `ready()` on. A connection that is lost, or silent for longer than the
 * `timeout` of the database, is opened again; what was published meanwhile is missed, as Redis keeps nothing.
 */
export function listen(connection: Connection, spec: Channels, options: ListenOptions = {}): Feed<Published> {
  const { channels = [], patterns = [], sharded = [] } = spec;
  const plain = channels.length + patterns.length > 0;
  return new Feed(
    connection.blocking,
    options,
    (queue, run, ready) => {
      const part = countdown(Number(plain) + Number(sharded.length > 0), ready);
      const to = () => ({ connection, run, queue, ready: part() });
      return Promise.all([plain && everywhere(to(), spec), sharded.length > 0 && atHome(to(), sharded)]);
    },
    'listen()',
  );
}

const CHANNELS: OptionNames<Channels> = { channels: true, patterns: true, sharded: true };

/** A text is not a list of its letters. */
function checkNames(name: string, list: unknown): void {
  if (!Array.isArray(list))
    throw new TypeError(`${name} is a list of names, not ${kindOf(list)}. Write { ${name}: ['news'] }.`);
  for (const each of list) checkText(`A name in ${name}`, each);
}

/** Refuse to listen to nothing, and to what the server does not know. */
export function checkChannels(connection: Connection, spec: Channels) {
  knownOptions('listen()', spec, CHANNELS);
  const { channels = [], patterns = [], sharded = [] } = spec;
  for (const [name, list] of Object.entries({ channels, patterns, sharded })) checkNames(name, list);
  if (channels.length + patterns.length + sharded.length === 0)
    throw new TypeError('There is nothing to listen to. Name at least one of channels, patterns and sharded.');
  if (sharded.length > 0) checkSharded(connection, 'SSUBSCRIBE');
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
