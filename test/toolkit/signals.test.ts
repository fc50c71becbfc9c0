import { getEventListeners } from 'node:events';
import { Database } from 'redstart';
import { eventually } from '../support/eventually.js';
import { WAITS, type Wait } from './waits.js';

describe('signals of calls that wait', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const reason = new Error('enough');
  /** What there is but for fences, and for what counts by its time. */
  const keys = async () => (await db.redis.keys('*')).filter((key) => !/:fence$|^ratelimit|^cache/.test(key));

  const each = (what: string, check: (wait: Wait) => Promise<void>) =>
    it.each(WAITS.map((wait) => [wait.name, wait] as const))(`%s ${what}`, (_, wait) => check(wait));

  each('rejects with the reason of one that was aborted before, and does nothing', async (wait) => {
    await expect(wait.begin(db, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await db.redis.dbsize()).toBe(0);
  });

  each('rejects with the reason of one that is aborted meanwhile, and takes nothing', async (wait) => {
    const proceed = await wait.occupy(db);
    const control = new AbortController();
    const waiting = wait.begin(db, control.signal);
    // sent behind it, so that it waits by now
    await db.redis.ping();
    control.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(getEventListeners(control.signal, 'abort')).toEqual([]);
    await proceed();
    // whoever comes then is served
    expect(await (await wait.begin(db))()).toBe(true);
    await eventually(async () => (await keys()).length === 0);
  });

  each('keeps what it was given when one is aborted afterwards', async (wait) => {
    const control = new AbortController();
    const end = await wait.begin(db, control.signal);
    expect(getEventListeners(control.signal, 'abort')).toEqual([]);
    control.abort(reason);
    await db.redis.ping();
    expect(await end()).toBe(true);
    await eventually(async () => (await keys()).length === 0);
  });
});
