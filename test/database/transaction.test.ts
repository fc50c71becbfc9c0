import { ConnectionError, Database, bytes as raw, type Transaction, TransactionConflictError } from 'redstart';
import { eventually } from '../support/eventually.js';
import { expectRefused } from '../support/thrown.js';

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

describe('a transaction of many calls', () => {
  const many = 2200;
  const increments = (t: Transaction) => Array.from({ length: many }, () => t.call('incr', 'n'));
  const clients = async (words: RegExp) =>
    String(await db.redis.client('LIST'))
      .split('\n')
      .filter((line) => words.test(line))
      .map((line) => Number(/^id=(\d+)/.exec(line)![1]));

  it('is done as a whole, and answers each in its own way', async () => {
    const seen = new Set<string | null>();
    let done = false;
    const look = async () => {
      while (!done) seen.add(await db.redis.get('n'));
    };
    const looking = look();
    const [, bytes, ...counts] = await db.transaction((t) =>
      Promise.all([
        t.string('b', { codec: raw }).set(Buffer.from([255])),
        t.string('b', { codec: raw }).get(),
        ...increments(t),
      ]),
    );
    done = true;
    await looking;
    expect(bytes).toEqual(Buffer.from([255]));
    expect(counts).toEqual(Array.from({ length: many }, (_, i) => i + 1));
    expect([...seen].every((n) => n === null || n === String(many))).toBe(true);
  });

  it('rejects one that fails, and does nothing when one is malformed', async () => {
    await db.redis.set('n', 'x');
    const settled = await db.transaction((t) => Promise.allSettled([...increments(t), t.call('set', 'a', 1)]));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(many);
    expect(settled.at(-1)).toMatchObject({ value: 'OK' });
    const broken = db.transaction((t) => Promise.all([t.call('set', 'c', 1), t.call('set'), ...increments(t)]));
    await expect(broken).rejects.toThrow('EXECABORT');
    expect(await db.redis.exists('c')).toBe(0);
  });

  it('starts over when a watched key changes', async () => {
    let tries = 0;
    const counts = await db.transaction(
      async (t) => {
        if (tries++ === 0) await db.redis.set('n', 7);
        return Promise.all(increments(t));
      },
      { watch: ['n'] },
    );
    expect([tries, counts.at(-1)]).toEqual([2, many + 7]);
  });

  it('does nothing when its connection is lost before all of it was sent', async () => {
    const lost = db.transaction((t) => Promise.all([1, 2, 3, 4].flatMap(() => increments(t))));
    const outcome = lost.catch((error: unknown) => error);
    const id = await eventually(async () => (await clients(/ multi=[1-9]/))[0]);
    await db.redis.client('KILL', 'ID', id!);
    expect(await outcome).toBeInstanceOf(ConnectionError);
    expect(await db.redis.exists('n')).toBe(0);
  });
});

describe('a transaction whose function does other things between its calls', () => {
  it('may take longer than a call, as long as it goes on queueing', async () => {
    const hurried = await Database.connect(db.address, { timeout: 2000 });
    const steps = 15;
    await hurried.transaction(async (t) => {
      const calls: Promise<number>[] = [];
      for (let i = 0; i < steps; i++) {
        calls.push(t.list('steps').push(String(i)));
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      return Promise.all(calls);
    });
    expect(await db.list('steps').size()).toBe(steps);
    await hurried.close();
  });

  it('is refused when it does nothing for longer than a call may take', async () => {
    const hurried = await Database.connect(db.address, { timeout: 1000 });
    const endless = hurried.transaction(async (t) => {
      await t
        .list('steps')
        .push('1')
        .catch(() => {});
    });
    await expect(endless).rejects.toMatchObject({ code: 'TRANSACTION' });
    const idle = hurried.transaction(() => new Promise(() => {}));
    await expect(idle).rejects.toThrow('did not return');
    expect(await db.list('steps').exists()).toBe(false);
    await hurried.close();
  });
});

describe('a transaction whose watching connection is lost', () => {
  it('starts over, as nobody has watched the key since', async () => {
    await db.redis.set('balance', 1);
    let tries = 0;
    await db.transaction(
      async (t) => {
        const now = Number(await t.now.call('get', 'balance'));
        if (tries++ === 0) {
          await db.redis.call('client', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
          await db.redis.set('balance', 10);
        }
        return t.call('set', 'balance', now + 1);
      },
      { watch: ['balance'] },
    );
    expect([tries, await balance()]).toEqual([2, 11]);
  });
});

describe('what callers without types tell a transaction', () => {
  const never = (value: unknown) => value as never;
  const nothing = () => undefined;

  it.each<[string, () => unknown]>([
    [
      "watch is a list of keys, not string. Write { watch: ['a'] }.",
      () => db.transaction(nothing, never({ watch: 'h' })),
    ],
    ['watch is a list of keys, not null', () => db.transaction(nothing, never({ watch: null }))],
    ['A key to watch: expected', () => db.transaction(nothing, never({ watch: [undefined] }))],
    ['A key to watch: expected', () => db.transaction(nothing, never({ watch: [{}] }))],
    ['What a transaction does must be a function, not string', () => db.transaction(never('x'))],
    ['What a pipeline does must be a function, not undefined', () => db.pipeline(never(undefined))],
  ])('%s', async (message, call) => {
    await expectRefused(call, TypeError, message);
  });
});
