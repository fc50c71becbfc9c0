import { soakStreams } from '../../scripts/soak/streams.js';

describe('workers, a server and connections that are killed at random', () => {
  it('lose no message', async () => {
    const report = await soakStreams({ ms: 5000, patience: 100_000, cluster: false });
    expect(report).toMatchObject({ lost: 0, crashed: 0 });
    expect(report.handled).toBeGreaterThan(0);
    for (const kind of ['workersKilled', 'serversKilled', 'connectionsKilled'] as const)
      expect(report[kind]).toBeGreaterThan(0);
  });
});
