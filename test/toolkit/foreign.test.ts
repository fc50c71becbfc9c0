import type { Redis } from 'ioredis';
import { type Algorithm, Database, WrongTypeError } from 'redstart';
import { collect } from '../support/collect.js';
import { thrownBy } from '../support/thrown.js';

describe('keys of the utilities that hold something else', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const calls: [string, (name: string) => unknown][] = [
    ['acquire', (name) => db.lock(name).acquire({ timeout: 0 })],
    ['peek', (name) => db.lock(name).peek()],
    ['clear', (name) => db.lock(name).clear()],
    ['resume', (name) => db.lock(name).resume('token')],
  ];

  it.each(calls)('are an error of their own for %s of a lock', async (_, call) => {
    for (const text of ['hello', 'a b c d e', '']) {
      await db.redis.set('lock:{a}', text);
      await expect(call('a')).rejects.toThrow(WrongTypeError);
      expect(await db.redis.get('lock:{a}')).toBe(text);
    }
    await db.redis.del('lock:{a}');
    await db.redis.rpush('lock:{a}', 'x');
    await expect(call('a')).rejects.toThrow('The key "lock:{a}" holds a list, not a part of a lock.');
    expect(await db.redis.lrange('lock:{a}', 0, -1)).toEqual(['x']);
  });

  it('are named, whichever it is', async () => {
    await db.redis.set('lock:{a}:fence', 'x');
    await expect(db.lock('a').acquire()).rejects.toThrow('The key "lock:{a}:fence" holds a string');
    await expect(db.lock(['b', 'a']).acquire()).rejects.toThrow('The key "lock:{a}:fence" holds a string');
    expect(await db.redis.keys('*')).toEqual(['lock:{a}:fence']);
    await db.redis.set('semaphore:{s}:records', 'x');
    await expect(db.semaphore('s', { permits: 2 }).acquire()).rejects.toThrow('"semaphore:{s}:records"');
    expect(await db.redis.dbsize()).toBe(2);
  });

  const texts: [Algorithm, string, string][] = [
    ['fixed-window', 'window', 'x'],
    ['sliding-counter', 'counter', '5'],
    ['token-bucket', 'bucket', 'many 7'],
    ['sliding-log', 'log', '5'],
  ];

  it.each(texts)('are an error of their own for a %s', async (algorithm, suffix, text) => {
    const limit = db.rateLimit('l', { limit: 5, window: 1000, algorithm } as never);
    const key = `ratelimit:{l:k}:${suffix}`;
    await db.redis.set(key, text);
    const calls = [
      () => limit.attempt('k'),
      () => limit.peek('k'),
      () => limit.penalty('k', 1),
      () => limit.reward('k'),
    ];
    for (const call of calls) {
      const error = (await thrownBy(call)) as Error;
      expect(error).toBeInstanceOf(WrongTypeError);
      expect(error).toMatchObject({ key, found: 'string', expected: 'rate limit' });
      expect(await db.redis.get(key)).toBe(text);
    }
    // whatever there was, it is forgotten
    expect(await limit.reset('k')).toBe(true);
    expect((await limit.attempt('k')).allowed).toBe(true);
  });

  it.each(texts)('of another type are never written over by a %s', async (algorithm, suffix) => {
    const rule = { limit: 5, window: 1000, algorithm } as never;
    const [limit, several] = [db.rateLimit('l', rule), db.rateLimits('l', { first: { limit: 5, window: 1000 }, rule })];
    const keys = [`ratelimit:{l:k}:${suffix}`, `ratelimit:{l:k}:by:rule:${suffix}`];
    for (const key of keys) await db.redis.rpush(key, 'x');
    const calls = [limit, several].flatMap((each) => [
      () => each.attempt('k'),
      () => each.peek('k'),
      () => each.penalty('k', 1),
      () => each.reward('k'),
    ]);
    for (const call of calls) await expect(call()).rejects.toThrow('holds a list, not a rate limit');
    for (const key of keys) expect(await db.redis.lrange(key, 0, -1)).toEqual(['x']);
    expect(await db.redis.dbsize()).toBe(2);
  });

  it('with members of another form are an error of their own for a sliding log', async () => {
    const limit = db.rateLimit('l', { limit: 5, window: 1000 });
    const key = 'ratelimit:{l:k}:log';
    await db.redis.zadd(key, '1', 'ada', '2', 'grace');
    const calls = [
      () => limit.attempt('k'),
      () => limit.peek('k'),
      () => limit.penalty('k', 1),
      () => limit.reward('k'),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow('holds a zset, not a rate limit');
    expect(await db.redis.zrange(key, '0', '-1')).toEqual(['ada', 'grace']);
  });

  it('with members of another form are an error of their own for a lock', async () => {
    await db.redis.zadd('lock:{a}', '1', 'ada', '9e15', 'grace');
    for (const call of [() => db.lock('a').acquire({ timeout: 0 }), () => db.lock('a').peek()])
      await expect(call()).rejects.toThrow('The key "lock:{a}" holds a zset, not a part of a lock.');
    expect(await db.redis.zrange('lock:{a}', '0', '-1')).toEqual(['ada', 'grace']);
  });

  /** What there is, key by key. */
  async function dump(): Promise<Record<string, string>> {
    const keys = (await db.redis.keys('*')).sort();
    const values = await Promise.all(keys.map((key) => (db.redis as Redis).dump(key)));
    return Object.fromEntries(keys.map((key, i) => [key, String(values[i])]));
  }

  const document = { id: 1, document: 'walrus' };
  const utilities: [utility: string, keys: string[], calls: Record<string, () => unknown>][] = [
    [
      'part of a graph',
      ['graph:{x}:spo', 'graph:{x}:pos', 'graph:{x}:osp'],
      {
        store: () => db.graph('x').store('a', 'b', 'c'),
        storeMany: () => db.graph('x').storeMany([['a', 'b', 1]]),
        delete: () => db.graph('x').delete('a', 'b', 'c'),
        deleteMatching: () => db.graph('x').deleteMatching({ subject: 'a' }),
      },
    ],
    [
      'part of a graph',
      ['graph:{x}:spo'],
      {
        has: () => db.graph('x').has('a', 'b', 'c'),
        query: () => collect(db.graph('x').query()),
        search: () => db.graph('x').search([['a', db.graph('x').v.B!, db.graph('x').v.C!]]),
        searchSets: () => db.graph('x').searchSets([['a', db.graph('x').v.B!, db.graph('x').v.C!]]),
        neighbours: () => db.graph('x').neighbours('a'),
        traverse: () => db.graph('x').traverse('a', { depth: 2 }),
        shortestPath: () => db.graph('x').shortestPath('a', 'b'),
        size: () => db.graph('x').size(),
      },
    ],
    [
      'part of a tree',
      ['tree:{x}:nodes', 'tree:{x}:expiries'],
      {
        get: () => db.tree('x').get(),
        set: () => db.tree('x').at('a.b').set(1, { ttl: 1000 }),
        merge: () => db.tree('x').merge({ a: 1 }),
        add: () => db.tree('x').at('a').add(1),
        exists: () => db.tree('x').at('a').exists(),
        size: () => db.tree('x').size(),
        ttl: () => db.tree('x').at('a').ttl(),
        expire: () => db.tree('x').at('a').expire(1000),
        delete: () => db.tree('x').at('a').delete(),
        clear: () => db.tree('x').clear(),
        children: () => collect(db.tree('x').children()),
        descendants: () => collect(db.tree('x').descendants()),
      },
    ],
    [
      'part of an autocomplete',
      ['settings', 'types', 'boosts', 'letters', 'titles:', 'data:', 'words:'].map((key) => `autocomplete:{x}:${key}`),
      {
        store: () => db.autocomplete('x').store(1, { title: 'walrus', data: 5 }),
        storeMany: () => db.autocomplete('x').storeMany([{ id: 1, title: 'walrus' }]),
      },
    ],
    [
      'part of an autocomplete',
      ['autocomplete:{x}:settings', 'autocomplete:{x}:types'],
      { search: () => db.autocomplete('x').search('w') },
    ],
    [
      'part of an autocomplete',
      ['autocomplete:{x}:types'],
      {
        size: () => db.autocomplete('x').size(),
        titles: () => collect(db.autocomplete('x').titles()),
        data: () => collect(db.autocomplete('x').data()),
        clear: () => db.autocomplete('x').clear(),
      },
    ],
    ['part of an autocomplete', ['autocomplete:{x}:boosts'], { boost: () => db.autocomplete('x').boost({ id: 1 }, 2) }],
    ['part of an autocomplete', ['autocomplete:{x}:titles:'], { has: () => db.autocomplete('x').has(1) }],
    ['part of an autocomplete', ['autocomplete:{x}:words:'], { delete: () => db.autocomplete('x').delete(1) }],
    [
      'part of a search index',
      ['#settings', '#ids', '#counts', '#uq:id/0', '#dict:content'].map((key) => `search:{x}${key}`),
      {
        add: () => db.searchIndex('x').add(1, 'walrus'),
        addMany: () => db.searchIndex('x').addMany([document]),
        update: () => db.searchIndex('x').update(1, 'walrus'),
        replace: () => db.searchIndex('x').replace(1, 'walrus'),
      },
    ],
    [
      'part of a search index',
      ['search:{x}#settings', 'search:{x}#dict:content'],
      { search: () => db.searchIndex('x').search('walrus'), suggest: () => db.searchIndex('x').suggest('wal') },
    ],
    [
      'part of a search index',
      ['search:{x}#uq:id/0'],
      { get: () => db.searchIndex('x').get(1), delete: () => db.searchIndex('x').delete(1) },
    ],
    [
      'part of a search index',
      ['search:{x}#ids'],
      { size: () => db.searchIndex('x').size(), clear: () => db.searchIndex('x').clear() },
    ],
    [
      'part of a cache',
      ['cache:{x:k}'],
      {
        set: () => db.cache('x').set('k', 1),
        setMany: () => db.cache('x').setMany({ k: 1 }),
        getOrSet: () => db.cache('x').getOrSet('k', () => 1),
        delete: () => db.cache('x').delete('k'),
        pull: () => db.cache('x').pull('k'),
        entry: () => db.cache('x').entry('k'),
        'get of a cache that uses stale values': () => db.cache('x', { staleFor: 1000 }).get('k'),
      },
    ],
    [
      'part of a cache',
      ['cache:{x}:invalidated', 'cache:{x}:invalidated:last'],
      { invalidateTags: () => db.cache('x').invalidateTags('t'), clear: () => db.cache('x').clear() },
    ],
    [
      'part of a lock',
      ['semaphore:{x}', 'semaphore:{x}:records'],
      {
        acquire: () => db.semaphore('x', { permits: 2 }).acquire({ timeout: 0 }),
        available: () => db.semaphore('x', { permits: 2 }).available(),
      },
    ],
  ];
  const cases = utilities.flatMap(([utility, keys, calls]) =>
    Object.entries(calls).map(([name, call]) => [name, utility, keys, call] as const),
  );

  it.each(cases)('are an error of their own for %s of a %s, and nothing is written', async (_, utility, keys, call) => {
    for (const key of keys) {
      await db.redis.rpush(key, 'x');
      const before = await dump();
      const error = (await thrownBy(call)) as Error;
      expect(error).toBeInstanceOf(WrongTypeError);
      expect(error).toMatchObject({ key, found: 'list', expected: utility });
      expect(error.message).toBe(
        `The key "${key}" holds a list, not a ${utility}. Delete what is there, or give the utility another name.`,
      );
      expect(await dump()).toEqual(before);
      await db.redis.flushall();
    }
  });

  it('are an error of their own where settings are kept', async () => {
    const calls = [() => db.searchIndex('x').add(1, 'a'), () => db.autocomplete('x').store(1)];
    for (const [i, key] of ['search:{x}#settings', 'autocomplete:{x}:settings'].entries()) {
      for (const text of ['hello', '5', '']) {
        await db.redis.set(key, text);
        await expect(calls[i]!()).rejects.toThrow(WrongTypeError);
        expect(await db.redis.get(key)).toBe(text);
      }
      await db.redis.del(key);
    }
  });

  it('are named by a pattern where they depend on what is stored', async () => {
    await db.redis.rpush('autocomplete:{x}:prefix:w:', 'x');
    await expect(db.autocomplete('x').store(1, { title: 'walrus' })).rejects.toThrow(
      'The key "autocomplete:{x}:*" holds a value of another type, not a part of an autocomplete.',
    );
  });

  it('are told in the words of the server where nobody may ask for their types', async () => {
    const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
    await db.redis.acl('SETUSER', 'limited', 'on', '>secret', '~*', '&*', '+@all', '-type');
    await using limited = await Database.connect({ path, username: 'limited', password: 'secret' });
    await db.redis.rpush('graph:{x}:pos', 'x');
    await expect(limited.graph('x').store('a', 'b', 'c')).rejects.toMatchObject({
      code: 'SERVER',
      reason: 'WRONGTYPE',
    });
    expect(await db.redis.keys('*')).toEqual(['graph:{x}:pos']);
  });

  it('are an error of their own for a counter', async () => {
    await db.redis.rpush('n', 'x');
    for (const call of [() => db.counter('n').increment(), () => db.counter('n').value()])
      await expect(call()).rejects.toThrow('The key "n" holds a list, not a string');
    expect(await db.redis.lrange('n', 0, -1)).toEqual(['x']);
  });
});
