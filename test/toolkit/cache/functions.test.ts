import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';
import { argumentKey } from '../../../src/toolkit/cache/argument-key.js';

describe('cached functions', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.close());

  it("are called once for the same arguments, as in walrus's example", async () => {
    let calls = 0;
    const add = db.cache().wrap(async function add(a: number, b: number) {
      calls++;
      return a + b;
    });
    expect(await add(3, 4)).toBe(7);
    expect(await add(3, 4)).toBe(7);
    expect(calls).toBe(1);
    expect(await add(4, 3)).toBe(7);
    expect(calls).toBe(2);
    expect(await add.bust(3, 4)).toBe(true);
    expect(await add.bust(3, 4)).toBe(false);
    expect(await add(3, 4)).toBe(7);
    expect(calls).toBe(3);
    expect(add.key(3, 4)).toBe('add(3,4)');
  });

  it('keep nothing when they throw, and results by a key, a ttl and tags of their own', async () => {
    const cache = db.cache();
    let calls = 0;
    const find = cache.wrap(
      async ({ id }: { id: number }) => {
        if (++calls === 1) throw new Error(`no ${id}`);
        return calls;
      },
      { name: 'find', key: ({ id }) => String(id), ttl: null, tags: ['users'] },
    );
    await expect(find({ id: 7 })).rejects.toThrow('no');
    expect(await find({ id: 7 })).toBe(2);
    expect(await db.redis.pttl('cache:{cache:find(7)}')).toBe(-1);
    await cache.invalidateTags('users');
    expect(await find({ id: 7 })).toBe(3);
  });

  it('have names of their own', () => {
    const cache = db.cache();
    const one = async () => 1;
    cache.wrap(one);
    cache.wrap(one);
    expect(() => cache.wrap(async () => 1)).toThrow('needs a name');
    expect(() => cache.wrap(async () => 2, { name: 'one' })).toThrow('Another function is cached as "one"');
    expect(() => db.cache().wrap(async () => 2, { name: 'one' })).toThrow(TypeError);
    cache.namespace('n').wrap(async () => 2, { name: 'one' });
    db.cache('other').wrap(async () => 2, { name: 'one' });
  });

  it('may be methods and properties of a class', async () => {
    const cache = db.cache();
    class Clock {
      static calls = 0;
      readonly zone = 'UTC';
      @cache.cached()
      async at(city: string): Promise<string> {
        Clock.calls++;
        return `${city} ${this.zone}`;
      }
      @cache.cachedProperty({ ttl: 5000 })
      get now(): Promise<number> {
        return Promise.resolve(++Clock.calls);
      }
    }
    const clock = new Clock();
    expect(await clock.at('Oslo')).toBe('Oslo UTC');
    expect(await new Clock().at('Oslo')).toBe('Oslo UTC');
    expect(Clock.calls).toBe(1);
    expect([await clock.now, await clock.now]).toEqual([2, 2]);
    expect((await db.redis.keys('*')).sort()).toEqual(['cache:{cache:Clock.at("Oslo")}', 'cache:{cache:Clock.now()}']);
    expect(await cache.bust(clock, 'at', 'Oslo')).toBe(true);
    expect(await cache.bust(clock, 'now')).toBe(true);
    expect(await clock.now).toBe(3);
    await expect(cache.bust(clock, 'zone')).rejects.toThrow('zone is not cached here');
    await expect((cache.bust as () => Promise<boolean>).call(cache)).rejects.toThrow(
      "bust() takes an object and the name of its member, not undefined. Give both: bust(users, 'find', 7).",
    );
    expect(() => {
      class Bad {
        @(cache.cachedProperty() as unknown as PropertyDecorator)
        field = 1;
      }
      return new Bad();
    }).toThrow(TypeError);
  });

  it('may start at once and be asked for their result later', async () => {
    let calls = 0;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow = db.cache().cacheAsync(
      async (seed: string) => {
        calls++;
        await gate;
        return `${seed}!`;
      },
      { name: 'slow' },
    );
    const pending = slow('a');
    expect(pending.ready).toBe(false);
    await expect(pending.result({ timeout: 0 })).rejects.toMatchObject({ code: 'TIMEOUT', timeout: 0 });
    await expect(pending.result({ timeout: 5 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(pending.result({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    const patient = pending.result({ timeout: 2 ** 40 });
    await pause(20);
    goOn();
    expect(await patient).toBe('a!');
    expect(await pending.result({ timeout: 100_000 })).toBe('a!');
    expect(pending.ready).toBe(true);
    expect(await pending.result({ timeout: 0 })).toBe('a!');
    expect(await slow('a').result()).toBe('a!');
    expect(calls).toBe(1);
  });

  it('tell of a failure when the result is asked for', async () => {
    const fail = db.cache().cacheAsync(() => Promise.reject(new Error('no')), { name: 'fail' });
    const pending = fail();
    await pause(50);
    await expect(pending.result()).rejects.toThrow('no');
    expect(pending.ready).toBe(true);
  });
});

describe('the key of a call', () => {
  it.each<[unknown[], unknown[]]>([
    [[{ a: 1, b: { d: 1, c: 2 } }], [{ b: { c: 2, d: 1 }, a: 1 }]],
    [[1, undefined], [1]],
    [[{ a: undefined }], [{}]],
    [[new Date(5)], [new Date(5)]],
  ])('is the same for %j and %j', (a, b) => {
    expect(argumentKey(a)).toBe(argumentKey(b));
  });

  it('differs for arguments that differ', () => {
    const calls = [
      [],
      [null],
      [1],
      ['1'],
      [1n],
      [[1]],
      [1, 2],
      ['1,2'],
      [undefined, 1],
      [{}],
      [{ a: 1 }],
      [{ 'a:1': 1 }],
      [true],
      [new Date(1)],
    ];
    expect(new Set(calls.map(argumentKey)).size).toBe(calls.length);
  });

  it.each([
    ['a function', [() => 1], 'The arguments.0 is a function'],
    ['NaN', [{ a: [Number.NaN] }], 'The arguments.0.a.0 is NaN'],
    ['an instance', [{ m: new Map() }], 'The arguments.0.m is an instance of Map'],
    ['a symbol', [Symbol('x')], 'The arguments.0 is a symbol'],
  ])('refuses %s', (_, args, message) => {
    expect(() => argumentKey(args)).toThrow(message);
  });
});
