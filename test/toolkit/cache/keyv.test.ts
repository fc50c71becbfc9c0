import Keyv from 'keyv';
import { Database } from 'redstart';
import { collect } from '../../support/collect.js';
import { eventually } from '../../support/eventually.js';
import { ServerProcess } from '../../support/server-process.js';

describe('a cache as a store for Keyv', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const keyv = (namespace?: string) => new Keyv({ store: db.cache('keyv').keyv(), namespace });
  const entries = (store: Keyv) => collect(store.iterator!(undefined));

  // the points of @keyv/test-suite, which runs under vitest only
  it('keeps, finds, lists and removes values', async () => {
    const users = keyv('users');
    expect(await users.set('ada', { age: 36 })).toBe(true);
    expect(await users.get('ada')).toEqual({ age: 36 });
    expect(await users.get('grace')).toBeUndefined();
    expect(await users.has('ada')).toBe(true);
    expect(await users.set('grace', 1)).toBe(true);
    expect(await users.getMany(['ada', 'none', 'grace'])).toEqual([{ age: 36 }, undefined, 1]);
    expect(await users.get(['none', 'other'])).toEqual([undefined, undefined]);
    expect(await users.hasMany(['ada', 'none'])).toEqual([true, false]);
    expect(await users.setMany([{ key: 'alan', value: 2 }])).toEqual([true]);
    expect((await entries(users)).toSorted()).toEqual([
      ['ada', { age: 36 }],
      ['alan', 2],
      ['grace', 1],
    ]);
    expect(await users.delete('ada')).toBe(true);
    expect(await users.delete('ada')).toBe(false);
    expect(await users.delete(['alan', 'none'])).toBe(true);
    expect(await users.delete(['alan', 'none'])).toBe(false);
    expect(await users.clear()).toBeUndefined();
    expect(await users.get('grace')).toBeUndefined();
    expect(await entries(users)).toEqual([]);
  });

  it.each([
    [false],
    [null],
    [0],
    ['bar'],
    ['"'],
    ["''"],
    ['{}'],
    [{ fizz: 'buzz' }],
    [Buffer.from('bar')],
    [{ buffer: Buffer.from('buzz') }],
  ])('gives %j back as it was', async (value) => {
    await keyv().set("it's", value);
    expect(await keyv().get("it's")).toEqual(value);
  });

  it('keeps the namespaces of several apart, and clears one alone', async () => {
    const cache = db.cache('keyv');
    await cache.set('own', 1);
    const stores = [keyv('users'), keyv('other'), new Keyv(cache.keyv())] as const;
    const [users, other, plain] = stores;
    for (const [i, store] of stores.entries()) await store.set('a', i);
    expect(await Promise.all(stores.map((store) => store.get('a')))).toEqual([0, 1, 2]);
    expect(await other.delete('a')).toBe(true);
    await other.set('a', 1);
    expect(await entries(users)).toEqual([['a', 0]]);
    await users.clear();
    expect(await Promise.all([users, keyv('users'), other, plain].map((each) => each.get('a')))).toEqual([
      undefined,
      undefined,
      1,
      2,
    ]);
    expect(await cache.get('own')).toBe(1);
    await users.set('a', 3);
    expect(await keyv('users').get('a')).toBe(3);
    // without a namespace a Keyv is the whole cache
    await keyv().clear();
    expect(await Promise.all([users.get('a'), other.get('a'), cache.get('own')])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('keeps namespaces apart also where Keyv puts them before no key', async () => {
    const [a, b] = [keyv('a'), keyv('b')];
    for (const store of [a, b]) store.useKeyPrefix = false;
    await a.set('key', 1);
    expect(await b.get('key')).toBeUndefined();
    expect(await a.get('key')).toBe(1);
  });

  it('ends values with their ttl', async () => {
    await keyv().set('a', 1, 40);
    await keyv().set('b', 1);
    await eventually(async () => (await keyv().get('a')) === undefined);
    expect(await db.redis.exists('cache:{keyv:a}')).toBe(0);
    expect(await entries(keyv())).toHaveLength(1);
  });

  it('has the ttl that the cache was given where Keyv gives none, else none', async () => {
    const [short, forever, plain] = [db.cache('k', { ttl: 50_000 }), db.cache('k', { ttl: null }), db.cache('k')];
    await new Keyv({ store: short.keyv(), namespace: undefined }).set('a', 1);
    await new Keyv({ store: short.keyv(), namespace: undefined, ttl: 9_000 }).set('b', 1);
    await new Keyv({ store: forever.keyv(), namespace: undefined }).set('c', 1);
    await new Keyv({ store: plain.keyv(), namespace: undefined }).set('d', 1);
    const ttls = await Promise.all(['a', 'b', 'c', 'd'].map((key) => db.redis.pttl(`cache:{k:${key}}`)));
    expect(ttls.map((ms) => (ms < 0 ? ms : Math.ceil(ms / 10_000)))).toEqual([5, 1, -1, -1]);
  });

  it('tells Keyv of errors', async () => {
    const server = await ServerProcess.start();
    const far = await Database.connect(server.address, { timeout: 1000 });
    const store = new Keyv({ store: far.cache('c').keyv() });
    const told: unknown[] = [];
    store.on('error', (error) => told.push(error));
    await server.kill();
    // what Keyv gives where its store throws
    expect(await store.get('a')).toBeUndefined();
    expect(told).toEqual([expect.objectContaining({ code: 'CONNECTION' })]);
    await far.close();
  });

  it('refuses a namespace that has no form in UTF-8', () => {
    expect(() => keyv('\ud800')).toThrow('The name of a namespace must not have lone surrogates');
  });
});
