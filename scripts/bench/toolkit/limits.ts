import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { type Algorithm, Database } from 'redstart';
import { separate } from '../cores.js';
import { type Figure, ratio } from './figure.js';

const LIMIT = 1_000_000;
const WINDOW = 3_600_000;

const NOW =
  "local t = redis.call('TIME') local now = t[1] * 1000000 + t[2] local limit, window = tonumber(ARGV[1]), ARGV[2] * 1000\n";

/** What one writes by hand: a cost of 1, and whether it was allowed. */
const BY_HAND: Record<Algorithm, string> = {
  'fixed-window': `local n = redis.call('INCR', KEYS[1])
    if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return { n, redis.call('PTTL', KEYS[1]) }`,
  'sliding-log': `${NOW}redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
    local n = redis.call('ZCARD', KEYS[1])
    if n >= limit then return { n, 0 } end
    redis.call('ZADD', KEYS[1], now, now .. ':' .. n)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return { n + 1, redis.call('PTTL', KEYS[1]) }`,
  'sliding-counter': `${NOW}local index = math.floor(now / window)
    local h = redis.call('HMGET', KEYS[1], index, index - 1)
    local used = (h[1] or 0) + (h[2] or 0) * (1 - (now / window - index))
    if used >= limit then return { used, 0 } end
    redis.call('HINCRBY', KEYS[1], index, 1)
    redis.call('PEXPIRE', KEYS[1], ARGV[2] * 2)
    return { used + 1, now }`,
  'token-bucket': `${NOW}local h = redis.call('HMGET', KEYS[1], 'tokens', 'at')
    local tokens = math.min(limit, (h[1] or limit) + (now - (h[2] or now)) * limit / window)
    if tokens < 1 then return { tokens, 0 } end
    redis.call('HSET', KEYS[1], 'tokens', tokens - 1, 'at', now)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return { tokens - 1, now }`,
};

type Call = (key: string, limit: number, window: number) => Promise<unknown>;

function byHand(redis: Redis, algorithm: Algorithm): Call {
  const name = `hand_${algorithm.replace('-', '_')}`;
  redis.defineCommand(name, { numberOfKeys: 1, lua: BY_HAND[algorithm] });
  return (redis as unknown as Record<string, Call>)[name]!.bind(redis);
}

/** Each algorithm beside a bare script, and the fixed window beside rate-limiter-flexible. */
export async function benchLimits(): Promise<Figure[]> {
  await using db = await Database.embedded();
  await separate(db.redis as Redis);
  const redis = db.redis as Redis;
  const figures: Figure[] = [];
  const of = (algorithm: Algorithm) => db.rateLimit('bench', { limit: LIMIT, window: WINDOW, algorithm });
  const rival = new RateLimiterRedis({ storeClient: redis, points: LIMIT, duration: WINDOW / 1000 });
  const fixed = of('fixed-window');
  const value = await ratio(
    (i) => fixed.attempt(`r${i % 50}`),
    (i) => rival.consume(`k${i % 50}`),
  );
  figures.push({
    what: 'rate limit: fixed window beside rate-limiter-flexible',
    value: value.toFixed(2),
    target: '1.00',
  });
  for (const algorithm of Object.keys(BY_HAND) as Algorithm[]) {
    const hand = byHand(redis, algorithm);
    const ours = of(algorithm);
    const part = await ratio(
      (i) => ours.attempt(`${algorithm}${i % 50}`),
      (i) => hand(`hand:${algorithm}${i % 50}`, LIMIT, WINDOW),
    );
    figures.push({ what: `rate limit: ${algorithm} beside a bare script`, value: part.toFixed(2), target: '0.80' });
  }
  return figures;
}
