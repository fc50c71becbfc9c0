import assert from 'node:assert/strict';
import { Database, HandlerTimeoutError, type Message, type Worker, type WorkerEvent } from 'redstart';
import { eventually } from '../support/eventually.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function fill(key: string, count: number, from = 0): Promise<void> {
  const add = (_: unknown, i: number) => ({ n: String(from + i) });
  const all = Array.from({ length: count }, add);
  await db.pipeline((p) => Promise.all(all.map((fields) => p.stream(key).add(fields))));
}

async function groupOf(keys: string | string[] = 'jobs') {
  const group = db.consumerGroup('g', keys);
  await group.create({ from: '0' });
  return group;
}

const pendingOf = async (key = 'jobs') => (await db.stream(key).groups())[0]!.pending;
const namesOf = async (key = 'jobs') => (await db.stream(key).consumers('g')).map(({ name }) => name);
const deadOf = (key = 'jobs') => db.stream(`{${key}}:dead`).size();
const never = () => new Promise<never>(() => {});
const silent = { onError: () => {} };

// a test that fails leaves its worker to no other one
const running: Worker[] = [];
const begin = <W extends Worker>(worker: W): W => {
  running.push(worker);
  return worker;
};
afterEach(() => Promise.all(running.splice(0).map((worker) => worker.stop({ timeout: 0 }))));

describe('a handler that throws what is hardly an error', () => {
  const trap = () => {
    throw new Error('trap');
  };
  const thrown: Record<string, unknown> = {
    'an object without a prototype': Object.assign(Object.create(null), { code: 'X' }),
    'a toString that throws': { toString: trap },
    'a proxy': new Proxy({}, { get: trap, getPrototypeOf: trap }),
    'a message that throws': Object.defineProperty(new Error('m'), 'message', { get: trap }),
    'a number for a message': Object.assign(new Error('m'), { message: 42 }),
    'no message': Object.assign(new Error('m'), { message: undefined }),
  };
  it.each(Object.keys(thrown))('has its message buried, and the worker goes on: %s', async (name) => {
    const group = await groupOf();
    const told: unknown[] = [];
    const seen: unknown[] = [];
    const handler = ({ fields }: Message) => {
      seen.push(fields.n);
      if (fields.n === '0') throw thrown[name];
    };
    begin(group.consume(handler, { retries: 1, backoff: 0, onError: (error) => void told.push(error) }));
    await fill('jobs', 1);
    await eventually(async () => (await deadOf()) === 1);
    await fill('jobs', 1, 1);
    await eventually(async () => seen.length === 3 && (await pendingOf()) === 0);
    expect(seen).toEqual(['0', '0', '1']);
    expect(told.map((one) => one === thrown[name])).toEqual([true, true]);
    const [letter] = await db.stream('{jobs}:dead').range();
    expect(letter!.fields['dead:error']).toMatch(name === 'a number for a message' ? /^Error: 42$/ : /./);
  });
});

