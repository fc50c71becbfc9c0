// The manual of redicts: each example in our form, with its answer. Seconds are a hundredth of those in the manual.
import { Database, LockError, type Tree, ValidationError } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { Program } from '../../support/program.js';

/** How often each of two programs adds under the lock; ROUNDS=10000, as in the manual, takes a minute. */
const ROUNDS = Number(process.env.ROUNDS ?? 300);
jest.setTimeout(300_000 + 30 * ROUNDS);

let db: Database;
let root: Tree;
beforeAll(async () => {
  db = await Database.embedded({ databases: { persons: 1, things: 2 } });
});
beforeEach(async () => {
  await db.redis.flushall();
  root = db.tree('shared');
});
afterAll(() => db.close());

describe("the manual's values", () => {
  it('are set and got by their paths', async () => {
    const p = root.at('a.b.c');
    await p.at('d').set(42);
    expect(await p.at('d').get()).toBe(42);
    await p.at('x').set({ y: 'z' });
    expect(await p.get()).toEqual({ x: { y: 'z' }, d: 42 });
    expect(await root.get()).toEqual({ a: { b: { c: { x: { y: 'z' }, d: 42 } } } });
    expect(await root.at('who?').get()).toBeUndefined();
    expect((await root.at('who?').get()) ?? 'a default').toBe('a default');
  });

  it('may be a nested object, and a path a list of names', async () => {
    await root.set({ a: { b: { c: 23 } } });
    expect(await root.at('a.b.c').get()).toBe(23);
    expect(await root.at(['a', 'b', 'c']).get()).toBe(23);
    expect(await root.section('a').at('b.c').get()).toBe(23);
    expect(root.at('a').at('b').key).toBe('a.b');
  });

  it('have other useful operations', async () => {
    await root.at('x').set(1);
    await root.at('y').set({ z: 2 });
    expect(await root.get()).toEqual({ y: { z: 2 }, x: 1 });
    const children: string[] = [];
    for await (const name of root.children()) children.push(name);
    expect(children.sort()).toEqual(['x', 'y']);
    const values: Record<string, unknown> = {};
    for await (const [path, value] of root.descendants()) values[path.join('.')] = value;
    expect(values).toEqual({ 'y.z': 2, x: 1 });
    expect(await root.at('x').exists()).toBe(true);
    expect(await root.at('x').delete()).toBe(true);
    expect(await root.at('x').exists()).toBe(false);
    await root.clear();
    expect(await root.at('y').exists()).toBe(false);
  });

  it('are added to, from 0 on, where they are numbers', async () => {
    expect(await root.at('n').add(5)).toBe(5);
    expect(await root.at('n').add(2)).toBe(7);
    await root.at('t').set('text');
    await expect(root.at('t').add(1)).rejects.toThrow(ValidationError);
    expect(await root.at('t').get()).toBe('text');
  });

  it('live in the database of the name', async () => {
    await root.at('x.y').set(1);
    await db.named('persons').tree().at('x.y').set(2);
    await db.named('things').tree().at('x.y').set(3);
    expect(await root.get()).toEqual({ x: { y: 1 } });
    expect(await db.named('persons').tree().at('x.y').get()).toBe(2);
    expect(await db.named('things').tree().at('x.y').get()).toBe(3);
  });

  it('end with their time, whether it was given at once or later', async () => {
    await root.at('x').set('still here!', { ttl: 60_000 });
    expect(await root.at('x').get()).toBe('still here!');
    expect(await root.at('x').ttl()).toBeLessThanOrEqual(60_000);
    await root.at('x').set('still here!', { ttl: 50 });
    await eventually(async () => (await root.at('x').get()) === undefined);
    expect(await root.at('x').ttl()).toBeUndefined();
    expect(await root.at('x').exists()).toBe(false);

    await root.at('x').set('still here!');
    expect(await root.at('x').ttl()).toBeUndefined();
    expect(await root.at('x').expire(100)).toBe(true);
    await eventually(async () => !(await root.at('x').exists()));
  });
});

describe("the manual's locks", () => {
  it('hold a value with all below it', async () => {
    const handle = await root.at('a.b').acquire();
    expect(await root.at('a.b').isLocked()).toBe(true);
    expect(await root.at('a.b.c.d').isLocked()).toBe(true);
    expect(await root.at('a.x').isLocked()).toBe(false);
    await expect(root.at('a.b.c').acquire({ timeout: 0 })).rejects.toThrow(LockError);
    await expect(root.at('a').acquire({ timeout: 0 })).rejects.toMatchObject({ reason: 'timeout' });
    expect(await handle.release()).toBe(true);
    expect(await root.at('a.b').isLocked()).toBe(false);
  });

  it('let two programs add and lose nothing', async () => {
    await root.at('a.b.c.d').set(0);
    const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
    const programs = [1, 2].map(() => Program.run('toolkit/tree/worker.ts', ['increment', path]));
    for (const program of programs) expect(await program.next()).toBe('ready');
    for (const program of programs) program.tell(String(ROUNDS));
    for (const program of programs) expect(await program.next()).toBe(ROUNDS);
    await Promise.all(programs.map((program) => program.kill()));
    expect(await root.at('a.b.c').get()).toEqual({ d: 2 * ROUNDS });
  });
});
