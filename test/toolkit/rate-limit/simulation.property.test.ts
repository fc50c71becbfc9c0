import fc from 'fast-check';
import { type Algorithm, Database } from 'redstart';
import { attemptLimit, attemptLimits } from '../../../src/scripts/generated.js';
import { expectProperty } from '../../support/property.js';
import { withClock } from './clock.js';
import { type Rule, simulations } from './simulation.js';

const SLACK = 1e-6;

interface Step {
  /** microseconds since the step before */
  readonly pause: number;
  readonly cost: number;
}

const rules = fc.record({
  limit: fc.integer({ min: 1, max: 20 }),
  window: fc.integer({ min: 1, max: 50 }).map((ms) => ms * 1000),
  burst: fc.integer({ min: 1, max: 30 }),
});
const steps = fc.array(
  fc.record<Step>({ pause: fc.integer({ min: 0, max: 30_000 }), cost: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 40 },
);

describe('a rate limit and its definition', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  /** One limit alone, and the same as the only one of several: allowed, remaining, retryAfter, resetAt. */
  const asked: Record<string, (rule: Rule, capacity: number, algorithm: string, cost: number) => Promise<number[]>> = {
    alone: async ({ limit, window }, capacity, algorithm, cost) => {
      const args = [algorithm, window / 1000, capacity, cost, 0, limit];
      const reply = await db.redis.eval(withClock(attemptLimit.source), 2, 'state', 'block', ...args);
      const [remaining, resetAt, retryAfter] = String(reply).split(' ').map(Number) as [number, number, number?];
      return [retryAfter === undefined ? 1 : 0, remaining, retryAfter ?? 0, resetAt];
    },
    'among several': async ({ limit, window }, capacity, algorithm, cost) => {
      const args = [cost, 0, '', algorithm, limit, window / 1000, capacity];
      const reply = await db.redis.eval(withClock(attemptLimits.source), 2, 'state', 'block', ...args);
      return (reply as number[]).slice(3);
    },
  };
  const cases = Object.keys(simulations).flatMap((name) => Object.keys(asked).map((way) => [name, way] as const));

  it.each(cases)('say the same: %s, %s', async (name, way) => {
    const property = fc.asyncProperty(rules, steps, async (rule, walk) => {
      await db.redis.flushall();
      const simulation = simulations[name as Algorithm](rule);
      const { capacity } = simulation;
      // ahead of the server's clock, so that no key ends while the test's time goes on
      let now = (Date.now() + 3_600_000) * 1000;
      for (const { pause, cost: wanted } of walk) {
        now += Math.max(pause, 1);
        const cost = Math.min(wanted, capacity);
        await db.redis.hset('clock', { now });
        const reply = await asked[way]!(rule, capacity, name.replace('-', '_'), cost);
        const [allowed, remaining, retryAfter, resetAt] = reply as [number, number, number, number];
        const fits = (at: number) => simulation.used(at) + cost <= capacity + SLACK;
        expect(allowed === 1).toBe(fits(now));
        if (allowed) simulation.add(now, cost);
        expect(remaining).toBe(Math.max(0, Math.floor(capacity - simulation.used(now) + SLACK)));
        expect(simulation.used(resetAt * 1000)).toBeLessThan(SLACK);
        if (allowed) expect(retryAfter).toBe(0);
        else {
          // the first millisecond at which it would be allowed
          expect(fits(now + retryAfter * 1000 + 1)).toBe(true);
          if (retryAfter > 1) expect(fits(now + (retryAfter - 1) * 1000 - 1)).toBe(false);
        }
      }
    });
    await expectProperty(property, 40);
  });
});
