import type { Database, LockHandle } from 'redstart';

/** A call of a utility that waits. */
export interface Wait {
  readonly name: string;
  /** Let callers wait; what it gives lets them go on. */
  occupy(db: Database): Promise<() => unknown>;
  /** Call it. What it gives ends what was taken, and says whether it was still there. */
  begin(db: Database, signal?: AbortSignal): Promise<() => unknown>;
}

const releasing = (handle: LockHandle) => () => handle.release();
const worked = (value: number) => () => value === 7;

/** A lock for ever, so that one that is taken by somebody who gave up is in the way for ever. */
const LOCK = { ttl: null };
/** Long enough that a signal aborts before: who waits sleeps until then, whatever becomes of the key. */
const RULE = { limit: 1, window: 2000 };

const occupied = async (handle: Promise<LockHandle>) => releasing(await handle);

/** Every call that takes a signal while it waits. */
export const WAITS: readonly Wait[] = [
  {
    name: 'acquire() of a lock',
    occupy: (db) => occupied(db.lock('w', LOCK).acquire()),
    begin: async (db, signal) => releasing(await db.lock('w', LOCK).acquire({ signal })),
  },
  {
    name: 'run() of a lock',
    occupy: (db) => occupied(db.lock('w', LOCK).acquire()),
    begin: async (db, signal) => worked(await db.lock('w', LOCK).run(() => 7, { signal })),
  },
  {
    name: 'acquire() of several locks',
    occupy: (db) => occupied(db.lock('b', LOCK).acquire()),
    begin: async (db, signal) => releasing(await db.lock(['a', 'b', 'c'], LOCK).acquire({ signal })),
  },
  {
    name: 'acquire() of a semaphore',
    occupy: (db) => occupied(db.semaphore('w', { permits: 3, ttl: null }).acquire({ permits: 2 })),
    begin: async (db, signal) =>
      releasing(await db.semaphore('w', { permits: 3, ttl: null }).acquire({ permits: 2, signal })),
  },
  {
    name: 'acquire() of a reader',
    occupy: (db) => occupied(db.readWriteLock('w', LOCK).write.acquire()),
    begin: async (db, signal) => releasing(await db.readWriteLock('w', LOCK).read.acquire({ signal })),
  },
  {
    name: 'acquire() of a writer',
    occupy: (db) => occupied(db.readWriteLock('w', LOCK).read.acquire()),
    begin: async (db, signal) => releasing(await db.readWriteLock('w', LOCK).write.acquire({ signal })),
  },
  {
    name: 'acquire() of a tree',
    occupy: (db) => occupied(db.tree('w').at('a').acquire()),
    begin: async (db, signal) => releasing(await db.tree('w').at('a.b').acquire({ signal })),
  },
  {
    name: 'run() of a tree',
    occupy: (db) => occupied(db.tree('w').at('a.b').acquire()),
    begin: async (db, signal) =>
      worked(
        await db
          .tree('w')
          .at('a')
          .run(() => 7, { signal }),
      ),
  },
  {
    name: 'wait() of a rate limit',
    occupy: async (db) => {
      await db.rateLimit('w', RULE).attempt('k');
      return () => undefined;
    },
    begin: async (db, signal) => worked((await db.rateLimit('w', RULE).wait('k', { signal })).allowed ? 7 : 0),
  },
  {
    name: 'wait() of several rate limits',
    occupy: async (db) => {
      await db.rateLimits('w', { a: RULE }).attempt('k');
      return () => undefined;
    },
    begin: async (db, signal) => {
      const { results } = await db.rateLimits('w', { a: RULE }).wait('k', { signal });
      return worked(results.a.allowed ? 7 : 0);
    },
  },
  {
    name: 'getOrSet() of a cache',
    occupy: async (db) => {
      let go = (): void => {};
      const done = new Promise<void>((resolve) => (go = resolve));
      let loads = (): void => {};
      const begun = new Promise<void>((resolve) => (loads = resolve));
      const loading = db.cache('w').getOrSet('k', async () => {
        loads();
        await done;
        return 7;
      });
      await begun;
      return () => {
        go();
        return loading;
      };
    },
    begin: async (db, signal) => {
      const value = await db.cache('w').getOrSet('k', () => 7, signal ? { signal } : {});
      return () => value === 7;
    },
  },
];