describe('a worker that is stopped', () => {
  it('gives back what its handlers give up, without counting the try', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    const attempts: number[] = [];
    for (let deploy = 0; deploy < 6; deploy++) {
      const stop = new AbortController();
      const handler = (_: Message, { signal, attempt }: { signal: AbortSignal; attempt: number }) => {
        attempts.push(attempt);
        return new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      };
      // nobody waits until the messages of the one before count as abandoned
      const worker = begin(group.consume(handler, { signal: stop.signal, claimIdle: 60_000 }));
      await eventually(() => attempts.length === deploy + 1);
      stop.abort(new Error('deploy'));
      await worker.done;
      expect(await pendingOf()).toBe(1);
    }
    expect(attempts).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await deadOf()).toBe(0);
  });

  it('gives back what waits for a retry, due when it would have been, and with the tries that failed', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    const attempts: number[] = [];
    const handler = (_: Message, { attempt }: { attempt: number }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Error('later');
    };
    const options = { ...silent, claimIdle: 60_000, backoff: 300 };
    const first = begin(group.consume(handler, options));
    await eventually(() => attempts.length === 1);
    const failedAt = Date.now();
    await first.stop();
    const second = begin(group.consume(handler, options));
    await eventually(() => attempts.length === 2);
    expect(Date.now() - failedAt).toBeGreaterThan(200);
    await eventually(async () => (await pendingOf()) === 0);
    await second.stop();
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('ends with a handler that hangs, when told how long to wait', async () => {
    const group = await groupOf();
    await fill('jobs', 2);
    let told: unknown;
    let started = 0;
    const hung = begin(
      group.consume((_, { signal }) => {
        started++;
        signal.addEventListener('abort', () => {
          told = signal.reason;
        });
        return never();
      }),
    );
    await eventually(() => started === 1);
    await hung.stop({ timeout: 50 });
    await hung.done;
    expect(told).toMatchObject({ message: expect.stringContaining('50 ms') });
    const attempts: number[] = [];
    const next = begin(group.consume((_, { attempt }) => attempts.push(attempt), { claimIdle: 60_000 }));
    await eventually(() => attempts.length === 2);
    await next.stop();
    expect(attempts).toEqual([1, 1]);
    expect(await pendingOf()).toBe(0);
  });

  it('leaves no name behind, and forgets those that others left', async () => {
    const group = await groupOf();
    await db.redis.xgroup('CREATECONSUMER', 'jobs', 'g', 'idle');
    await db.redis.xgroup('CREATECONSUMER', 'jobs', 'g', 'holds');
    await fill('jobs', 1);
    await group.consumer('holds').read();
    let handled = 0;
    const worker = begin(group.consume(() => handled++, { claimIdle: 60 }));
    await eventually(() => handled === 1);
    expect(await namesOf()).toContain(worker.consumer.replace(/$/, ':suspect'));
    // Redis 7.2 and later know a worker that waits and was given nothing
    await eventually(async () => (await namesOf()).every((name) => name === worker.consumer));
    await fill('jobs', 1);
    await eventually(() => handled === 2);
    expect(await namesOf()).toEqual([worker.consumer]);
    await worker.stop();
    expect(await namesOf()).toEqual([]);
    const named = begin(group.consumer('pod-1').consume(() => never(), silent));
    await fill('jobs', 1);
    await eventually(async () => (await pendingOf()) === 1);
    expect(named.consumer).toBe('pod-1');
    expect(await namesOf()).toEqual(['pod-1']);
    await named.stop({ timeout: 1 });
  });

  it('ends at the end of its block', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    let kept: Worker;
    {
      let handled = 0;
      await using worker = begin(group.consume(() => handled++));
      kept = worker;
      // one that it was given and has not begun would be given back, under a name of its own
      await eventually(async () => handled === 1 && (await pendingOf()) === 0);
      expect(await namesOf()).toHaveLength(1);
    }
    await kept.done;
    expect(await namesOf()).toEqual([]);
  });
});

