import { Database } from 'redstart';
import { functionName } from '../../../src/scripts/functions.js';
import { enterGate } from '../../../src/scripts/generated.js';
import { eventually } from '../../support/eventually.js';
import { HoldingProxy } from '../../support/holding-proxy.js';
import { ServerProcess } from '../../support/server-process.js';

describe('who waits for a load of another process', () => {
  let server: ServerProcess;
  let proxy: HoldingProxy;
  let loader: Database;
  let waiter: Database;
  beforeEach(async () => {
    server = await ServerProcess.start();
    proxy = await HoldingProxy.to(server.address);
    loader = await Database.connect(server.address);
    waiter = await Database.connect(proxy.address);
  });
  afterEach(async () => {
    await Promise.all([loader.close(), waiter.close()]);
    proxy.close();
    await server.kill();
  });

  it('does not hold up the next load where it is sent away while it goes back to its place', async () => {
    const gate = 'cache:{c:k}:load';
    const cache = loader.cache<string>('c');
    let end!: (value: string) => void;
    const first = cache.getOrSet('k', () => new Promise<string>((resolve) => (end = resolve)));
    await eventually(async () => (await loader.redis.exists(gate)) === 1);
    const word = proxy.hold('blpop');
    const second = waiter.cache<string>('c').getOrSet('k', () => 'anew');
    await eventually(async () => (await loader.redis.zcard(`${gate}:line`)) === 1);
    // its value is not kept, and who waits is sent away to load it anew
    await cache.delete('k');
    const place = proxy.hold(functionName(enterGate));
    end('old');
    expect(await first).toBe('old');
    // the word is on its way; who waits hears first that it is not in line any more, and goes back to its place
    await Promise.all([word.arrived, place.arrived]);
    // nobody would take away its hold before this test is over
    expect(await loader.redis.pexpire(gate, 600_000)).toBe(1);
    // it is sent away, and looks for the value, before it hears of its place
    const look = proxy.hold('mget');
    word.release();
    await look.arrived;
    look.release();
    place.release();
    expect(await second).toBe('anew');
    expect(await cache.get('k')).toBe('anew');
  });
});
