import { eventually } from '../support/eventually.js';
import { begin, db, deadOf, fill, groupOf, pause, pendingOf, silent, useJobs } from './jobs.js';

useJobs();

describe('a worker of several streams', () => {
  it('holds no more than it works on', async () => {
    const keys = Array.from({ length: 10 }, (_, i) => `s${i}`);
    const group = await groupOf(keys);
    for (const key of keys) await fill(key, 5);
    let release = () => {};
    let handled = 0;
    const worker = begin(
      group.consume(
        async () => {
          handled++;
          if (handled === 1) {
            await new Promise<void>((resolve) => {
              release = resolve;
            });
          }
        },
        { concurrency: 1, batch: 1 },
      ),
    );
    await eventually(() => handled === 1);
    await pause(50);
    let held = 0;
    for (const key of keys) held += await pendingOf(key);
    expect(held).toBe(1);
    release();
    await eventually(() => handled === 50);
    await worker.stop();
    for (const key of keys) expect(await pendingOf(key)).toBe(0);
  });

  it('gives back what it was given beyond its room', async () => {
    const group = await groupOf(['a', 'b', 'c']);
    let handled = 0;
    const worker = begin(group.consume(() => handled++));
    await pause(50);
    for (let round = 0; round < 20; round++) {
      const multi = db.redis.multi();
      for (const key of ['a', 'b', 'c']) multi.xadd(key, '*', 'n', '1');
      await multi.exec();
      await pause(1);
    }
    await eventually(() => handled === 60);
    await worker.stop();
  });
});

describe('stream.addLater', () => {
  it('adds a message when its time has come, with the help of any worker', async () => {
    const group = await groupOf();
    const stream = db.stream('jobs');
    const seen: string[] = [];
    const start = Date.now();
    await stream.addLater({ n: 'second' }, { delay: 250 });
    await stream.addLater({ n: 'first' }, { at: new Date(start + 50) });
    const ticket = await stream.addLater({ n: 'never' }, { delay: 200 });
    expect(await stream.cancel(ticket)).toBe(true);
    expect(await stream.cancel(ticket)).toBe(false);
    // nobody adds them before there is a worker, however long all of this has taken
    expect(await stream.size()).toBe(0);
    const worker = begin(group.consume(({ fields }) => seen.push(fields.n!)));
    await eventually(() => seen.length === 2);
    expect(Date.now() - start).toBeGreaterThanOrEqual(249);
    await stream.addLater({ n: 'third' }, { delay: 50 });
    await eventually(() => seen.length === 3);
    await worker.stop();
    expect(seen).toEqual(['first', 'second', 'third']);
    expect((await db.redis.keys('*')).sort()).toEqual(['jobs']);
  });

  it('refuses what no time can be told of', async () => {
    const stream = db.stream('jobs');
    await expect(stream.addLater({ n: '1' }, {})).rejects.toThrow(TypeError);
    await expect(stream.addLater({ n: '1' }, { delay: 1, at: new Date() })).rejects.toThrow(TypeError);
    await expect(stream.addLater({ n: '1' }, { delay: -1 })).rejects.toThrow(RangeError);
    await expect(stream.addLater({ n: '1' }, { at: new Date(Number.NaN) })).rejects.toThrow(RangeError);
    const wide = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`f${i}`, '1']));
    await expect(stream.addLater(wide, { delay: 1 })).rejects.toThrow('at most 3500 fields');
    await expect(stream.cancel('')).rejects.toThrow(RangeError);
    expect(await db.redis.keys('*')).toEqual([]);
  });
});

describe('group.redrive', () => {
  const bury = async (count: number) => {
    const group = await groupOf();
    await fill('jobs', count);
    const worker = begin(
      group.consume(() => Promise.reject(new Error('no')), { retries: 0, concurrency: 5, ...silent }),
    );
    await eventually(async () => (await deadOf()) === count);
    await worker.stop();
    return group;
  };

  it('gives dead letters back to their group alone, with no tries counted', async () => {
    const group = await bury(4);
    const other = db.consumerGroup('h', 'jobs');
    await other.create({ from: '$' });
    await db.redis.xtrim('jobs', 'MAXLEN', 3);
    expect(await group.redrive({ filter: ({ fields }) => fields['dead:error'] === 'Error: no', limit: 3 })).toBe(3);
    expect(await group.redrive({ filter: () => false })).toBe(0);
    expect(await deadOf()).toBe(1);
    const seen: string[] = [];
    const worker = begin(group.consume(({ fields }, { attempt }) => seen.push(`${Object.entries(fields)} ${attempt}`)));
    await eventually(() => seen.length === 3);
    await worker.stop();
    expect(seen.sort()).toEqual(['n,0 1', 'n,1 1', 'n,2 1']);
    // the one that was gone from the stream is new to all groups
    expect((await other.read()).map(({ fields }) => fields)).toEqual([{ n: '0' }]);
    await expect(group.redrive({ limit: 0 })).rejects.toThrow(RangeError);
  });

  it('has them taken one after the other, as soon as there is room', async () => {
    const group = await bury(20);
    expect(await group.redrive()).toBe(20);
    await db.redis.config('RESETSTAT');
    const seen = new Set<string>();
    const start = performance.now();
    const worker = begin(group.consume(({ id }) => seen.add(id)));
    await eventually(() => seen.size === 20);
    // each tick asks once for what was delayed, once a second
    const [, ticks] = /cmdstat_zrangebyscore:calls=(\d+)/.exec(await db.redis.info('commandstats')) ?? [];
    expect(Number(ticks)).toBeLessThan(10 + (performance.now() - start) / 1000);
    await worker.stop();
    expect(await pendingOf()).toBe(0);
  });

  it('leaves the letters of other groups where they are', async () => {
    await bury(1);
    const other = db.consumerGroup('h', 'jobs');
    await other.create();
    expect(await other.redrive()).toBe(0);
    expect(await deadOf()).toBe(1);
  });
});
