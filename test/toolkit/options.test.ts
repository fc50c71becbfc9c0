import { Database } from 'redstart';
import { expectRefused } from '../support/thrown.js';

describe('what the utilities are told by callers without types', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  const wrong = { limti: 1 } as never;
  const rule = { limit: 5, window: 1000 };

  it.each<[string, () => unknown]>([
    ['a lock', () => db.lock('a', wrong)],
    ['a lock', () => db.readWriteLock('a', wrong)],
    ['a semaphore', () => db.semaphore('a', { permits: 1, ...(wrong as object) })],
    ['acquire()', () => db.lock('a').acquire(wrong)],
    ['acquire()', () => db.lock('a').run(() => 1, wrong)],
    ['acquire()', () => db.tree('t').at('a').acquire(wrong)],
    ['tryAcquire()', () => db.semaphore('a', { permits: 1 }).tryAcquire(wrong)],
    ['tryAcquire()', () => db.lock('a').tryAcquire(wrong)],
    ['a rate limit', () => db.rateLimit('a', { ...rule, ...(wrong as object) })],
    ['several rate limits', () => db.rateLimits('a', { a: rule }, wrong)],
    ['the limit "a", one of several', () => db.rateLimits('a', { a: { ...rule, ...(wrong as object) } })],
    ['attempt()', () => db.rateLimit('a', rule).attempt('k', wrong)],
    ['wait()', () => db.rateLimit('a', rule).wait('k', wrong)],
    ['a limited function', () => db.rateLimit('a', rule).wrap(() => 1, wrong)],
    ['the cache "c"', () => db.cache('c', wrong)],
    ['local of the cache "c"', () => db.cache('c', { local: wrong })],
    ['set()', () => db.cache('c').set('a', 1, wrong)],
    ['setMany()', () => db.cache('c').setMany({ a: 1 }, wrong)],
    ['getOrSet()', () => db.cache('c').getOrSet('a', () => 1, wrong)],
    ['a cached function', () => db.cache('c').wrap(function f() {}, wrong)],
    ['a counter', () => db.counter('n', wrong)],
    ['a counter with shards', () => db.counter('n', { shards: 2, ...(wrong as object) })],
    ['a search index', () => db.searchIndex('s', wrong)],
    ['the field a', () => db.searchIndex('s', { fields: { a: wrong } })],
    ['search()', () => db.searchIndex('s').search('a', wrong)],
    ['suggest()', () => db.searchIndex('s').suggest('a', wrong)],
    ['delete()', () => db.searchIndex('s').delete('a', wrong)],
    ['an autocomplete', () => db.autocomplete('a', wrong)],
    ['store()', () => db.autocomplete('a').store(1, wrong)],
    ['search()', () => db.autocomplete('a').search('a', wrong)],
    ['a boost', () => db.autocomplete('a').search('a', { boosts: [wrong] })],
    ['what is boosted', () => db.autocomplete('a').boost(wrong, 1)],
    ['boost()', () => db.autocomplete('a').boost({ id: 1 }, 1, wrong)],
    ['has()', () => db.autocomplete('a').has(1, wrong)],
    ['delete()', () => db.autocomplete('a').delete(1, wrong)],
    ['search()', () => db.graph('g').search([['a', 'b', 'c']], wrong)],
    ['neighbours()', () => db.graph('g').neighbours('a', wrong)],
    ['traverse()', () => db.graph('g').traverse('a', wrong)],
    ['shortestPath()', () => db.graph('g').shortestPath('a', 'b', wrong)],
    ['set()', () => db.tree('t').at('a').set(1, wrong)],
  ])('names an option that %s does not have', async (owner, call) => {
    await expectRefused(call, TypeError, `"limti" is not an option of ${owner}. `);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('tells where options of all limits together go', () => {
    const nested = { a: { ...rule, blockFor: 5 } };
    expect(() => db.rateLimits('a', nested)).toThrow(
      '"blockFor" is not an option of the limit "a", one of several. Use limit, window, algorithm, burst.',
    );
    expect(() => db.rateLimits('a', { '': rule })).toThrow('The name of a limit must not be empty');
  });

  const none = undefined as never;
  it.each<[string, () => unknown]>([
    ['The options of a rate limit must be an object, not undefined', () => db.rateLimit('a', none)],
    ['The options of a lock must be an object, not null', () => db.lock('a', null as never)],
    ['The options of a semaphore must be an object', () => db.semaphore('a', none)],
    ['The options of a counter must be an object', () => db.counter('a', null as never)],
    ['The options of traverse() must be an object', () => db.graph('g').traverse('a', none)],
    ['What loads a value must be a function, not number', () => db.cache('c').getOrSet('a', 7 as never)],
    ['What is cached must be a function', () => db.cache('c').wrap(none)],
    ['key must be a function, not string', () => db.cache('c').wrap(function g() {}, { key: 'k' as never })],
    ['setMany takes values by key', () => db.cache('c').setMany([{ key: 'a', value: 1 }] as never)],
    ['setMany takes values by key', () => db.cache('c').setMany('ab' as never)],
    ['A prefix is a text, not undefined', () => db.searchIndex('s').suggest(none)],
    ['boosts must be an array, not object', () => db.autocomplete('a').search('a', { boosts: {} as never })],
    ['A title to store is an object with an id', () => db.autocomplete('a').storeMany([null as never])],
    ['filter must be a function', () => db.graph('g').search([['a', 'b', 'c']], { filter: 1 as never })],
    ['owner must not have lone surrogates', () => db.lock('a', { owner: '\ud800' })],
    ['A tag must not have lone surrogates', () => db.cache('c').set('a', 1, { tags: ['\ud800'] })],
    ['A tag must not have lone surrogates', () => db.cache('c').invalidateTags('\ud800')],
    ['The work of a lock must be a function, not undefined', () => db.lock('a').run(none)],
    ['The work of a lock must be a function, not undefined', () => db.tree('t').at('a').run(none)],
    ['What runs under a lock must be a function, not null', () => db.lock('a').wrap(null as never)],
    ['What is limited must be a function', () => db.rateLimit('a', rule).wrap(none, { key: () => 'k' })],
    ['The triples must be an array or another iterable, not string', () => db.graph('g').storeMany('abc' as never)],
    ['The documents must be an array', () => db.searchIndex('s').addMany({ id: 1, document: 'a' } as never)],
    ['The titles must be an array', () => db.autocomplete('a').storeMany(none)],
    ['The name of the read and write lock must not be empty', () => db.readWriteLock('')],
    ['The name of the search index must not be empty', () => db.searchIndex('')],
    ['The name of a rate limit must not be empty', () => db.rateLimit('', rule)],
  ])('says %s', async (message, call) => {
    await expect(Promise.resolve().then(call)).rejects.toThrow(message);
    expect(await db.redis.dbsize()).toBe(0);
  });

  const controller = new AbortController() as never;
  it.each<[string, () => unknown]>([
    ['acquire', () => db.lock('a').acquire({ signal: controller })],
    ['a lock of a tree', () => db.tree('t').at('a').acquire({ signal: controller })],
    ['wait', () => db.rateLimit('a', rule).wait('k', { signal: controller })],
    ['getOrSet', () => db.cache('c').getOrSet('a', () => 1, { signal: controller })],
    ['a search', () => db.graph('g').search([['a', 'b', 'c']], { signal: controller })],
  ])('refuses a controller for a signal in %s', async (_, call) => {
    await expect(Promise.resolve().then(call)).rejects.toThrow('signal must be an AbortSignal, not object');
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('names the root of a tree', async () => {
    const tree = db.tree('t');
    await tree.set(5);
    await expect(tree.at('a').set(1)).rejects.toThrow('The node "a"');
    await tree.set({});
    await expect(tree.add(1 as never)).rejects.toThrow(/^The root/);
    await tree.delete();
  });
});
