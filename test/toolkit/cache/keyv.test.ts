import Keyv from 'keyv';
import { Database } from 'redstart';
import { eventually } from '../../support/eventually.js';

describe('a cache as a store for Keyv', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterEach(() => db.redis.flushall());
  afterAll(() => db.close());

  const keyv = (namespace?: string) => new Keyv({ store: db.cache('keyv').keyv(), namespace });

  it('keeps, finds, lists and removes values', async () => {
    const users = keyv('users');
    expect(await users.set('ada', { age: 36 })).toBe(true);
    expect(await users.get('ada')).toEqual({ age: 36 });
    expect(await users.get('grace')).toBeUndefined();
    expect(await users.has('ada')).toBe(true);
    expect(await keyv('other').get('ada')).toBeUndefined();
    await users.set('grace', 1);
    expect(await users.getMany(['ada', 'none', 'grace'])).toEqual([{ age: 36 }, undefined, 1]);
    const listed: unknown[] = [];
    for await (const entry of users.iterator!(undefined)) listed.push(entry);
    expect(listed).toHaveLength(2);
    expect(await users.delete('ada')).toBe(true);
    expect(await users.delete('ada')).toBe(false);
    await users.clear();
    expect(await users.get('grace')).toBeUndefined();
  });

  it('ends values with their ttl', async () => {
    await keyv().set('a', 1, 40);
    await keyv().set('b', 1);
    await eventually(async () => (await keyv().get('a')) === undefined);
    expect(await db.redis.exists('cache:{keyv:a}')).toBe(0);
    expect(await keyv().get('b')).toBe(1);
  });
});
