import type { Message, Worker, WorkerEvent } from 'redstart';
import { eventually } from '../support/eventually.js';
import { begin, db, deadOf, fill, groupOf, pause, pendingOf, silent, useJobs } from './jobs.js';

useJobs();

describe('a worker', () => {
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
      if (seen.length > 1) return;
      worker.pause();
      throw new Error('later');
    };
    const worker: Worker = begin(group.consume(handler, { backoff: 20, onError: () => {} }));
    await fill('jobs', 1);
    await eventually(() => seen.length === 1);
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
