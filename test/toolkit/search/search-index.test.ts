import { Database, QuerySyntaxError, type SearchIndex, SettingsError } from 'redstart';

describe('SearchIndex', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  let count = 0;
  const fresh = () => db.searchIndex(`index ${count++} {:}`);
  const idsOf = async (index: SearchIndex<never> | SearchIndex, query: string) =>
    (await (index as SearchIndex).search(query)).hits.map(({ id }) => id);

  it('finds in fields, weighed, with the total and a page of hits', async () => {
    const index = db.searchIndex('books', { fields: { title: { boost: 2 }, body: {} } });
    const added = await index.addMany(
      Array.from({ length: 120 }, (_, i) => ({
        id: i,
        document: i % 2 ? { title: `whale ${i}`, body: 'of the sea' } : { title: `ship ${i}`, body: 'hunts the whale' },
        metadata: { kind: i % 3 === 0 ? 'novel' : 'essay', n: i },
      })),
    );
    expect(added).toBe(120);
    const { total, hits } = await index.search('whale', { limit: 5, offset: 2 });
    expect([total, hits.map(({ id }) => id)]).toEqual([120, ['5', '7', '9', '11', '13']]);
    expect((await index.search('whale', { boosts: { body: 50 } })).hits[0]!.id).toBe('0');
    expect((await index.search('whale', { fields: ['body'] })).total).toBe(60);
    expect((await index.search('body:whale title:ship', { filter: { kind: 'novel' } })).total).toBe(20);
    expect((await index.search('whale', { filter: { n: 7 } })).hits.map(({ id }) => id)).toEqual(['7']);
    expect(await index.size()).toBe(120);
  });

  it('marks what was found, ignores stop-words, and suggests words', async () => {
    const index = fresh();
    await index.add(1, 'Looms weave; a loom of memory');
    await index.add(2, 'The looming storm');
    const { hits, ignored } = await index.search('the loom', { highlight: { before: '[', after: ']' } });
    expect(ignored).toEqual(['the']);
    expect(hits.map(({ highlights }) => highlights)).toEqual([
      { content: '[Looms] weave; a [loom] of memory' },
      { content: 'The [looming] storm' },
    ]);
    expect(await index.search('the of and')).toEqual({ total: 0, ignored: ['the', 'of', 'and'], hits: [] });
    expect(await index.suggest('loo')).toEqual(['loom', 'looming', 'looms']);
    expect((await index.search('"loom of memory" (', { syntax: 'plain', defaultConjunction: 'or' })).total).toBe(2);
  });

  it('keeps a document that is taken out of the index only', async () => {
    const index = fresh();
    await index.add('a', 'kept words');
    expect(await index.delete('a', { keepDocument: true })).toBe(true);
    expect(await index.get('a')).toMatchObject({ document: 'kept words' });
    expect(await idsOf(index, 'kept')).toEqual([]);
    await index.update('a', 'kept words');
    expect(await idsOf(index, 'kept')).toEqual(['a']);
  });

  it('refuses other settings, and bad input', async () => {
    const index = db.searchIndex('settled');
    await index.add('a', 'x y', { a: [1, { b: null }], __proto__x: 1 });
    const other = db.searchIndex('settled', { stemmer: false });
    for (const call of [other.add('b', 'z'), other.search('x'), other.delete('a')])
      await expect(call).rejects.toThrow(SettingsError);
    await expect(other.search('x')).rejects.toMatchObject({ setting: 'stemmer', here: false, there: true });
    const long = db.searchIndex('settled', { minWordLength: 3 }).search('long');
    await expect(long).rejects.toThrow('was made with minWordLength 1, and is opened with 3.');
    await expect(index.search('(x')).rejects.toThrow(QuerySyntaxError);
    await expect(index.search('*x')).rejects.toThrow('{ suffix: true }');
    await expect(index.search('x', { limit: -1 })).rejects.toThrow(RangeError);
    await expect(index.search('x', { offset: 10_000 })).rejects.toThrow('beyond 10000');
    await expect(index.search('x', { boosts: { content: Number.NaN } })).rejects.toThrow('above 0');
    await expect(index.add('', 'x')).rejects.toThrow('The id');
    await expect(index.add('b', undefined as never)).rejects.toThrow('is a text');
    await expect(index.add('b', 'x', { at: Number.NaN })).rejects.toThrow('NaN');
    await expect(
      index.addMany([
        { id: 'c', document: 'x' },
        { id: 'd', document: 5 as never },
      ]),
    ).rejects.toThrow('is a text');
    expect(await index.size()).toBe(1);
  });

  it('says where metadata is that it cannot keep, and stores nothing', async () => {
    const index = fresh();
    const metadata = { price: { eur: 10n } };
    await expect(index.add('7', 'text', metadata as never)).rejects.toThrow(
      'The metadata of "7" cannot be stored: price.eur is a bigint, which JSON cannot hold. Convert it, or leave it out.',
    );
    expect(await index.size()).toBe(0);
  });

  it('takes any text as an id and as metadata, and leaves nothing behind', async () => {
    const index = fresh();
    const ids = ['a b', '{x}', '#', 'NUL\0NUL', '\n', '__proto__', 'é', '7'];
    await index.addMany(ids.map((id) => ({ id, document: `word of ${id}`, metadata: { [id]: id } })));
    for (const id of ids) {
      const found = await index.get(id);
      expect([found?.id, Object.entries(found!.metadata)]).toEqual([id, [[id, id]]]);
    }
    expect((await index.search('word', { filter: { '{x}': '{x}' } })).hits.map(({ id }) => id)).toEqual(['{x}']);
    await index.clear();
    expect(await index.size()).toBe(0);
    const left = (await db.redis.keys('*')) as string[];
    expect(left.filter((key) => key.startsWith(`search:{index ${count - 1}`))).toEqual([]);
  });

  it('stores, replaces and deletes many documents', async () => {
    const index = fresh();
    const texts = Array.from({ length: 900 }, (_, i) => `every w${i % 40} of x${i % 7} and y${i}`);
    expect(await index.addMany(texts.map((document, id) => ({ id, document })))).toBe(900);
    expect(await index.addMany(texts.map((document, id) => ({ id, document: `${document} anew` })))).toBe(0);
    expect((await index.search('every anew')).total).toBe(900);
    expect((await index.search('w7 x0')).total).toBe(texts.filter((text) => /w7 .*x0 /.test(text)).length);
    expect(await idsOf(index, 'y123')).toEqual(['123']);
    await index.clear();
    expect(await index.size()).toBe(0);
  });
});
