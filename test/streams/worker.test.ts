import { type ConsumeOptions, Database, type Message, NoGroupError } from 'redstart';
import { z } from 'zod';
import { eventually } from '../support/eventually.js';
import { db, fill, groupOf, pause, pendingOf, useJobs } from './jobs.js';

useJobs();

describe('group.consume', () => {
  it('handles every message once, so many at a time, and acknowledges', async () => {
    const group = await groupOf();
    await fill('jobs', 200);
    let active = 0;
    let most = 0;
    const seen: string[] = [];
    const worker = group.consume(
      async ({ fields }) => {
        most = Math.max(most, ++active);
        await pause(1);
        seen.push(fields.n!);
        active--;
      },
      { concurrency: 8 },
    );
    await eventually(() => seen.length === 200);
    await worker.stop();
    expect(most).toBe(8);
    expect(new Set(seen).size).toBe(200);
    expect(await pendingOf()).toBe(0);
  });

  it('handles any number of messages at once, with a handler that is done at once', async () => {
    const group = await groupOf();
    await fill('jobs', 5_000);
    let handled = 0;
    const faults: unknown[] = [];
    const count = () => {
      handled++;
    };
    const worker = group.consume(count, { concurrency: 5_000, onError: (error) => faults.push(error) });
    await eventually(() => handled >= 5_000);
    await worker.stop();
    expect(faults).toEqual([]);
    expect(handled).toBe(5_000);
    expect(await pendingOf()).toBe(0);
  });

  it('reads several streams of a group', async () => {
    const group = await groupOf(['a', 'b']);
    await fill('a', 10);
    await fill('b', 10);
    const seen: string[] = [];
    const worker = group.consume(({ stream }) => seen.push(stream), { concurrency: 4 });
    await eventually(() => seen.length === 20);
    await worker.stop();
    expect(await pendingOf('a')).toBe(0);
    expect(await pendingOf('b')).toBe(0);
  });

  it('tries again with a growing delay, then moves the message to the dead letters', async () => {
    const group = await groupOf();
    const id = await db.stream('jobs').add({ n: 'bad', other: 'kept' });
    const tries: { attempt: number; at: number }[] = [];
    const errors: unknown[] = [];
    const worker = group.consume(
      (_, { attempt }) => {
        tries.push({ attempt, at: Date.now() });
        throw new Error(`no ${attempt}`);
      },
      { retries: 2, backoff: 40, onError: (error) => errors.push(error) },
    );
    const dead = db.stream('{jobs}:dead');
    await eventually(async () => (await dead.size()) === 1);
    await worker.stop();
    expect(tries.map((t) => t.attempt)).toEqual([1, 2, 3]);
    expect(tries[1]!.at - tries[0]!.at).toBeGreaterThanOrEqual(39);
    expect(tries[2]!.at - tries[1]!.at).toBeGreaterThanOrEqual(79);
    expect(errors).toHaveLength(3);
    const [letter] = await dead.range();
    expect(letter!.fields).toEqual({
      n: 'bad',
      other: 'kept',
      'dead:stream': 'jobs',
      'dead:id': id,
      'dead:group': 'g',
      'dead:error': 'Error: no 3',
      'dead:deliveries': '3',
    });
    expect(await pendingOf()).toBe(0);
  });

  it('goes on with others while one waits for its retry', async () => {
    const group = await groupOf();
    await fill('jobs', 5);
    const seen: string[] = [];
    const handler = ({ fields }: Message, { attempt }: { attempt: number }) => {
      seen.push(fields.n!);
      if (fields.n === '0' && attempt === 1) throw new Error('later');
    };
    const worker = group.consume(handler, { backoff: () => 1000 });
    await eventually(() => seen.length === 6);
    await worker.stop();
    expect(seen).toEqual(['0', '1', '2', '3', '4', '0']);
    expect(await pendingOf()).toBe(0);
  });

  it('refuses what it could not work with', async () => {
    const group = await db.consumerGroup('g', ['jobs', 'more']);
    await group.create();
    for (const deadLetter of ['jobs', 'more', ''])
      expect(() => group.consume(() => {}, { deadLetter })).toThrow(RangeError);
    expect(() => group.consume(undefined as never)).toThrow('consume() takes a function');
    expect(() => group.consumeBatches(null as never)).toThrow('consumeBatches() takes a function');
    const worker = group.consume(() => {});
    for (const timeout of [Number.NaN, -1, 1.5, '5', null])
      await expect(worker.stop({ timeout: timeout as number })).rejects.toThrow('timeout must be');
    await worker.stop({ timeout: Number.POSITIVE_INFINITY });
  });

  it('drops what fails when told that there are no dead letters, and takes a stream named for them', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    const fail = () => Promise.reject(new Error('no'));
    const first = group.consume(fail, { retries: 0, deadLetter: false });
    await eventually(async () => (await pendingOf()) === 0 && (await db.stream('jobs').groups())[0]!.lag === 0);
    await first.stop();
    expect(await db.redis.exists('{jobs}:dead')).toBe(0);
    await fill('jobs', 1);
    const second = group.consume(fail, { retries: 0, deadLetter: 'failed' });
    await eventually(async () => (await db.stream('failed').size()) === 1);
    await second.stop();
  });

  it('hands what does not fit to the handler of bad messages, or to the dead letters', async () => {
    const schema = z.object({ n: z.number() });
    const group = db.consumerGroup('g', ['jobs'], { schema });
    await group.create();
    const add = (n: string) => db.redis.xadd('jobs', '*', 'n', n);
    await add('many');
    await add('5');
    const seen: number[] = [];
    const bad: string[] = [];
    const handler = ({ fields }: Message<{ n: number }>) => void seen.push(fields.n);
    const worker = group.consume(handler, { onInvalid: ({ fields }) => bad.push(fields.n!) });
    await eventually(() => seen.length === 1);
    await worker.stop();
    expect(bad).toEqual(['many']);
    await add('few');
    const other = group.consume(handler);
    await eventually(async () => (await db.stream('{jobs}:dead').size()) === 1);
    await other.stop();
    expect((await db.stream('{jobs}:dead').range())[0]!.fields).toMatchObject({ n: 'few', 'dead:deliveries': '1' });
    expect(await pendingOf()).toBe(0);
  });

  it('finishes what it holds when stopped, and reads no more', async () => {
    const group = await groupOf();
    await fill('jobs', 100);
    let started = 0;
    let finished = 0;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const worker = group.consume(
      async () => {
        started++;
        await gate;
        finished++;
      },
      { concurrency: 10 },
    );
    await eventually(() => started === 10);
    const stopped = worker.stop();
    goOn();
    await stopped;
    expect([started, finished]).toEqual([10, 10]);
    expect(await pendingOf()).toBe(0);
    await worker.stop();
  });

  it('ends when it waits for messages, also by its signal', async () => {
    const group = await groupOf();
    const stop = new AbortController();
    const worker = group.consume(async () => {}, { signal: stop.signal });
    await eventually(async () => (await db.redis.info('clients')).includes('blocked_clients:1'));
    stop.abort();
    await worker.done;
    await group.consume(async () => {}, { signal: stop.signal }).done;
  });

  it('tells handlers when its signal aborts; what they give up stays pending', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    const stop = new AbortController();
    let told = false;
    const worker = group.consume(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            told = true;
            reject(signal.reason);
          });
          setTimeout(() => stop.abort(), 20);
        }),
      { signal: stop.signal },
    );
    await worker.done;
    expect(told).toBe(true);
    expect(await pendingOf()).toBe(1);
  });

  it('takes over what dead consumers hold, one at a time, and counts none of their tries', async () => {
    const group = await groupOf();
    await fill('jobs', 20);
    await group.consumer('dead').read();
    await pause(60);
    const attempts: number[] = [];
    let active = 0;
    let most = 0;
    const handler = async (_: Message, { attempt }: { attempt: number }) => {
      most = Math.max(most, ++active);
      await pause(1);
      active--;
      attempts.push(attempt);
    };
    const worker = group.consumer('alive').consume(handler, { claimIdle: 50, concurrency: 3 });
    await eventually(() => attempts.length === 20);
    await worker.stop();
    expect(attempts.every((a) => a === 1)).toBe(true);
    expect(most).toBe(1);
    expect(await pendingOf()).toBe(0);
  });

  it('buries a message that has killed too many consumers as their only suspect, without another try', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    const [message] = await group.read();
    // what a worker leaves that died with this one as its only suspect
    const suspect = ['XCLAIM', 'jobs', 'g', 'c:suspect', '0', message!.id, 'RETRYCOUNT'] as const;
    await db.redis.call(...suspect, '3');
    await pause(60);
    let tried = 0;
    const handler = (_: Message, { attempt }: { attempt: number }) => {
      tried = attempt;
      throw new Error('later');
    };
    const first = group.consume(handler, { claimIdle: 50, retries: 4, backoff: 60_000, onError: () => {} });
    await eventually(() => tried === 4);
    await first.stop();
    await db.redis.call(...suspect, '4');
    await pause(60);
    const worker = group.consume(() => tried++, { claimIdle: 50, retries: 3 });
    await eventually(async () => (await db.stream('{jobs}:dead').size()) === 1);
    await worker.stop();
    expect(tried).toBe(4);
  });

  it('leaves to a consumer that lives what it works on for long', async () => {
    const group = await groupOf();
    await fill('jobs', 1);
    const seen: string[] = [];
    const options: ConsumeOptions = { claimIdle: 1500 };
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow = async ({ fields }: Message) => {
      seen.push(fields.n!);
      await gate;
    };
    const a = group.consumer('a').consume(slow, options);
    await eventually(() => seen.length === 1);
    const b = group.consumer('b').consume(slow, options);
    // it says every now and then that it works on it
    for (let times = 0; times < 4; times++) {
      let longest = 0;
      await eventually(async () => {
        const [[, , idle]] = (await db.redis.xpending('jobs', 'g', '-', '+', 1)) as [[string, string, number, number]];
        longest = Math.max(longest, idle);
        return idle < longest;
      });
    }
    goOn();
    await Promise.all([a.stop(), b.stop()]);
    expect(seen).toEqual(['0']);
    expect(await pendingOf()).toBe(0);
  });

  it('acknowledges what was deleted under it', async () => {
    const group = await groupOf();
    await fill('jobs', 3);
    await group.consumer('dead').read();
    await db.redis.xtrim('jobs', 'MAXLEN', 0);
    await pause(30);
    const worker = group.consume(async () => {}, { claimIdle: 20 });
    await eventually(async () => (await pendingOf()) === 0);
    await worker.stop();
  });

  it('ends with a clear error when the group was never created', async () => {
    const group = db.consumerGroup('missing', ['jobs']);
    await expect(group.consume(async () => {}).done).rejects.toThrow(NoGroupError);
    const heard: unknown[] = [];
    const worker = group.consume(async () => {}, { onError: (error) => heard.push(error) });
    await worker.done.catch(() => {});
    expect(heard).toHaveLength(1);
  });

  it('creates the group again when the server was flushed', async () => {
    const group = await groupOf();
    const seen: string[] = [];
    const worker = group.consume(({ fields }) => seen.push(fields.n!));
    await fill('jobs', 2);
    await eventually(() => seen.length === 2);
    await db.redis.flushall();
    await fill('jobs', 2);
    await eventually(() => seen.length === 4);
    await worker.stop();
    expect(await pendingOf()).toBe(0);
  });

  it('ends when the database is closed', async () => {
    const other = await Database.embedded();
    const group = other.consumerGroup('g', ['jobs']);
    await group.create();
    const worker = group.consume(async () => {});
    await pause(50);
    await other.close();
    await worker.done;
  });
});
