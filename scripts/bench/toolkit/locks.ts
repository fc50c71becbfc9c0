// A free lock: taken and released without anybody else, beside SET NX PX and a script that compares and deletes. A fence takes a script and a
// counter however it is written, so the same with a fence by hand says what is the most there can be.
// Contention: 16 callers of one process want the same lock at the same moment, each once; the round is over when all had it, and the
// next one begins. So everybody waits for about half of the others, as in a burst of requests for one thing. Holds of 1 ms show what
// passing a lock on costs, holds of 50 ms how many commands those send who wait (redis-semaphore asks every 10 ms). With 1 ms it asks
// 8.5 times a turn and releases once, so that a lock whose callers do nothing but release sends a tenth of its commands.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { Mutex } from 'redis-semaphore';
import { Database } from 'redstart';
import { separate } from '../cores.js';
import { type Figure, ratio } from './figure.js';

const WAITERS = 16;
const ROUNDS = 6;
/** Work that is short beside the time between two tries of who polls, and work that is long beside it, in ms. */
const SHORT = 1;
const LONG = 50;

const RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

const FENCED =
  "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('INCR', KEYS[2]) end return 0";

interface ByHand {
  handRelease(key: string, token: string): Promise<number>;
  handFenced(key: string, fence: string, token: string, ttl: number): Promise<number>;
}

/** What clients send; what scripts call besides is counted by the server under other names. */
const SENT = /^cmdstat_(?:fcall|fcall_ro|evalsha|eval|blpop):calls=(\d+)/gm;
const SENT_BY_SEMAPHORE = /^cmdstat_(?:set|evalsha|eval):calls=(\d+)/gm;

async function commands(redis: Redis, sent: RegExp): Promise<number> {
  const calls = [...(await redis.info('commandstats')).matchAll(sent)];
  return calls.reduce((sum, match) => sum + Number(match[1]), 0);
}

interface Contention {
  /** milliseconds in all */
  readonly time: number;
  /** commands that clients sent, for each turn */
  readonly commands: number;
}

/** Sixteen who want the lock at the same time, each once; again and again. */
async function contend(redis: Redis, rounds: number, turn: () => Promise<unknown>, sent = SENT): Promise<Contention> {
  await redis.config('RESETSTAT');
  const start = performance.now();
  for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: WAITERS }, turn));
  const time = performance.now() - start;
  return { time, commands: (await commands(redis, sent)) / (WAITERS * rounds) };
}

/** A lock without contention beside SET NX PX and a script; with 16 waiters beside redis-semaphore. */
export async function benchLocks(): Promise<Figure[]> {
  await using db = await Database.embedded();
  await separate(db.redis as Redis);
  const redis = db.redis as Redis;
  redis.defineCommand('handRelease', { numberOfKeys: 1, lua: RELEASE });
  redis.defineCommand('handFenced', { numberOfKeys: 2, lua: FENCED });
  const hand = redis as Redis & ByHand;
  const lock = db.lock('free');
  const own = async () => (await lock.acquire()).release();
  const plain = async () => {
    const token = randomUUID();
    await redis.set('hand', token, 'PX', 10_000, 'NX');
    await hand.handRelease('hand', token);
  };
  const fenced = async () => {
    const token = randomUUID();
    await hand.handFenced('hand', 'hand:fence', token, 10_000);
    await hand.handRelease('hand', token);
  };
  const [free, floor] = [await ratio(own, plain), await ratio(fenced, plain)];
  const ours = (hold: number) => () => db.lock('busy').run(() => pause(hold));
  const theirs = (hold: number) => async () => {
    const mutex = new Mutex(redis, 'busy', { acquireTimeout: 60_000 });
    await mutex.acquire();
    await pause(hold);
    await mutex.release();
  };
  await contend(redis, 1, ours(SHORT));
  const both = async (rounds: number, hold: number) =>
    [await contend(redis, rounds, ours(hold)), await contend(redis, rounds, theirs(hold), SENT_BY_SEMAPHORE)] as const;
  const [short, long] = [await both(ROUNDS, SHORT), await both(1, LONG)];
  const times = (short[1].time / short[0].time).toFixed(2);
  const part = (long[0].commands / long[1].commands).toFixed(2);
  const partShort = (short[0].commands / short[1].commands).toFixed(2);
  return [
    { what: 'lock: free, beside SET NX PX and a script', value: free.toFixed(2), target: '0.80' },
    { what: 'lock: the same with a fence by hand, which ours has', value: floor.toFixed(2), target: '' },
    {
      what: `lock: ${WAITERS} waiters, ${SHORT} ms each, times the throughput of redis-semaphore`,
      value: times,
      target: '3.00',
    },
    { what: `lock: ${WAITERS} waiters, ${SHORT} ms each, part of its commands`, value: partShort, target: '' },
    {
      what: 'lock: the same of one command a turn, which a release takes',
      value: (1 / short[1].commands).toFixed(3),
      target: '',
    },
    { what: `lock: ${WAITERS} waiters, ${LONG} ms each, part of its commands`, value: part, target: 'below 0.10' },
  ];
}
