import { Database } from 'redstart';
import { Program } from '../../support/program.js';
import { ServerProcess } from '../../support/server-process.js';

describe('a rate limit among processes', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(() => server.kill());

  it('is exact, whatever the algorithm', async () => {
    // windows so long that nothing comes back while they run
    const args = [server.address.port, 100, 4_000_000_000, 60].map(String);
    const programs = Array.from({ length: 8 }, () => Program.run('toolkit/rate-limit/attempts.ts', args));
    const allowed = await Promise.all(programs.map((program) => program.next<Record<string, number>>()));
    await Promise.all(programs.map((program) => program.end()));
    for (const algorithm of ['sliding-log', 'fixed-window', 'sliding-counter', 'token-bucket', 'both'])
      expect(allowed.reduce((sum, counts) => sum + counts[algorithm]!, 0)).toBe(100);
  });

  it('answers as it was told while the server is away', async () => {
    const other = await ServerProcess.start();
    await using db = await Database.connect({ ...other.address, maxRetriesPerRequest: 0 });
    const options = { limit: 1, window: 1000 };
    const limit = (onError?: 'throw' | 'allow' | 'deny') => db.rateLimit('a', { ...options, onError });
    await other.kill();
    await expect(limit('allow').attempt('k')).resolves.toMatchObject({ allowed: true, retryAfter: 0 });
    const asked = Date.now();
    const denied = await limit('deny').attempt('k');
    expect(denied).toMatchObject({ allowed: false, remaining: 0 });
    expect(denied.retryAfter).toBeGreaterThan(0);
    expect(denied.resetAt.getTime()).toBeGreaterThanOrEqual(asked + denied.retryAfter);
    await expect(limit().attempt('k')).rejects.toThrow();
    await expect(limit('allow').attempt('')).rejects.toThrow(RangeError);
  });
});
