import assert from 'node:assert/strict';
import { HandlerTimeoutError, type Message } from 'redstart';
import { eventually } from '../support/eventually.js';
import { begin, db, deadOf, fill, groupOf, never, pause, pendingOf, silent, useJobs } from './jobs.js';

useJobs();

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
    const refused: string[] = [];
    const worker = begin(
      group.consume(
        () => {
          tries++;
          throw new Error('no');
        },
        {
          retries: 0,
          deadLetter: 'grave',
          // a loaded machine must not take its own worker for dead
          claimIdle: 1000,
          onError: (error) => refused.push((error as Error).message),
        },
      ),
    );
    // the second burial is that of a message that was taken over
    await eventually(() => refused.filter((message) => message !== 'no').length === 2);
    await db.redis.del('grave');
    await eventually(async () => (await db.stream('grave').size()) === 1);
    await worker.stop();
    expect(tries).toBe(1);
  });
});
