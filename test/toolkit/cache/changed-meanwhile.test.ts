import type { Cache } from 'redstart';
import { db, other, useTwoPrograms } from './two-programs.js';

useTwoPrograms();

describe('a cache whose data change while they are loaded', () => {
  const changes: Record<string, (cache: Cache<string>) => Promise<unknown>> = {
    delete: (cache) => cache.delete('k'),
    deleteMany: (cache) => cache.deleteMany(['k']),
    pull: (cache) => cache.pull('k'),
    invalidateTags: (cache) => cache.invalidateTags('t'),
    clear: (cache) => cache.clear(),
  };

  /** A load that has read the old value, and does not end before it is told to. */
  function slowLoad(skip = false) {
    let truth = 'old';
    let ends!: () => void;
    let began!: () => void;
    const gate = new Promise<void>((resolve) => {
      ends = resolve;
    });
    const reading = new Promise<void>((resolve) => {
      began = resolve;
    });
    const load = async (context: { skip(): void }) => {
      const read = truth;
      if (skip) context.skip();
      began();
      await gate;
      return read;
    };
    const change = () => {
      truth = 'new';
    };
    return { load, reading, change, ends };
  }

  const cases = Object.keys(changes).flatMap((how) =>
    ['here', 'elsewhere'].flatMap((where) => [false, true].map((skip) => [how, where, skip] as const)),
  );

  it.each(cases)('gives the new value to who asks after %s (%s, skip: %s)', async (how, where, skip) => {
    const cache = db.cache<string>('c');
    const { load, reading, change, ends } = slowLoad(skip);
    const first = cache.getOrSet('k', load, { tags: ['t'] });
    await reading;
    change();
    await changes[how]!(where === 'here' ? cache : other.cache<string>('c'));
    const later = Array.from({ length: 3 }, () => cache.getOrSet('k', load, { tags: ['t'] }));
    // they have missed, and wait with the first
    await cache.get('k');
    ends();
    expect(await Promise.all(later)).toEqual(['new', 'new', 'new']);
    expect(await first).toBe('old');
    expect(await cache.get('k')).toBe(skip ? undefined : 'new');
  });

  it('gives who asks after a deletion no result of a refresh behind a stale value', async () => {
    const cache = db.cache<string>('c', { ttl: 1, staleFor: 60_000 });
    await cache.set('k', 'first');
    while (await cache.has('k'));
    const { load, reading, change, ends } = slowLoad();
    expect(await cache.getOrSet('k', load)).toBe('first');
    await reading;
    change();
    await cache.delete('k');
    const later = cache.getOrSet('k', load, { ttl: 60_000 });
    await cache.get('k');
    ends();
    expect(await later).toBe('new');
  });

  it('refuses to wait for a load from within it', async () => {
    const cache = db.cache<number>('c');
    const again = () => db.cache<number>('c').getOrSet('k', () => 1);
    const nested = (key: string, load: () => Promise<number>) => cache.getOrSet(key, load);
    const error = await nested('k', again).catch((cause) => cause);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(
      'The value of "k" in the cache "c" is asked for within its own load, which would wait for itself. Load it without getOrSet() there.',
    );
    await expect(nested('k', () => nested('b', again))).rejects.toThrow('within its own load');
    // another key, another namespace, and what outlives the load
    expect(await nested('k', () => cache.namespace('n').getOrSet('k', () => 2))).toBe(2);
    let ended!: () => void;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    let behind!: Promise<number>;
    const leave = async () => {
      behind = end.then(async () => {
        await cache.delete('d');
        return nested('d', async () => 4);
      });
      return 3;
    };
    expect(await nested('d', leave)).toBe(3);
    ended();
    expect(await behind).toBe(4);
  });
});
