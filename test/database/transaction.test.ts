import { Database, type Transaction, TransactionConflictError } from 'redstart';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const balance = async () => Number(await db.redis.get('balance'));

describe('db.transaction', () => {
  it('executes what is queued together, and gives the answers', async () => {
    await db.redis.config('RESETSTAT');
    const [id, size] = await db.transaction((t) =>
      Promise.all([t.stream('s').add({ a: '1' }), t.stream('s').size(), t.call('set', 'k', 'v')]),
    );
    expect(id).toMatch(/-/);
    expect(size).toBe(1);
    const stats = await db.redis.info('commandstats');
    expect(stats).toMatch(/cmdstat_exec:calls=1,/);
    expect(stats).not.toMatch(/cmdstat_watch/);
  });

  it('starts over when a watched key changes: no update is lost', async () => {
    await db.redis.set('balance', '0');
    const add = () =>
      db.transaction(
        async (t) => {
          const now = Number(await t.now.call('get', 'balance'));
          return t.call('set', 'balance', now + 1);
        },
        { watch: ['balance'], retries: 200 },
      );
    await Promise.all(Array.from({ length: 30 }, add));
    expect(await balance()).toBe(30);
  });

  it('gives up after so many tries', async () => {
    let tries = 0;
    const conflict = db.transaction(
      async (t) => {
        tries++;
        await db.redis.incr('balance');
        return t.call('set', 'other', '1');
      },
      { watch: ['balance'], retries: 2 },
    );
    await expect(conflict).rejects.toThrow(TransactionConflictError);
    expect(tries).toBe(3);
    expect(await db.redis.exists('other')).toBe(0);
  });

  it('writes nothing when the function throws', async () => {
    const broken = db.transaction(
      async (t) => {
        void t.call('set', 'a', '1').catch(() => {});
        await t.now.call('get', 'a');
        throw new Error('mine');
      },
      { watch: ['a'] },
    );
    await expect(broken).rejects.toThrow('mine');
    expect(await db.redis.exists('a')).toBe(0);
    // the connection it watched on watches no more
    await db.redis.set('a', '2');
    expect(await db.transaction((t) => t.call('incr', 'a'), { watch: ['b'] })).toBe(3);
  });

  it('refuses calls after it was sent, and says how to queue', async () => {
    let kept!: Transaction;
    await db.transaction((t) => {
      kept = t;
      return t.call('set', 'a', '1');
    });
    await expect(kept.call('set', 'b', '1')).rejects.toThrow('Queue all of its calls before its function returns');
    expect(await db.redis.exists('b')).toBe(0);
  });

  it('rejects one command that fails, and executes nothing when one is malformed', async () => {
    await db.redis.set('text', 'x');
    const results = await db.transaction((t) => Promise.allSettled([t.stream('text').size(), t.call('set', 'a', '1')]));
    expect(results.map((r) => r.status)).toEqual(['rejected', 'fulfilled']);
    const broken = db.transaction((t) => Promise.all([t.call('set', 'b', '1'), t.call('set')]));
    await expect(broken).rejects.toThrow('EXECABORT');
    await expect(
      db.transaction((t) => {
        t.call('set').catch(() => {});
      }),
    ).rejects.toThrow('EXECABORT');
    expect(await db.redis.exists('b')).toBe(0);
  });

  it('does nothing when nothing is queued', async () => {
    expect(await db.transaction(() => 5, { watch: ['a'] })).toBe(5);
    await expect(db.transaction(() => 5, { retries: -1 })).rejects.toThrow(RangeError);
  });
});
