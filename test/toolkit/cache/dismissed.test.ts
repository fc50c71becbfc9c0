import { Database } from 'redstart';
import { functionName } from '../../../src/scripts/functions.js';
import { endLoad, enterGate } from '../../../src/scripts/generated.js';
import { eventually } from '../../support/eventually.js';
import { HoldingProxy } from '../../support/holding-proxy.js';
import { ServerProcess } from '../../support/server-process.js';

describe('the end of a load', () => {
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

  it('does not hold up the next one where who waits is sent away while it goes back to its place', async () => {
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

  it('is one step: a deletion behind it finds a value, and nothing that is being loaded', async () => {
    // the server knows how loads end
    await loader.cache<string>('b').getOrSet('k', () => 'any');
    const end = proxy.hold(functionName(endLoad));
    const first = waiter.cache<string>('c').getOrSet('k', () => 'old');
    await end.arrived;
    const cache = loader.cache<string>('c');
    expect(await cache.pull('k')).toBe('old');
    expect(await cache.getOrSet('k', () => 'new')).toBe('new');
    expect(await cache.get('k')).toBe('new');
    expect(await loader.redis.keys('cache:{c*')).toEqual(['cache:{c:k}']);
    end.release();
    expect(await first).toBe('old');
  });

  it('gives nothing to who has asked in its process after a deletion', async () => {
    const place = proxy.hold(functionName(enterGate));
    const cache = waiter.cache<string>('c');
    const first = cache.getOrSet('k', () => 'never');
    await place.arrived;
    const others = loader.cache<string>('c');
    await others.set('k', 'old');
    const look = proxy.hold('mget');
    place.release();
    // it has found the value of the other program, and does not know it yet
    await look.arrived;
    await others.delete('k');
    const later = cache.getOrSet('k', () => 'new');
    look.release();
    expect(await first).toBe('old');
    expect(await later).toBe('new');
    expect(await others.get('k')).toBe('new');
  });

  it('leaves no trace of a change in the way of the next one, where it fails', async () => {
    const cache = loader.cache<string>('c');
    const failed = cache.getOrSet('k', async () => {
      await cache.delete('k');
      throw new RangeError('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await cache.getOrSet('k', () => 'new')).toBe('new');
    expect(await cache.get('k')).toBe('new');
  });

  it('says what is not kept only to those of other processes who have asked before it was invalidated', async () => {
    const load =
      (text: string, until?: Promise<void>) => async (context: { skip(): void; tags(tag: string): void }) => {
        context.skip();
        context.tags('t');
        await until;
        return text;
      };
    const line = () => loader.redis.zcard('cache:{c:k}:load:line');
    const gate = () => loader.redis.exists('cache:{c:k}:load');
    for (const [invalidates, given] of [
      [false, 'old'],
      [true, 'new'],
    ] as const) {
      let end!: () => void;
      const until = new Promise<void>((resolve) => (end = resolve));
      const first = loader.cache<string>('c').getOrSet('k', load('old', until));
      await eventually(async () => (await gate()) === 1);
      const others = waiter.cache<string>('c');
      if (invalidates) await others.invalidateTags('t');
      const second = others.getOrSet('k', load('new'));
      await eventually(async () => (await line()) === 1);
      end();
      expect([await first, await second]).toEqual(['old', given]);
    }
  });
});
