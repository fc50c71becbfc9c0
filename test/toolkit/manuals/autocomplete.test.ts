// Sections 1.4 and 1.11.2 (Autocomplete) of walrus's manual: each example in our form, with its answer.
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
});

describe("the manual's blog", () => {
  interface Entry {
    readonly id: number;
    readonly title: string;
    readonly data: { readonly image: string; readonly title: string; readonly url: string };
  }
  const entry = (id: number, title: string, name: string): Entry => {
    return { id, title, data: { image: `/images/${name}.jpg`, title, url: `/blog/${name}/` } };
  };
  const toolkit = entry(1, 'Walrus: Lightweight Python utilities for working with Redis', 'walrus-logo');
  const building = entry(2, 'Building Autocomplete with Walrus', 'walrus-tusk');
  const save = ({ id, title, data }: Entry) => ac.store(id, { title, data, type: 'entry' });
  const found = async (phrase: string, boosts: Record<number, number> = {}) => {
    const given = Object.entries(boosts).map(([id, by]) => ({ id, by }));
    return (await ac.search(phrase, { boosts: given })).map(({ data }) => data);
  };
  beforeEach(async () => {
    for (const each of [toolkit, building]) await save(each);
  });

  it('gives the data that was stored, the best entry first', async () => {
    expect(await found('walrus')).toEqual([toolkit.data, building.data]);
    const [first] = await ac.search('walrus', { limit: 1 });
    expect(first).toEqual({ ...toolkit, id: '1', type: 'entry', score: expect.any(Number) });
  });

  it('follows an entry that is saved again', async () => {
    await save(entry(2, 'Building Suggestions with Walrus', 'walrus-tusk'));
    expect(await found('autocomplete')).toEqual([]);
    expect((await found('suggestions')).map((data) => (data as Entry['data']).title)).toEqual([
      'Building Suggestions with Walrus',
    ]);
    expect(await ac.size()).toBe(2);
  });

  it('moves an entry by a boost that is kept, for an id in a type', async () => {
    await ac.boost({ id: building.id, type: 'entry' }, 5, { relative: false });
    expect(await found('walrus')).toEqual([building.data, toolkit.data]);
    await save(building);
    expect(await found('walrus')).toEqual([building.data, toolkit.data]);
  });

  it('moves entries by boosts of one search', async () => {
    expect(await found('walrus', { 2: 2, 1: 0.5 })).toEqual([building.data, toolkit.data]);
    expect(await found('walrus')).toEqual([toolkit.data, building.data]);
  });

  it('moves all titles of a type', async () => {
    await ac.store(1, { title: 'A photo of a walrus', type: 'photo' });
    expect((await titles('walrus')).at(-1)).not.toBe('A photo of a walrus');
    await ac.boost({ type: 'photo' }, 2);
    await ac.boost({ type: 'photo' }, 2);
    expect((await titles('walrus'))[0]).toBe('A photo of a walrus');
  });

  it('forgets an entry by its id and type', async () => {
    expect(await ac.has(building.id, { type: 'entry' })).toBe(true);
    expect(await ac.has(building.id)).toBe(false);
    expect(await ac.delete(building.id, { type: 'entry' })).toBe(true);
    expect(await ac.has(building.id, { type: 'entry' })).toBe(false);
    expect(await found('walrus')).toEqual([toolkit.data]);
  });

  it('lists all titles and all data, and is emptied', async () => {
    const listed = async <T>(items: AsyncIterable<T>) => {
      const all: T[] = [];
      for await (const item of items) all.push(item);
      return all;
    };
    await ac.store('only a title');
    const all = [toolkit, building];
    expect(new Set(await listed(ac.titles()))).toEqual(new Set(['only a title', ...all.map(({ title }) => title)]));
    const data = (await listed(ac.data())) as unknown[];
    expect(data).toHaveLength(3);
    expect(data).toEqual(expect.arrayContaining(['only a title', toolkit.data, building.data]));
    await ac.clear();
    expect(await db.redis.dbsize()).toBe(0);
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
