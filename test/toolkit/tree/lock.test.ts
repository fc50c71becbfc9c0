import { setTimeout as pause } from 'node:timers/promises';
import { Database, LockError, type LockHandle, type Tree } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { Program } from '../../support/program.js';

let db: Database;
let root: Tree;
const running: Program[] = [];
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(async () => {
  await db.redis.flushall();
  root = db.tree('shared');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.kill()));
});
afterAll(() => db.close());

const none = { timeout: 0 };
const free = (path: string) =>
  root
    .at(path)
    .acquire(none)
    .then(async (handle) => handle.release());

const start = async (...works: string[]): Promise<Program[]> => {
  const config = (await db.redis.config('GET', 'unixsocket')) as string[];
  const programs = works.map((work) => Program.run('toolkit/tree/worker.ts', [work, config[1]!]));
  running.push(...programs);
  for (const program of programs) expect(await program.next()).toBe('ready');
  return programs;
};

describe('the lock of a node', () => {
  it('keeps others from what is below and above, and from nothing beside', async () => {
    const handle = await root.at('a.b').acquire();
    for (const path of ['a.b', 'a.b.c', 'a.b.c.d', 'a']) await expect(free(path)).rejects.toThrow(LockError);
    await expect(root.acquire(none)).rejects.toMatchObject({ reason: 'timeout' });
    for (const path of ['a.c', 'a.bc', 'b', 'b.a']) expect(await free(path)).toBe(true);
    expect(await root.at('a.b').isLocked()).toBe(true);
    expect(await root.at('a.b.c').isLocked()).toBe(true);
    expect(await root.at('a').isLocked()).toBe(false);
    expect(await root.at('a.c').isLocked()).toBe(false);
    expect(await handle.release()).toBe(true);
    for (const path of ['a.b', 'a', 'a.b.c']) expect(await free(path)).toBe(true);
    expect(await root.at('a.b').isLocked()).toBe(false);
  });

  it('holds up nobody who reads or writes without it', async () => {
    await using _ = await root.at('a').acquire();
    await root.at('a.b').set(1);
    expect(await root.get()).toEqual({ a: { b: 1 } });
  });

  it('is of one tree', async () => {
    await using _ = await root.acquire();
    await using other = await db.tree('other').acquire(none);
    expect(other.signal.aborted).toBe(false);
  });

  it('lets its holder lock below it, others not', async () => {
    const outer = await root.at('a').acquire();
    const inner = await root.at('a.b.c').acquire({ within: outer, timeout: 0 });
    await expect(root.at('a.b').acquire({ within: outer, timeout: 0 })).rejects.toThrow(LockError);
    const beside = await root.at('a.x').acquire({ within: outer, timeout: 0 });
    await expect(free('a.b.c')).rejects.toThrow(LockError);
    expect(inner.fence).toBeGreaterThan(outer.fence);
    for (const handle of [inner, beside, outer]) expect(await handle.release()).toBe(true);
    expect(await free('a')).toBe(true);
  });

  it('stands within no other lock than one above', async () => {
    const outer = await root.at('a.b').acquire();
    const wrong = [root.at('a'), root.at('a.b'), root.at('c.b.d'), db.tree('other').at('a.b.c')];
    for (const node of wrong)
      await expect(node.acquire({ within: outer })).rejects.toThrow('within is not a lock of a node above');
    await expect(root.at('a.b.c').acquire({ within: {} as LockHandle })).rejects.toThrow(RangeError);
    await outer.release();
  });

  it('goes on in the order of arrival, over all depths', async () => {
    const first = await root.at('a').acquire();
    const order: string[] = [];
    const wait = async (path: string) => {
      const handle = await root.at(path).acquire();
      order.push(path);
      await pause(5);
      await handle.release();
    };
    const waiting: Promise<void>[] = [];
    for (const path of ['a.b', 'a', 'a.c']) {
      waiting.push(wait(path));
      await eventually(async () => (await db.redis.zcard('tree:{shared}:lock:["a"]:line')) === waiting.length);
    }
    await first.release();
    await Promise.all(waiting);
    expect(order).toEqual(['a.b', 'a', 'a.c']);
  });

  it('is free again when its holder is gone', async () => {
    const [program] = await start('hold');
    program!.tell('a.b');
    await program!.next();
    await expect(free('a')).rejects.toThrow(LockError);
    program!.tell('a.b');
    await program!.next();
    await program!.kill();
    const handle = await root.at('a').acquire({ timeout: 100_000 });
    expect(await handle.release()).toBe(true);
  });

  it('gives up after its timeout, or when the signal aborts, and leaves nothing in the way', async () => {
    const handle = await root.at('a.b').acquire();
    await expect(root.at('a.b.c').acquire({ timeout: 20 })).rejects.toMatchObject({ code: 'LOCK', reason: 'timeout' });
    const control = new AbortController();
    const waiting = root.at('a').acquire({ signal: control.signal });
    setTimeout(() => control.abort(new Error('enough')), 20);
    await expect(waiting).rejects.toThrow('enough');
    expect(await handle.release()).toBe(true);
    await expect(root.at('a').acquire({ signal: control.signal })).rejects.toThrow('enough');
    expect(await root.acquire(none).then((whole) => whole.release())).toBe(true);
  });

  it('tells its holder when it is lost', async () => {
    const handle = await root.at('a.b').acquire({ ttl: 50 });
    const lost = new Promise((resolve) => handle.signal.addEventListener('abort', () => resolve(handle.signal.reason)));
    expect(await lost).toMatchObject({ code: 'LOCK', reason: 'lost' });
    expect(await handle.release()).toBe(false);
    await expect(root.at('a.b.c').acquire({ within: handle })).rejects.toMatchObject({ reason: 'lost' });
    const extended = await root.at('a.b').acquire({ ttl: 1_500 });
    expect(await extended.extend(60_000)).toBe(true);
    await pause(1_600);
    await expect(free('a')).rejects.toThrow(LockError);
    expect(await extended.release()).toBe(true);
  });

  it('is renewed while some work lasts, and released whatever happens', async () => {
    const work = root.at('a').run(
      async (handle) => {
        const until = () => handle.expiresAt.getTime();
        for (let times = 0; times < 2; times++) {
          const before = until();
          await eventually(() => until() > before);
        }
        await expect(free('a')).rejects.toThrow(LockError);
        return handle.signal.aborted;
      },
      { ttl: 3_000 },
    );
    expect(await work).toBe(false);
    await expect(root.at('a').run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await free('a')).toBe(true);
  });

  it('refuses times that make no sense', async () => {
    await expect(root.acquire({ ttl: 0 })).rejects.toThrow('ttl must be');
    await expect(root.acquire({ timeout: -1 })).rejects.toThrow('timeout must be');
    expect(await db.redis.dbsize()).toBe(0);
  });
});

describe('two programs', () => {
  const together = async (work: string, times: number) => {
    await root.at('a.b.count').set(0);
    const programs = await start(work, work);
    for (const program of programs) program.tell(String(times));
    for (const program of programs) expect(await program.next()).toBe(times);
    await Promise.all(programs.map((program) => program.kill()));
    return root.at('a.b.count').get();
  };

  it('that add 10,000 each make 20,000', async () => {
    expect(await together('add', 10_000)).toBe(20_000);
  });

  it('that read, add and write under a lock lose nothing', async () => {
    expect(await together('lock', 400)).toBe(800);
  });
});
