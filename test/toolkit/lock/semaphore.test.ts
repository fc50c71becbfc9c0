import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { eventually } from '../../support/eventually.js';

describe('Semaphore and ReadWriteLock', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const keysLeft = async () => (await db.redis.keys('*')).filter((key) => !key.endsWith(':fence'));
  const semaphore = (permits = 3) => db.semaphore('s', { permits });
  const rw = () => db.readWriteLock('rw');

  it('lets as many in as there are permits', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await pause(2);
      inside--;
    };
    await Promise.all(Array.from({ length: 40 }, () => semaphore().run(work)));
    expect(most).toBe(3);
    expect(await semaphore().available()).toBe(3);
    expect(await keysLeft()).toEqual([]);
  });

  it('counts permits that are taken together', async () => {
    const two = await semaphore().acquire({ permits: 2 });
    expect(await semaphore().available()).toBe(1);
    expect(await semaphore().tryAcquire({ permits: 2 })).toBeUndefined();
    expect(await semaphore().tryAcquire()).toBeDefined();
    expect(await semaphore().available()).toBe(0);
    expect(await two.release()).toBe(true);
    expect(await semaphore().available()).toBe(2);
    expect(await semaphore().clear()).toBe(true);
    expect(await keysLeft()).toEqual([]);
  });

  it('does not let those who want few pass one who wants many', async () => {
    const one = await semaphore().acquire();
    const order: string[] = [];
    const take = async (name: string, permits: number) => {
      const handle = await semaphore().acquire({ permits });
      order.push(name);
      await handle.release();
    };
    const many = take('many', 3);
    await eventually(async () => (await semaphore().peek())!.waiting === 1);
    expect(await semaphore().tryAcquire()).toBeUndefined();
    const few = take('few', 1);
    await eventually(async () => (await semaphore().peek())!.waiting === 2);
    await one.release();
    await Promise.all([many, few]);
    expect(order).toEqual(['many', 'few']);
  });

  it('gets permits back from who died', async () => {
    const dead = await semaphore(2).acquire({ permits: 2 });
    expect(await semaphore(2).available()).toBe(0);
    await dead.extend(30);
    expect(await (await semaphore(2).acquire()).release()).toBe(true);
    await eventually(async () => (await keysLeft()).length === 0);
    expect(await semaphore(2).available()).toBe(2);
  });

  it('refuses numbers of permits that there cannot be', async () => {
    for (const permits of [0, -1, 1.5, Number.NaN]) {
      expect(() => db.semaphore('s', { permits })).toThrow(RangeError);
      await expect(semaphore().acquire({ permits })).rejects.toThrow(RangeError);
    }
    expect(() => db.semaphore('s', {} as never)).toThrow('permits must be a number');
    await expect(semaphore().acquire({ permits: 4 })).rejects.toThrow('permits must be at most 3, not 4');
    expect(await keysLeft()).toEqual([]);
  });

  it('lets many read at a time, and one write', async () => {
    const readers = await Promise.all([rw().read.acquire(), rw().read.acquire()]);
    expect(await rw().write.tryAcquire()).toBeUndefined();
    for (const reader of readers) expect(await reader.release()).toBe(true);
    const writer = await rw().write.acquire();
    expect(await rw().write.tryAcquire()).toBeUndefined();
    expect(await rw().read.tryAcquire()).toBeUndefined();
    expect(await rw().read.peek()).toMatchObject({ fence: writer.fence, waiting: 0 });
    await writer.release();
    expect(await keysLeft()).toEqual([]);
  });

  it('keeps later readers out while a writer waits, and lets them in together after it', async () => {
    const early = await rw().read.acquire();
    const order: string[] = [];
    const writer = rw().write.run(async () => order.push('write'));
    await eventually(async () => (await rw().read.peek())!.waiting === 1);
    expect(await rw().read.tryAcquire()).toBeUndefined();
    let inside = 0;
    let most = 0;
    const read = async () => {
      order.push('read');
      most = Math.max(most, ++inside);
      await eventually(() => most === 5);
      inside--;
    };
    const readers = Array.from({ length: 5 }, () => rw().read.run(read));
    await eventually(async () => (await rw().read.peek())!.waiting === 6);
    await early.release();
    await Promise.all([writer, ...readers]);
    expect(order).toEqual(['write', ...Array(5).fill('read')]);
    expect(await keysLeft()).toEqual([]);
  });
});