describe('messages that fail', () => {
  it('take no place of others while they wait', async () => {
    const group = await groupOf();
    await fill('jobs', 400);
    let good = 0;
    const handler = ({ fields }: Message) => {
      if (Number(fields.n) % 5 === 0) throw new Error('no');
      good++;
    };
    const worker = begin(group.consume(handler, { concurrency: 2, backoff: 600_000, ...silent }));
    await eventually(() => good === 320);
    expect((await worker.metrics()).waiting).toBe(80);
    await worker.stop();
    expect(await pendingOf()).toBe(80);
  });

  it('have an eighth of the places while new ones wait', async () => {
    const group = await groupOf();
    await fill('jobs', 200);
    const order: string[] = [];
    const handler = async ({ fields }: Message, { attempt }: { attempt: number }) => {
      const bad = Number(fields.n) < 20;
      order.push(bad ? `bad ${attempt}` : 'good');
      await pause(1);
      if (bad && attempt === 1) throw new Error('later');
    };
    const worker = begin(group.consume(handler, { backoff: 0, ...silent }));
    await eventually(() => order.length === 220);
    await worker.stop();
    const retries = order.slice(20, 100).filter((what) => what === 'bad 2').length;
    expect(retries).toBeGreaterThan(5);
    expect(retries).toBeLessThanOrEqual(20);
  });

  it('are tried again whatever the backoff says', async () => {
    for (const [i, delay] of [Number.NaN, -5, 'x', undefined].entries()) {
      const key = `nonsense-${i}`;
      const group = await groupOf(key);
      await fill(key, 1);
      const errors: string[] = [];
      const worker = begin(
        group.consume(() => Promise.reject(new Error('no')), {
          backoff: () => delay as number,
          onError: (error) => errors.push(String(error)),
        }),
      );
      await eventually(() => errors.length === 2);
      await worker.stop();
      expect(errors[1]).toContain('backoff must give milliseconds');
    }
  });

  it('are heard of on stderr, once, where nobody listens', async () => {
    const group = await groupOf();
    await fill('jobs', 5);
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
    const worker = begin(group.consume(() => Promise.reject(new Error('no such address')), { retries: 0 }));
    await eventually(async () => (await deadOf()) === 5);
    await worker.stop();
    expect(warned.mock.calls).toEqual([[expect.stringContaining('no such address'), { type: 'RedstartWarning' }]]);
    warned.mockRestore();
  });

  it.each([
    ['throws', () => assert.fail('the logger is broken')],
    ['rejects', () => Promise.reject(new Error('the logger is broken'))],
  ])('are a warning on stderr where onError %s, and end nothing', async (_, onError) => {
    const group = await groupOf();
    await fill('jobs', 3);
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
    const worker = begin(group.consume(() => Promise.reject(new Error('mine')), { retries: 0, onError }));
    await eventually(async () => (await deadOf()) === 3);
    await worker.stop();
    const text = 'the logger is broken. It was thrown by onError, which must not fail: the worker goes on.';
    expect(warned.mock.calls).toEqual([[expect.stringContaining(text), { type: 'RedstartWarning' }]]);
    warned.mockRestore();
  });

  it('count as failed when they take too long', async () => {
    const group = await groupOf();
    await fill('jobs', 2);
    const errors: unknown[] = [];
    const attempts: string[] = [];
    let aborted = 0;
    const handler = ({ fields }: Message, { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
      attempts.push(`${fields.n} ${attempt}`);
      signal.addEventListener('abort', () => aborted++);
      return fields.n === '0' ? never() : undefined;
    };
    const worker = begin(
      group.consume(handler, {
        handlerTimeout: 40,
        retries: 1,
        backoff: 1,
        onError: (error) => errors.push(error),
      }),
    );
    await eventually(async () => (await deadOf()) === 1 && (await pendingOf()) === 0 && attempts.length === 3);
    await worker.stop();
    expect(attempts.sort()).toEqual(['0 1', '0 2', '1 1']);
    expect(aborted).toBe(2);
    expect(errors).toEqual([expect.any(HandlerTimeoutError), expect.any(HandlerTimeoutError)]);
    expect((await db.stream('{jobs}:dead').range())[0]!.fields['dead:error']).toContain('longer than 40 ms');
  });

  it('go to the dead letters with 5,000 fields', async () => {
    const group = await groupOf();
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, String(i)]));
    await db.stream('jobs').add(fields);
    const worker = begin(group.consume(() => Promise.reject(new Error('no')), { retries: 0, ...silent }));
    await eventually(async () => (await deadOf()) === 1);
    await worker.stop();
    const [letter] = await db.stream('{jobs}:dead').range();
    expect(letter!.fields).toMatchObject({ ...fields, 'dead:error': 'Error: no', 'dead:deliveries': '1' });
    expect(await pendingOf()).toBe(0);
    expect(await group.redrive()).toBe(1);
    expect(await deadOf()).toBe(0);
  });

  it('are not tried again where they cannot be buried', async () => {
    await db.redis.set('grave', 'text');
    const group = await groupOf();
    await fill('jobs', 1);
    let tries = 0;
    const worker = begin(
      group.consume(
        () => {
          tries++;
          throw new Error('no');
        },
        // a loaded machine must not take its own worker for dead
        { retries: 0, deadLetter: 'grave', claimIdle: 300, ...silent },
      ),
    );
    await eventually(() => tries === 1);
    await pause(700);
    await db.redis.del('grave');
    await eventually(async () => (await db.stream('grave').size()) === 1);
    await worker.stop();
    expect(tries).toBe(1);
  });
});

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

