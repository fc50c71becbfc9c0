import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { type Algorithm, Database } from 'redstart';
import { separate } from '../cores.js';
import { type Figure, ratio } from './figure.js';

const LIMIT = 1_000_000;
const WINDOW = 3_600_000;

const NOW = `local limit, window = tonumber(ARGV[1]), ARGV[2] * 1000
  local t = redis.call('TIME') local now = t[1] * 1000000 + t[2]
`;

/**
 * What one writes by hand, for a cost of 1, to give the same answer: whether it is allowed, what remains, the milliseconds until it is
 * allowed, and the time at which all is as new; on the server's clock, with a state that ends.
 */
const BY_HAND: Record<Algorithm, string> = {
  'fixed-window': `local limit = tonumber(ARGV[1])
    local used = tonumber(redis.call('GET', KEYS[1]) or 0)
    if used >= limit then return { 0, 0, redis.call('PTTL', KEYS[1]), redis.call('PEXPIRETIME', KEYS[1]) } end
    if used == 0 then redis.call('SET', KEYS[1], 1, 'PX', ARGV[2]) else redis.call('INCR', KEYS[1]) end
    return { 1, limit - used - 1, 0, redis.call('PEXPIRETIME', KEYS[1]) }`,
  'sliding-log': `${NOW}redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
    local n = redis.call('ZCARD', KEYS[1])
    if n >= limit then
      local first, last = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2], redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
      return { 0, 0, (first + window - now) / 1000, (last + window) / 1000 }
    end
    redis.call('ZADD', KEYS[1], now, now .. ':' .. n)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return { 1, limit - n - 1, 0, (now + window) / 1000 }`,
  'sliding-counter': `${NOW}local index = math.floor(now / window)
    local h = redis.call('HMGET', KEYS[1], 'window', 'current', 'previous')
    local age, current, previous = index - (h[1] or -2), tonumber(h[2] or 0), tonumber(h[3] or 0)
    if age > 0 then current, previous = 0, age == 1 and current or 0 end
    local used = current + previous * (1 - (now / window - index))
    local reset = ((index + 2) * window) / 1000
    if used + 1 > limit then
      if current + 1 > limit then return { 0, 0, ((index + 2 - (limit - 1) / current) * window - now) / 1000, reset } end
      return { 0, 0, ((index + 1 - (limit - 1 - current) / previous) * window - now) / 1000, reset }
    end
    redis.call('HSET', KEYS[1], 'window', index, 'current', current + 1, 'previous', previous)
    redis.call('PEXPIREAT', KEYS[1], math.ceil(reset))
    return { 1, limit - used - 1, 0, reset }`,
  'token-bucket': `${NOW}local h = redis.call('HMGET', KEYS[1], 'tokens', 'at')
    local tokens = math.min(limit, (h[1] or limit) + (now - (h[2] or now)) * limit / window)
    if tokens < 1 then return { 0, 0, (1 - tokens) * window / limit / 1000, (now + (limit - tokens) * window / limit) / 1000 } end
    redis.call('HSET', KEYS[1], 'tokens', tokens - 1, 'at', now)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return { 1, tokens - 1, 0, (now + (limit - tokens + 1) * window / limit) / 1000 }`,
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
