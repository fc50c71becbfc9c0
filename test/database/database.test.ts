import { Database, type Published } from 'redstart';
import { collect } from '../support/collect.js';
import { eventually } from '../support/eventually.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ databases: { persons: 1, places: 2 } });
});
afterEach(() => db.redis.flushall());
afterAll(() => db.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('db.keys', () => {
  it('walks over all keys, none twice, without KEYS', async () => {
    const names = Array.from({ length: 5000 }, (_, i) => `key:${i}`);
    await db.redis.mset(Object.fromEntries(names.map((name) => [name, '1'])));
    await db.redis.config('RESETSTAT');
    const found = await collect(db.keys());
    expect(found).toHaveLength(5000);
    expect(new Set(found)).toEqual(new Set(names));
    expect(await collect(db.keys('key:499?'))).toHaveLength(10);
    expect(await collect(db.keys('nothing*'))).toEqual([]);
    expect(await db.redis.info('commandstats')).not.toMatch(/cmdstat_keys/);
  });

  it('gives no key twice while the table is resized', async () => {
    await db.redis.mset(Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`k${i}`, '1'])));
    const found: string[] = [];
    for await (const key of db.keys()) {
      found.push(key);
      if (found.length === 1500)
        await db.redis.mset(Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`n${i}`, '1'])));
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((key) => key.startsWith('k'))).toHaveLength(4000);
  });

  it('gives no key twice when the table becomes smaller', async () => {
    const names = Array.from({ length: 60_000 }, (_, i) => `k${i}`);
    await db.redis.mset(Object.fromEntries(names.map((name) => [name, '1'])));
    const found: string[] = [];
    for await (const key of db.keys()) {
      found.push(key);
      if (found.length !== 1500) continue;
      // what is left was given already, and shares its bucket of the smaller table with what comes next
      const left = new Set(found.slice(0, 4));
      await db.redis.del(...names.filter((name) => !left.has(name)));
      // the server makes the table smaller in its own time
      await pause(500);
    }
    expect(new Set(found).size).toBe(found.length);
  });

  it('goes step by step', async () => {
    await db.redis.mset(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, '1'])));
    await db.redis.config('RESETSTAT');
    for await (const _ of db.keys()) break;
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_scan:calls=1,/);
  });
});

describe('db.listen', () => {
  it('iterates over channels and patterns until aborted', async () => {
    const stop = new AbortController();
    const seen: Published[] = [];
    const onReady = async () => {
      await db.redis.publish('news', 'hello');
      await db.redis.publish('sport.chess', 'e4');
    };
    const spec = { channels: ['news'], patterns: ['sport.*'] };
    for await (const item of db.listen(spec, { signal: stop.signal, onReady })) {
      seen.push(item);
      if (seen.length === 2) stop.abort();
    }
    expect(seen).toEqual([
      { channel: 'news', message: 'hello' },
      { channel: 'sport.chess', pattern: 'sport.*', message: 'e4' },
    ]);
    expect(await collect(db.listen(spec, { signal: stop.signal }))).toEqual([]);
    await eventually(async () => ((await db.redis.pubsub('CHANNELS')) as string[]).length === 0);
  });

  it('calls a handler until it returns false', async () => {
    const seen: string[] = [];
    const handler = ({ message }: Published) => seen.push(message) < 2;
    const onReady = async () => {
      for (const text of ['a', 'b', 'c']) await db.redis.publish('news', text);
    };
    await db.listen({ channels: ['news'] }, handler, { onReady });
    expect(seen).toEqual(['a', 'b']);
  });

  it('passes on the error of a handler, and refuses to listen to nothing', async () => {
    const onReady = () => void db.redis.publish('news', 'x');
    const broken = () => {
      throw new Error('mine');
    };
    await expect(db.listen({ channels: ['news'] }, broken, { onReady })).rejects.toThrow('mine');
    expect(() => db.listen({})).toThrow(TypeError);
  });

  it('goes on after its connection was lost', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const kill = () => void db.redis.call('client', ['KILL', 'TYPE', 'pubsub']);
    const again = setInterval(() => void db.redis.publish('news', 'still here'), 50);
    const handler = ({ message }: Published) => {
      seen.push(message);
      if (seen.length === 1) kill();
      return seen.length < 5;
    };
    await db.listen({ channels: ['news'] }, handler, { signal: stop.signal });
    clearInterval(again);
    expect(seen).toHaveLength(5);
  });
});

describe('db.monitor', () => {
  it('sees each command until the iteration ends', async () => {
    const before = Date.now();
    const onReady = () => void db.redis.set('watched', 'é');
    for await (const { at, command, source, database } of db.monitor({ onReady })) {
      if (command[0] !== 'set') continue;
      expect(command[1]).toBe('watched');
      // but for what clocks round off
      expect(at.getTime()).toBeGreaterThan(before - 10);
      expect(at.getTime()).toBeLessThan(Date.now() + 10);
      expect(source).toMatch(/^unix:/);
      expect(database).toBe(0);
      break;
    }
    await eventually(async () => !((await db.redis.client('LIST')) as string).includes('cmd=monitor'));
  });
});

describe('db.named', () => {
  it('keeps the same names apart', async () => {
    const persons = db.named('persons');
    await persons.redis.set('a', 'person');
    await db.named('places').redis.set('a', 'place');
    expect(await db.redis.get('a')).toBeNull();
    expect(await persons.redis.get('a')).toBe('person');
    expect(db.named('persons')).toBe(persons);
    await persons.stream('s').add({ a: '1' });
    // blocked calls go to the same database
    expect(await persons.stream('s').read({ timeout: 10 })).toHaveLength(1);
    expect(await db.stream('s').size()).toBe(0);
  });

  it('refuses names that were not given, and indexes that are none', async () => {
    expect(() => db.named('nobody')).toThrow(RangeError);
    expect(() => db.named('toString')).toThrow('Name it in the option databases');
    await expect(Database.embedded({ databases: { bad: -1 } })).rejects.toThrow(RangeError);
  });
});