describe('a worker', () => {
  it('ends when its database is closed, whatever it does', async () => {
    const other = await Database.embedded();
    const group = other.consumerGroup('g', 'jobs');
    await group.create();
    let release = () => {};
    const errors: unknown[] = [];
    const handler = () => new Promise<void>((resolve) => (release = resolve));
    const worker = group.consume(handler, { claimIdle: 60, onError: (error) => errors.push(error) });
    await other.stream('jobs').add({ n: '1' });
    await eventually(async () => (await worker.metrics()).active === 1);
    await other.close({ timeout: 0 });
    await pause(200);
    release();
    await worker.done;
    expect(errors).toEqual([]);
  });

  it('finishes what it has begun before its database is closed', async () => {
    const group = await groupOf();
    const other = await Database.connect(db.address);
    const seen: string[] = [];
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = () => resolve(other.close());
    });
    const worker = other.consumerGroup('g', 'jobs').consume(async ({ fields }) => {
      close();
      await pause(50);
      // the database is there for the handler to the end
      await other.hash('seen').set('n', fields.n!);
      seen.push(fields.n!);
    });
    await fill('jobs', 1);
    await closed;
    await worker.done;
    expect(seen).toEqual(['0']);
    expect(await pendingOf()).toBe(0);
    expect(await db.hash('seen').get('n')).toBe('0');
    expect((await group.consumers()).jobs).toEqual([]);
  });

  it('gives back what a handler still holds when its database is closed', async () => {
    const group = await groupOf();
    const other = await Database.connect(db.address, { timeout: 100 });
    let given = 0;
    const worker = other.consumerGroup('g', 'jobs').consume(() => {
      given++;
      return never();
    });
    await fill('jobs', 1);
    await eventually(() => given === 1);
    await other.close();
    await worker.done;
    const seen: string[] = [];
    const next = begin(group.consume(({ fields }) => seen.push(fields.n!)));
    await eventually(() => seen.length === 1);
    await next.stop();
    expect(await pendingOf()).toBe(0);
  });

  it('pauses and resumes', async () => {
    const group = await groupOf();
    let handled = 0;
    const worker = begin(group.consume(() => handled++));
    await fill('jobs', 3);
    await eventually(() => handled === 3);
    worker.pause();
    await pause(20);
    await fill('jobs', 3);
    await pause(100);
    expect(handled).toBe(3);
    worker.resume();
    await eventually(() => handled === 6);
    await worker.stop();
    expect(await pendingOf()).toBe(0);
  });

  it('begins with nothing while it pauses: neither what was on its way nor a retry that is due', async () => {
    const group = await groupOf();
    const seen: number[] = [];
    const handler = (_: unknown, { attempt }: { attempt: number }) => {
      seen.push(attempt);
      if (seen.length === 1) throw new Error('later');
    };
    const worker = begin(group.consume(handler, { backoff: 20, onError: () => {} }));
    await fill('jobs', 1);
    await eventually(() => seen.length === 1);
    worker.pause();
    // the read that waits is not told yet that it is to end
    await fill('jobs', 1);
    await pause(150);
    expect(seen).toEqual([1]);
    worker.resume();
    await eventually(() => seen.length === 3);
    expect(seen.toSorted()).toEqual([1, 1, 2]);
    await worker.stop();
    expect(await pendingOf()).toBe(0);
  });

  it('tells what happens to messages, until nobody listens', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    await group.consumer('dead').read();
    await pause(60);
    const seen: [string, WorkerEvent][] = [];
    const handler = (_: Message, { attempt }: { attempt: number }) => {
      if (attempt < 3) throw new Error(`no ${attempt}`);
    };
    const worker = begin(group.consume(handler, { claimIdle: 50, backoff: 1, retries: 2, ...silent }));
    for (const name of ['started', 'done', 'failed', 'retried', 'buried', 'taken'] as const)
      worker.on(name, (event) => seen.push([name, event]));
    const off = worker.on('done', () => seen.push(['off', {} as WorkerEvent]));
    off();
    await eventually(() => seen.some(([name]) => name === 'done'));
    expect(seen.map(([name, { attempt }]) => `${name} ${attempt}`)).toEqual([
      'taken 1',
      'started 1',
      'failed 1',
      'retried 2',
      'started 2',
      'failed 2',
      'retried 3',
      'started 3',
      'done 3',
    ]);
    expect(seen[0]![1]).toMatchObject({ type: 'taken', stream: 'jobs', from: 'dead' });
    expect(seen[2]![1]).toMatchObject({ type: 'failed', error: new Error('no 1'), message: { fields: { n: '0' } } });
    expect(seen[8]![1]).toMatchObject({ type: 'done', duration: expect.any(Number) });
    expect(() => worker.on('finished' as never, () => {})).toThrow('There is no event "finished"');
    await worker.stop();
  });

  it('goes on when a listener throws, and says so', async () => {
    const group = await groupOf();
    await fill('jobs', 2);
    const errors: unknown[] = [];
    const worker = begin(group.consume(() => {}, { onError: (error) => errors.push(error) }));
    worker.on('done', () => {
      throw new Error('listener');
    });
    worker.on('done', () => Promise.reject(new Error('listener')));
    await eventually(() => errors.length === 4);
    await eventually(async () => (await pendingOf()) === 0);
    await worker.stop();
  });

  it('tells how far its group is behind', async () => {
    const group = await groupOf(['jobs', 'more']);
    const id = await db.stream('jobs').add({ n: '0' });
    await fill('jobs', 2, 1);
    expect(await group.metrics()).toMatchObject({ jobs: { lag: 3, pending: 0 }, more: { lag: 0, oldest: undefined } });
    const releases: (() => void)[] = [];
    const worker = begin(group.consume(() => new Promise<void>((resolve) => void releases.push(resolve))));
    await eventually(() => releases.length === 1);
    const metrics = await worker.metrics();
    expect(metrics).toMatchObject({ active: 1, waiting: 0, done: 0, lag: 2, pending: 1 });
    expect(Number(metrics.oldest)).toBe(Number(id.split('-')[0]));
    for (let i = 0; i < 3; i++) {
      await eventually(() => releases.length === i + 1);
      releases[i]!();
    }
    await eventually(async () => (await pendingOf()) === 0);
    expect(await worker.metrics()).toMatchObject({ active: 0, done: 3, lag: 0, pending: 0, oldest: undefined });
    await worker.stop();
  });

  it('deletes what all groups are done with, when told so', async () => {
    const group = await groupOf();
    const other = db.consumerGroup('h', 'jobs');
    await other.create({ from: '0' });
    await fill('jobs', 250);
    const [first, second] = [group, other].map((one) => one.consume(() => {}, { concurrency: 50, deleteDone: true }));
    await eventually(async () => (await db.stream('jobs').size()) === 0);
    await Promise.all([first!.stop(), second!.stop()]);
    expect(await pendingOf()).toBe(0);
  });

  it('hands what was read to a handler of batches', async () => {
    const group = await groupOf();
    await fill('jobs', 25);
    const sizes: number[] = [];
    const worker = begin(group.consumeBatches((messages) => sizes.push(messages.length), { count: 10 }));
    await eventually(() => sizes.reduce((sum, size) => sum + size, 0) === 25);
    await worker.stop();
    expect(Math.max(...sizes)).toBe(10);
    expect(await pendingOf()).toBe(0);
  });

  it('tries each message of a batch that has failed alone, and counts those tries only', async () => {
    const group = await groupOf();
    await fill('jobs', 10);
    const calls: [string[], number][] = [];
    const handler = (messages: Message[], { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
      signal.throwIfAborted();
      calls.push([messages.map(({ fields }) => fields.n!), attempt]);
      if (messages.some(({ fields }) => fields.n === '3')) throw new Error('no');
    };
    const worker = begin(group.consumeBatches(handler, { count: 10, retries: 1, backoff: 1, ...silent }));
    await eventually(async () => (await deadOf()) === 1 && (await pendingOf()) === 0);
    await worker.stop();
    expect(calls[0]![0]).toHaveLength(10);
    expect(calls.slice(1).every(([messages]) => messages.length === 1)).toBe(true);
    expect(calls.filter(([messages]) => messages.join() === '3').map(([, attempt]) => attempt)).toEqual([1, 2]);
  });
});

describe('stream.addLater', () => {
  it('adds a message when its time has come, with the help of any worker', async () => {
    const group = await groupOf();
    const stream = db.stream('jobs');
    const seen: string[] = [];
    const worker = begin(group.consume(({ fields }) => seen.push(fields.n!)));
    const start = Date.now();
    await stream.addLater({ n: 'second' }, { delay: 250 });
    await stream.addLater({ n: 'first' }, { at: new Date(start + 50) });
    const ticket = await stream.addLater({ n: 'never' }, { delay: 200 });
    expect(await stream.cancel(ticket)).toBe(true);
    expect(await stream.cancel(ticket)).toBe(false);
    expect(await stream.size()).toBe(0);
    await eventually(() => seen.length === 2);
    expect(Date.now() - start).toBeGreaterThanOrEqual(249);
    await worker.stop();
    expect(seen).toEqual(['first', 'second']);
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
    const worker = begin(group.consume(({ id }) => seen.add(id)));
    await eventually(() => seen.size === 20);
    // each tick asks once for what was delayed
    const [, ticks] = /cmdstat_zrangebyscore:calls=(\d+)/.exec(await db.redis.info('commandstats')) ?? [];
    expect(Number(ticks)).toBeLessThan(10);
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
