import { setTimeout as pause } from 'node:timers/promises';
import { Database, LockError, type LockHandle } from 'redstart';
import { eventually } from '../../support/eventually.js';

describe('Lock', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const waiting = async (name: string) => (await db.lock(name).peek())?.waiting;
  /** Wait until its time has grown again, twice. */
  const renewed = async (name: string) => {
    for (let times = 0; times < 2; times++) {
      let least = Number.POSITIVE_INFINITY;
      await eventually(async () => {
        const { expiresIn } = (await db.lock(name).peek())!;
        least = Math.min(least, expiresIn);
        return expiresIn > least;
      });
    }
  };
  const keysLeft = async () => (await db.redis.keys('*')).filter((key) => !key.endsWith(':fence')).sort();

  it('has one owner at a time', async () => {
    const first = await db.lock('a').acquire();
    expect(await db.lock('a').tryAcquire()).toBeUndefined();
    expect(await db.lock('b').tryAcquire()).toBeDefined();
    expect(await first.release()).toBe(true);
    expect(await db.lock('a').tryAcquire()).toBeDefined();
  });

  it('leaves nothing behind but the last fence, which goes after a day', async () => {
    const handles = [db.lock('a').acquire(), db.lock('a').acquire(), db.lock('a').acquire()];
    for (const handle of handles) expect(await (await handle).release()).toBe(true);
    expect(await db.redis.keys('*')).toEqual(['lock:{a}:fence']);
    expect(await db.redis.pttl('lock:{a}:fence')).toBeGreaterThan(86_000_000);
  });

  it('leaves nothing behind when the owner dies', async () => {
    const dead = await db.lock('a').acquire();
    expect(await keysLeft()).toEqual(['lock:{a}']);
    await dead.extend(30);
    await eventually(async () => (await keysLeft()).length === 0);
    expect(await keysLeft()).toEqual([]);
  });

  it('serves who waits in the order of arrival', async () => {
    const holder = await db.lock('a').acquire();
    const order: number[] = [];
    const work = Array.from({ length: 20 }, async (_, i) => {
      const handle = await db.lock('a').acquire();
      order.push(i);
      await handle.release();
    });
    await eventually(async () => (await waiting('a')) === 20);
    await holder.release();
    await Promise.all(work);
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(await keysLeft()).toEqual([]);
  });

  it('goes from one to the next of a process with the release, whatever became of the next', async () => {
    const holder = await db.lock('a').acquire();
    const controllers = Array.from({ length: 6 }, () => new AbortController());
    const work = controllers.map(({ signal }) => db.lock('a').run(async ({ fence }) => fence, { signal }));
    await eventually(async () => (await waiting('a')) === 6);
    // who is served and does not listen within 50 ms is passed over, and served later
    await eventually(async () => (await db.redis.info('clients')).includes('blocked_clients:1'));
    for (const i of [0, 2, 5]) controllers[i]!.abort(new Error('enough'));
    await holder.release();
    const ended = await Promise.allSettled(work);
    expect(ended.map(({ status }) => status === 'fulfilled')).toEqual([false, true, false, true, true, false]);
    const fences = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    expect(fences).toEqual(fences.toSorted((a, b) => a - b));
    await eventually(async () => (await keysLeft()).length === 0);
    expect(await keysLeft()).toEqual([]);
  });

  it('tells the same of a hold before and after somebody waits for it', async () => {
    // a name of its own: what looks after the line of an earlier test would make a list of the text
    const handle = await db.lock('told', { owner: 'worker 7 of\nmany', ttl: 60_000 }).acquire();
    const alone = (await db.lock('told').peek())!;
    expect(await db.redis.type('lock:{told}')).toBe('string');
    const next = db.lock('told').acquire();
    await eventually(async () => (await waiting('told')) === 1);
    expect(await db.redis.type('lock:{told}')).toBe('zset');
    const { waiting: _, expiresIn, ...rest } = (await db.lock('told').peek())!;
    expect(alone).toMatchObject(rest);
    expect(expiresIn).toBeGreaterThan(30_000);
    expect(await handle.extend(null)).toBe(true);
    expect((await db.lock('told').resume(handle.token))!.fence).toBe(handle.fence);
    expect(await handle.release()).toBe(true);
    expect(await (await next).release()).toBe(true);
  });

  it('does not let a newcomer pass those who wait', async () => {
    const holder = await db.lock('a').acquire();
    const next = db.lock('a').acquire();
    await eventually(async () => (await waiting('a')) === 1);
    const [, passing] = await Promise.all([holder.release(), db.lock('a').tryAcquire()]);
    expect(passing).toBeUndefined();
    await (await next).release();
  });

  it.each([40, 1500])('is free when the ttl of %i ms is over, for who waits', async (ttl) => {
    const dead = await db.lock('a', { ttl }).acquire();
    const next = await db.lock('a').acquire();
    expect(next.fence).toBeGreaterThan(dead.fence);
    expect(await dead.release()).toBe(false);
    expect(await next.release()).toBe(true);
  });

  it('gives a fence that only grows, also after clear(), expiry and a loss of all data', async () => {
    const fences: number[] = [];
    const take = async () => fences.push((await db.lock('a', { ttl: 20 }).acquire()).fence);
    await take();
    await db.lock('a').clear();
    await take();
    await take();
    await db.redis.flushall();
    await take();
    await db.redis.set('lock:{b}:fence', '9000000000000000');
    expect((await db.lock('b').acquire()).fence).toBe(9_000_000_000_000_001);
    expect(fences.toSorted((a, b) => a - b)).toEqual(fences);
    expect(new Set(fences).size).toBe(4);
    expect(fences.every(Number.isSafeInteger)).toBe(true);
  });

  it('fails in time when it is not free, and leaves the line', async () => {
    const holder = await db.lock('a').acquire();
    const late = { code: 'LOCK', reason: 'timeout', lock: 'The lock "a"' };
    await expect(db.lock('a').acquire({ timeout: 0 })).rejects.toMatchObject(late);
    await expect(db.lock('a').acquire({ timeout: 30 })).rejects.toMatchObject(late);
    await expect(db.lock('a', { timeout: 30 }).run(() => {})).rejects.toMatchObject(late);
    await eventually(async () => (await waiting('a')) === 0);
    expect(await holder.release()).toBe(true);
    expect(await keysLeft()).toEqual([]);
  });

  it('says of a hold that was lost that it was, also to who asks after its release', async () => {
    const handle = await db.lock('a').acquire();
    await db.lock('a').clear();
    expect(await handle.release()).toBe(false);
    expect(handle.signal.reason).toMatchObject({ code: 'LOCK', reason: 'lost' });
    const released = await db.lock('a').acquire();
    expect(await released.release()).toBe(true);
    expect(released.signal.aborted).toBe(false);
  });

  it('rejects with the reason of a signal, before and while it waits', async () => {
    const holder = await db.lock('a').acquire();
    const reason = new Error('enough');
    await expect(db.lock('a').acquire({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const wait = db.lock('a').acquire({ signal: controller.signal });
    const patient = db.lock('a').acquire();
    await eventually(async () => (await waiting('a')) === 2);
    controller.abort(reason);
    await expect(wait).rejects.toBe(reason);
    await holder.release();
    expect(await (await patient).release()).toBe(true);
  });

  it('is not lost when who was served has just given up', async () => {
    for (let round = 0; round < 30; round++) {
      const holder = await db.lock('a').acquire();
      const controller = new AbortController();
      const wait = db.lock('a').acquire({ signal: controller.signal });
      await eventually(async () => (await waiting('a')) === 1);
      const released = holder.release();
      controller.abort(new Error('enough'));
      await Promise.allSettled([wait.then((handle) => handle.release()), released]);
      const next = await db.lock('a').acquire({ timeout: 5000 });
      await next.release();
    }
    expect(await keysLeft()).toEqual([]);
  });

  it('passes over those in line whose process is gone', async () => {
    const holder = await db.lock('a').acquire();
    const other = await Database.connect(db.redis.options as never);
    const lost = Array.from({ length: 5 }, () => other.lock('a', { ttl: null }).acquire());
    await eventually(async () => (await waiting('a')) === 5);
    const next = db.lock('a').acquire();
    await eventually(async () => (await waiting('a')) === 6);
    await other.close();
    const failed = await Promise.allSettled(lost);
    expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    await holder.release();
    expect(await (await next).release()).toBe(true);
    await eventually(async () => (await keysLeft()).length === 0);
    expect(await keysLeft()).toEqual([]);
  });

  it('can be extended by its owner alone, as long as it is held', async () => {
    const handle = await db.lock('a', { ttl: 30_000 }).acquire();
    expect(await handle.extend(60_000)).toBe(true);
    expect((await db.lock('a').peek())!.expiresIn).toBeGreaterThan(50_000);
    expect(handle.expiresAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect(await handle.extend(null)).toBe(true);
    expect((await db.lock('a').peek())!.expiresIn).toBe(Number.POSITIVE_INFINITY);
    expect(await db.redis.pttl('lock:{a}')).toBe(-1);
    await db.lock('a').clear();
    expect(await handle.extend()).toBe(false);
    expect(handle.signal.aborted).toBe(true);
    expect(handle.signal.reason).toMatchObject({ code: 'LOCK', reason: 'lost' });
    expect(await handle.release()).toBe(false);
  });

  it('says who has it and since when', async () => {
    expect(await db.lock('a').peek()).toBeUndefined();
    const before = Date.now() - 1000;
    const handle = await db.lock('a', { owner: 'worker 7', ttl: 60_000 }).acquire();
    const state = (await db.lock('a').peek())!;
    expect(state).toMatchObject({ owner: 'worker 7', fence: handle.fence, waiting: 0 });
    expect(state.acquiredAt.getTime()).toBeGreaterThan(before);
    expect(state.expiresIn).toBeGreaterThan(0);
    expect(state.expiresIn).toBeLessThanOrEqual(60_000);
  });

  it('does not tell of a lock whose time is over', async () => {
    await db.lock('a', { ttl: 20 }).acquire();
    const line = db.lock('a').acquire();
    await (await line).release();
    await db.lock('a', { ttl: 10 }).acquire();
    await pause(30);
    expect(await db.lock('a').peek()).toBeUndefined();
  });

  it('goes on in another process by its token', async () => {
    const handle = await db.lock('a').acquire();
    const resumed = (await db.lock('a').resume(handle.token))!;
    expect(resumed).toMatchObject({ fence: handle.fence, expiresAt: handle.expiresAt });
    expect(await resumed.release()).toBe(true);
    expect(await handle.release()).toBe(false);
    expect(await db.lock('a').resume(handle.token)).toBeUndefined();
    expect(await db.lock('a').resume('another')).toBeUndefined();
  });

  it('is released at the end of a block', async () => {
    {
      await using handle = await db.lock('a').acquire();
      expect(handle.signal.aborted).toBe(false);
      expect(await db.lock('a').tryAcquire()).toBeUndefined();
    }
    expect(await db.lock('a').tryAcquire()).toBeDefined();
  });

  describe('run', () => {
    it('renews while the work lasts, and releases', async () => {
      const result = await db.lock('a', { ttl: 3000 }).run(async ({ signal }) => {
        await renewed('a');
        expect(await db.lock('a').tryAcquire()).toBeUndefined();
        expect(signal.aborted).toBe(false);
        return 'done';
      });
      expect(result).toBe('done');
      expect(await keysLeft()).toEqual([]);
    });

    it('releases when the work fails, with its error', async () => {
      const failed = db.lock('a').run(() => {
        throw new RangeError('no');
      });
      await expect(failed).rejects.toThrow(new RangeError('no'));
      expect(await keysLeft()).toEqual([]);
    });

    it('aborts its signal when the lock was lost, and says so at the end', async () => {
      const aborted: unknown[] = [];
      const run = db.lock('a', { ttl: 60 }).run(async ({ signal }) => {
        await db.lock('a').clear();
        await eventually(() => signal.aborted);
        aborted.push(signal.reason);
      });
      await expect(run).rejects.toMatchObject({ code: 'LOCK', reason: 'lost' });
      expect(aborted).toEqual([expect.any(LockError)]);
    });

    it('is not surprised when the work releases', async () => {
      const work = async (handle: LockHandle) => handle.release();
      expect(await db.lock('a').run(work)).toBe(true);
    });
  });

  it('renews a handle that asks for it', async () => {
    const handle = await db.lock('a', { ttl: 3000, renew: true }).acquire();
    await renewed('a');
    expect(handle.signal.aborted).toBe(false);
    expect(await handle.release()).toBe(true);
  });

  it('knows that a handle was lost when its time is over', async () => {
    const handle = await db.lock('a', { ttl: 30 }).acquire();
    await eventually(() => handle.signal.aborted);
    expect(handle.signal.reason).toMatchObject({ reason: 'lost' });
  });

  it('wraps functions and methods', async () => {
    let inside = 0;
    let most = 0;
    const work = async (name: string) => {
      most = Math.max(most, ++inside);
      await pause(5);
      inside--;
      return name.length;
    };
    class Shop {
      private readonly sign = 'x';
      @(db.lock('a').locked({ timeout: 10_000 }))
      async order(item: string): Promise<number> {
        return work(this.sign + item);
      }
    }
    const wrapped = db.lock('a').wrap(work);
    const shop = new Shop();
    expect(await Promise.all([wrapped('ab'), shop.order('ab'), wrapped('a'), shop.order('')])).toEqual([2, 3, 1, 1]);
    expect(most).toBe(1);
  });

  describe('of several names', () => {
    it('takes all or none', async () => {
      const both = db.lock(['b', 'a']);
      const handle = await both.acquire();
      expect(await db.lock('a').tryAcquire()).toBeUndefined();
      expect(await db.lock('b').tryAcquire()).toBeUndefined();
      expect(await both.resume(handle.token)).toBeDefined();
      expect(await handle.release()).toBe(true);
      const b = await db.lock('b').acquire();
      expect(await both.tryAcquire()).toBeUndefined();
      await expect(both.acquire({ timeout: 20 })).rejects.toMatchObject({ reason: 'timeout' });
      // what was on its way when the time was over is given back as soon as it arrives
      const a = await db.lock('a').acquire({ timeout: 5000 });
      expect([await a.release(), await b.release()]).toEqual([true, true]);
    });

    it('takes those that are free by one script, with one fence and one end', async () => {
      await db.redis.config('RESETSTAT');
      const handle = await db.lock(['c', 'a', 'b']).acquire();
      const calls = /^cmdstat_(?:fcall|evalsha|eval):calls=(\d+)/m.exec(await db.redis.info('commandstats'))?.[1];
      expect(Number(calls)).toBeLessThanOrEqual(2);
      expect(await keysLeft()).toEqual(['lock:{a}', 'lock:{b}', 'lock:{c}']);
      expect((await db.lock('b').peek())?.fence).toBe(handle.fence);
      expect(await handle.extend(60_000)).toBe(true);
      expect(await handle.release()).toBe(true);
      expect(await keysLeft()).toEqual([]);
    });

    it('has a fence above that of each, and later owners of each one above it', async () => {
      const handle = await db.lock(['a', 'b', 'c']).acquire();
      await db.lock(['a', 'b', 'c']).clear();
      for (const name of ['a', 'b', 'c']) {
        expect((await db.lock(name).acquire()).fence).toBeGreaterThan(handle.fence);
      }
    });

    it('does not wait in a circle', async () => {
      const names = ['a', 'b', 'c'];
      const work = Array.from({ length: 30 }, (_, i) =>
        db.lock([names[i % 3]!, names[(i + 1) % 3]!]).run(() => pause(1)),
      );
      await Promise.all(work);
      expect(await keysLeft()).toEqual([]);
    });
  });

  it('keeps names with separators and braces apart', async () => {
    const names = [
      'a',
      '{a}',
      'a}',
      '{',
      'a:line',
      'a:records',
      '%7b',
      '%',
      'a\0',
      ' ',
      '*',
      '__proto__',
      'é'.repeat(2000),
    ];
    const handles = [];
    for (const name of names) handles.push((await db.lock(name).tryAcquire())!);
    for (const handle of handles) expect(await handle.release()).toBe(true);
    expect(await keysLeft()).toEqual([]);
  });

  it.each([
    ['an empty name', () => db.lock(''), 'must not be empty'],
    ['no name', () => db.lock([]), 'Give at least one'],
    ['a name that is not text', () => db.lock(7 as never), 'must be a string'],
    ['a ttl of 0', () => db.lock('a', { ttl: 0 }), 'ttl must be a whole number of at least 1'],
    ['a fractional ttl', () => db.lock('a', { ttl: 1.5 }), 'ttl must be a whole number'],
    ['NaN', () => db.lock('a', { ttl: Number.NaN }), 'ttl must be a whole number'],
    ['a negative timeout', () => db.lock('a', { timeout: -1 }), 'timeout must be a whole number'],
    ['an owner that is not text', () => db.lock('a', { owner: 7 as never }), 'owner must be a string'],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  it('refuses bad arguments before anything is written', async () => {
    const handle = await db.lock('a').acquire();
    await expect(db.lock('b').acquire({ timeout: 0.5 })).rejects.toThrow(RangeError);
    await expect(handle.extend(0)).rejects.toThrow(RangeError);
    await expect(db.lock('a').resume('')).rejects.toThrow(TypeError);
    expect(await keysLeft()).toEqual(['lock:{a}']);
  });
});
