import { Database } from 'redstart';
import { eventually } from '../support/eventually.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const clients = async () => Number(/connected_clients:(\d+)/.exec(await db.redis.info('clients'))![1]);
const blocked = (count: number) =>
  eventually(async () => (await db.redis.info('clients')).includes(`blocked_clients:${count}\r\n`));
const pool = () => db.connection.blocking;

describe('BlockingPool', () => {
  it('lends the same connection again, and keeps few', async () => {
    for (let i = 0; i < 5; i++) await pool().run((redis) => redis.ping());
    expect(await clients()).toBe(2);
    await Promise.all(Array.from({ length: 20 }, () => pool().run((redis) => redis.blpop('none', 0.05))));
    await eventually(async () => (await clients()) <= 5);
  });

  it('lends as many as are wanted at a time', async () => {
    const pops = Array.from({ length: 20 }, () => pool().run((redis) => redis.blpop('list', 0)));
    await blocked(20);
    await db.redis.rpush('list', ...Array.from({ length: 20 }, (_, i) => i));
    expect(await Promise.all(pops)).toHaveLength(20);
  });

  it('rejects before anything is sent when aborted already', async () => {
    let called = false;
    const work = async () => {
      called = true;
    };
    await expect(pool().run(work, { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early');
    expect(called).toBe(false);
  });

  it('ends a blocked call at once', async () => {
    const stop = new AbortController();
    const popped = pool().run((redis) => redis.blpop('none', 0), { signal: stop.signal });
    await blocked(1);
    stop.abort(new Error('enough'));
    await expect(popped).rejects.toThrow('enough');
    await blocked(0);
  });

  it('loses no element to a call that is aborted as it arrives', async () => {
    let popped = 0;
    for (let i = 0; i < 100; i++) {
      const stop = new AbortController();
      const call = pool().run((redis) => redis.blpop('list', 0), { signal: stop.signal });
      await pause(2);
      const push = db.redis.rpush('list', i);
      stop.abort();
      popped += await call.then(
        () => 1,
        () => 0,
      );
      await push;
    }
    expect(popped + (await db.redis.llen('list'))).toBe(100);
  });

  it('does not send a blocked call again when its connection is lost', async () => {
    const popped = pool().run((redis) => redis.blpop('none', 0));
    const rejected = expect(popped).rejects.toThrow('Connection is closed');
    await blocked(1);
    for (const line of String(await db.redis.client('LIST')).split('\n')) {
      if (line.includes('cmd=blpop')) await db.redis.client('KILL', 'ID', /id=(\d+)/.exec(line)![1]!);
    }
    await rejected;
  });
});
