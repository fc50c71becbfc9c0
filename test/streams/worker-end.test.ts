import { Database, type Message, type Worker } from 'redstart';
import { eventually } from '../support/eventually.js';
import { begin, db, deadOf, fill, groupOf, namesOf, never, pause, pendingOf, silent, useJobs } from './jobs.js';

useJobs();

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
    const times: number[] = [];
    const handler = (_: Message, { attempt }: { attempt: number }) => {
      attempts.push(attempt);
      times.push(performance.now());
      if (attempt < 3) throw new Error('later');
    };
    const options = { ...silent, claimIdle: 60_000, backoff: 300 };
    const first = begin(group.consume(handler, options));
    await eventually(() => attempts.length === 1);
    await first.stop();
    const second = begin(group.consume(handler, options));
    await eventually(() => attempts.length === 2);
    // a delay is never shorter than it should be, but for the milliseconds that clocks round off
    expect(times[1]! - times[0]!).toBeGreaterThan(290);
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

describe('a worker whose database is closed', () => {
  it('ends, whatever it does', async () => {
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

  it('finishes what it has begun before', async () => {
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

  it('gives back what a handler still holds', async () => {
    const group = await groupOf();
    const other = await Database.connect(db.address, { timeout: 1000 });
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
});
