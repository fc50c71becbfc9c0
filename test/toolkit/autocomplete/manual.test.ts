import { type Autocomplete, Database } from 'redstart';

let db: Database;
let ac: Autocomplete;
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(async () => {
  await db.redis.flushall();
  ac = db.autocomplete();
});
afterAll(() => db.close());

const titles = async (phrase: string, boosts: Record<string, number> = {}) => {
  const given = Object.entries(boosts).map(([id, by]) => ({ id, by }));
  return (await ac.search(phrase, { boosts: given })).map(({ title }) => title);
};

describe("the manual's walruses", () => {
  beforeEach(async () => {
    for (const phrase of ['the walrus and the carpenter', 'walrus tusks', 'the eye of the walrus'])
      await ac.store(phrase);
  });

  it('are found by the beginnings of their words', async () => {
    expect(await titles('wal')).toEqual(['the walrus and the carpenter', 'walrus tusks', 'the eye of the walrus']);
    expect(await titles('wal car')).toEqual(['the walrus and the carpenter']);
  });

  it('move up with a boost, and go', async () => {
    expect(await titles('wal', { 'walrus tusks': 2 })).toEqual([
      'walrus tusks',
      'the walrus and the carpenter',
      'the eye of the walrus',
    ]);
    expect(await ac.delete('walrus tusks')).toBe(true);
    expect(await ac.has('the walrus and the carpenter')).toBe(true);
    expect(await ac.has('walrus tusks')).toBe(false);
    expect(await titles('wal')).toEqual(['the walrus and the carpenter', 'the eye of the walrus']);
  });

  it('carry data', async () => {
    const data = { image: '/images/walrus-logo.jpg', url: '/blog/lightweight/' };
    await ac.store(7, { title: 'Walrus: Lightweight utilities', data, type: 'entry' });
    expect(await ac.search('lightw')).toEqual([
      { id: '7', type: 'entry', title: 'Walrus: Lightweight utilities', data, score: expect.any(Number) },
    ]);
    expect(await ac.has(7, { type: 'entry' })).toBe(true);
    expect(await ac.has(7)).toBe(false);
    expect(await ac.delete(7, { type: 'entry' })).toBe(true);
    expect(await ac.search('lightw')).toEqual([]);
  });
});

describe("the manual's scoring", () => {
  beforeEach(async () => {
    for (const phrase of ['aa bb', 'aa cc', 'bb cc', 'bb aa cc', 'cc aa bb']) await ac.store(phrase);
  });

  it('goes by the nearness to the front, then by the alphabet', async () => {
    expect(await titles('aa')).toEqual(['aa bb', 'aa cc', 'bb aa cc', 'cc aa bb']);
    expect(await titles('bb')).toEqual(['bb aa cc', 'bb cc', 'aa bb', 'cc aa bb']);
    expect(await titles('cc')).toEqual(['cc aa bb', 'aa cc', 'bb cc', 'bb aa cc']);
  });

  it('is moved by boosts of a search', async () => {
    expect(await titles('cc', { 'bb cc': 2 })).toEqual(['bb cc', 'cc aa bb', 'aa cc', 'bb aa cc']);
    expect(await titles('cc', { 'cc aa bb': 0.75 })).toEqual(['aa cc', 'cc aa bb', 'bb cc', 'bb aa cc']);
  });

  it('is moved by boosts that are kept', async () => {
    await ac.boost({ id: 'bb cc' }, 2);
    await ac.boost({ id: 'cc aa bb' }, 0.75);
    expect(await titles('cc')).toEqual(['bb cc', 'aa cc', 'cc aa bb', 'bb aa cc']);
  });
});
