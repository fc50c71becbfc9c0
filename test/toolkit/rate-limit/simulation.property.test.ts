import fc from 'fast-check';
import { type Algorithm, Database } from 'redstart';
import { attemptLimits } from '../../../src/scripts/generated.js';
import { simulations } from './simulation.js';

const SLACK = 1e-6;

/** The script with a clock that the test sets; everything else is the server's. */
const SCRIPT = attemptLimits.source.replace("redis.call('TIME')", "redis.call('HMGET', 'clock', 'seconds', 'micros')");

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

  it('replaces the clock of the script', () => {
    expect(SCRIPT).not.toBe(attemptLimits.source);
    expect(SCRIPT).not.toContain("'TIME'");
  });

  it.each(Object.keys(simulations) as Algorithm[])('say the same: %s', async (algorithm) => {
    const property = fc.asyncProperty(rules, steps, async (rule, walk) => {
      await db.redis.flushall();
      const bucket = algorithm === 'token-bucket';
      const simulation = simulations[algorithm](rule);
      const spec = ['', algorithm.replace('-', '_'), rule.limit, rule.window / 1000, bucket ? rule.burst : rule.limit];
      // ahead of the server's clock, so that no key ends while the test's time goes on
      let now = (Date.now() + 3_600_000) * 1000;
      for (const { pause, cost: wanted } of walk) {
        now += Math.max(pause, 1);
        const cost = Math.min(wanted, simulation.capacity);
        await db.redis.hset('clock', { seconds: Math.floor(now / 1e6), micros: now % 1e6 });
        const reply = (await db.redis.eval(SCRIPT, 2, 'state', 'block', cost, 0, ...spec)) as number[];
        const [allowed, , remaining, retryAfter] = reply;
        const fits = (at: number) => simulation.used(at) + cost <= simulation.capacity + SLACK;
        expect(allowed === 1).toBe(fits(now));
        if (allowed) simulation.add(now, cost);
        const left = Math.max(0, Math.floor(simulation.capacity - simulation.used(now) + SLACK));
        expect(remaining).toBe(left);
        if (allowed) expect(retryAfter).toBe(0);
        else {
          // the first millisecond at which it would be allowed
          expect(fits(now + retryAfter! * 1000 + 1)).toBe(true);
          if (retryAfter! > 1) expect(fits(now + (retryAfter! - 1) * 1000 - 1)).toBe(false);
        }
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
