import type { CacheOptions } from 'redstart';
import { collect } from '../../support/collect.js';
import { db, other, useTwoPrograms } from './two-programs.js';

useTwoPrograms();

describe('what was invalidated in a cache', () => {
  it('is known to a process that never asked before, and to one that just did', async () => {
    const here = db.cache('c');
    await here.set('a', 1, { tags: ['t'] });
    expect(await here.get('a')).toBe(1);
    await other.cache('c').invalidateTags('t');
    expect(await here.get('a')).toBeUndefined();
    expect(await db.cache('c').get('a')).toBeUndefined();
    await here.set('a', 2, { tags: ['t'] });
    expect(await other.cache('c').get('a')).toBe(2);
    await db.cache('c').clear();
    expect(await here.get('a')).toBeUndefined();
  });

  it('costs a hit one command', async () => {
    const cache = db.cache('c');
    await cache.set('a', { b: 1 });
    await cache.get('a');
    await db.redis.config('RESETSTAT');
    for (let i = 0; i < 5; i++) expect(await cache.get('a')).toEqual({ b: 1 });
    const counts = [...(await db.redis.info('commandstats')).matchAll(/^cmdstat_(\w+)\S*:calls=(\d+)/gm)];
    expect(counts.map(([, name, calls]) => `${name} ${calls}`).filter((line) => !/config|info/.test(line))).toEqual([
      'mget 5',
    ]);
  });

  it.each(['cache:{c}:invalidated', 'cache:{c}:invalidated:last'])(
    'is not forgotten when a server that is full drops %s',
    async (key) => {
      const here = db.cache('c');
      await here.set('a', 1, { tags: ['t'] });
      await other.cache('c').invalidateTags('t');
      expect(await db.redis.del(key)).toBe(1);
      expect(await db.cache('c').get('a')).toBeUndefined();
      const later = db.cache('c');
      await later.set('b', 2, { tags: ['t'] });
      expect(await later.get('b')).toBe(2);
      await other.cache('c').invalidateTags('t');
      expect(await later.get('b')).toBeUndefined();
    },
  );
});

const cache = <V = unknown>(options: CacheOptions<V> = {}) => db.cache<V>('c', options);

describe('an invalidation of a cache', () => {
  it('reaches all values with one of the tags, at once and in all processes', async () => {
    const [here, there] = [cache(), cache()];
    await here.set('a', 1, { tags: ['x', 'y'] });
    await here.set('b', 1, { tags: ['y'] });
    await here.namespace('n').set('c', 1, { tags: ['x'] });
    await here.set('d', 1);
    await there.invalidateTags('x', 'z');
    expect(await here.getMany(['a', 'b', 'd'])).toEqual([undefined, 1, 1]);
    expect(await here.namespace('n').get('c')).toBeUndefined();
    expect(await collect(here.keys())).toHaveLength(2);
    // written after it, by one who has not heard of it
    await cache().set('a', 2, { tags: ['x'] });
    expect(await there.get('a')).toBe(2);
    expect(await here.delete('b')).toBe(true);
  });

  it('empties a namespace with those below it, and nothing beside', async () => {
    const root = cache();
    const users = root.namespace('users');
    const eu = users.namespace('eu');
    const other = root.namespace('userss');
    for (const each of [root, users, eu, other]) await each.set('k', 1);
    await db.cache('c').namespace('users').clear();
    const left = await Promise.all([root, users, eu, other].map((each) => each.get('k')));
    expect(left).toEqual([1, undefined, undefined, 1]);
    await root.clear();
    expect(await root.get('k')).toBeUndefined();
    expect(await other.get('k')).toBeUndefined();
    expect(await root.delete('k')).toBe(false);
    await root.set('k', 2);
    expect(await root.get('k')).toBe(2);
  });

  it('forgets the oldest of many tags safely', async () => {
    const values = cache();
    await values.set('old', 1, { tags: ['kept'] });
    await values.invalidateTags('first');
    await values.set('new', 1, { tags: ['first'] });
    for (let i = 0; i < 11; i++) await values.invalidateTags(...Array.from({ length: 1000 }, (_, n) => `${i}-${n}`));
    expect(await db.redis.zcard('cache:{c}:invalidated')).toBeLessThanOrEqual(10_001);
    // made before what was forgotten: nobody can say any more, so they do not count
    expect(await cache().getMany(['old', 'new'])).toEqual([undefined, undefined]);
    await values.set('new', 2, { tags: ['first'] });
    expect(await cache().get('new')).toBe(2);
  });
});
