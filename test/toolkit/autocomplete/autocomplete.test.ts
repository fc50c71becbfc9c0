import fc from 'fast-check';
import { type Autocomplete, bytes, CodecError, Database, json } from 'redstart';
import { collect } from '../../support/collect.js';
import { scriptsOf } from '../../support/commands.js';
import { expectProperty } from '../../support/property.js';

let db: Database;
let ac: Autocomplete;
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(async () => {
  await db.redis.flushall();
  ac = db.autocomplete('test');
});
afterAll(() => db.close());

const found = async (phrase: string, options = {}) => (await ac.search(phrase, options)).map(({ id }) => id);

/** A number as three letters in the same order. */
const letters = (n: number) =>
  [676, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(n / place) % 26))).join('');

const scripts = (work: () => Promise<unknown>) => scriptsOf(db.redis, work);

describe('Autocomplete', () => {
  it('replaces the title of an id, and only that', async () => {
    await ac.store(1, { title: 'Walrus tusks' });
    await ac.store(2, { title: 'Walrus whiskers' });
    await ac.store(1, { title: 'Carpenter tusks', data: { page: 3 } });
    expect(await found('walrus')).toEqual(['2']);
    expect(await found('tusks')).toEqual(['1']);
    expect((await ac.search('carp'))[0]).toMatchObject({ title: 'Carpenter tusks', data: { page: 3 } });
    await ac.store(1, { title: 'Carpenter tusks' });
    expect((await ac.search('carp'))[0]).toMatchObject({ data: 'Carpenter tusks' });
    expect(await ac.size()).toBe(2);
  });

  it('stores and clears titles by so many letters of their words in a call', async () => {
    const title = (i: number) => Array.from({ length: 6 }, (_, k) => `word${letters(6 * i + k)}`).join(' ');
    const short = Array.from({ length: 30 }, (_, i) => ({ id: i, title: letters(i) }));
    const long = Array.from({ length: 30 }, (_, i) => ({ id: `x${i}`, title: title(i) }));
    expect(await scripts(() => ac.storeMany(short))).toBe(1);
    expect(await scripts(() => ac.storeMany(long))).toBeGreaterThanOrEqual(4);
    expect(await found('wordaaa')).toEqual(['x0']);
    expect(await scripts(() => ac.clear())).toBeGreaterThanOrEqual(4);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('leaves nothing behind when all is deleted', async () => {
    await ac.store('a b', { data: [1] });
    await ac.store('a b', { type: 'x' });
    await ac.boost({ id: 'a b' }, 3);
    await ac.boost({ id: 'a b', type: 'x' }, 3);
    expect(await ac.delete('a b')).toBe(true);
    expect(await ac.delete('a b')).toBe(false);
    expect(await found('b')).toEqual(['a b']);
    expect(await ac.delete('a b', { type: 'x' })).toBe(true);
    expect(await db.redis.keys('*')).toEqual([]);
  });

  it('keeps boosts over updates, applies them always, and to new titles', async () => {
    for (const id of ['aa', 'ab', 'ac']) await ac.store(id, { type: 'letters' });
    await ac.boost({ id: 'ac' }, 4);
    await ac.store('ac', { type: 'letters', title: 'ac again' });
    await ac.store('ac', { type: 'letters' });
    expect(await found('a')).toEqual(['ac', 'aa', 'ab']);
    await ac.boost({ id: 'ab', type: 'letters' }, 2);
    await ac.boost({ id: 'ab', type: 'letters' }, 4);
    expect(await found('a')).toEqual(['ab', 'ac', 'aa']);
    await ac.boost({ id: 'ab', type: 'letters' }, 1, { relative: false });
    expect(await found('a')).toEqual(['ac', 'aa', 'ab']);
    await ac.boost({ id: 'ad' }, 9);
    await ac.store('ad');
    expect(await found('a')).toEqual(['ad', 'ac', 'aa', 'ab']);
  });

  it('boosts by type, and by id and type at once', async () => {
    await ac.store('photo 1', { type: 'photo' });
    await ac.store('k text', { type: 'text' });
    await ac.store('b', { type: 'text', title: 'ka text' });
    expect(await found('k')).toEqual(['k text', 'b']);
    await ac.store('photo 1', { type: 'photo', title: 'photo kaa' });
    expect(await found('k')).toEqual(['k text', 'b', 'photo 1']);
    await ac.boost({ type: 'photo' }, 2);
    expect(await found('k')).toEqual(['photo 1', 'k text', 'b']);
    expect(await found('k', { boosts: [{ type: 'photo', by: 0.1 }] })).toEqual(['k text', 'b', 'photo 1']);
    expect(await found('k', { boosts: [{ type: 'text', id: 'b', by: 5 }] })).toEqual(['b', 'photo 1', 'k text']);
    expect(await found('k', { boosts: [{ type: 'photo', id: 'b', by: 5 }] })).toEqual(['photo 1', 'k text', 'b']);
    expect(await found('k', { type: 'text' })).toEqual(['k text', 'b']);
    expect(await found('k', { type: 'nothing' })).toEqual([]);
    const [best] = await ac.search('k', {
      boosts: [
        { type: 'photo', by: 3 },
        { id: 'photo 1', by: 2 },
      ],
    });
    const [plain] = await ac.search('k');
    expect(best!.score).toBeCloseTo(plain!.score * 6, 9);
  });

  it('finds a title beyond the page when this search boosts it', async () => {
    await ac.storeMany(Array.from({ length: 300 }, (_, i) => ({ id: i, title: `word ${letters(i)}` })));
    expect(await found('word', { limit: 2 })).toEqual(['0', '1']);
    expect(await found('word', { limit: 2, boosts: [{ id: 250, by: 2 }] })).toEqual(['250', '0']);
    expect(await found('word', { limit: 2, boosts: [{ id: 0, by: 0.5 }] })).toEqual(['1', '2']);
    expect(await found('wo a', { limit: 2, boosts: [{ id: 257, by: 2 }] })).toEqual(['257', '0']);
  });

  it('gives the best of two words that thousands of titles have', async () => {
    // ids in another order than titles
    const titles = Array.from({ length: 4_500 }, (_, i) => `${i % 3 ? 'll kk' : 'kk ll'} ${letters(i)}`);
    await ac.storeMany(titles.map((title, i) => ({ id: 9_999 - i, title })));
    const best = titles.filter((title) => title.startsWith('kk')).slice(0, 10);
    expect((await ac.search('kk ll')).map(({ title }) => title)).toEqual(best);
    expect((await ac.search('ll k', { limit: 3 })).map(({ title }) => title)).toEqual(best.slice(0, 3));
    expect((await ac.search('l', { limit: 1, boosts: [{ id: 5_500, by: 3 }] }))[0]?.id).toBe('5500');
  });

  it('folds case and accents, and takes any script', async () => {
    await ac.storeMany([
      { id: 1, title: 'Ærøskøbing' },
      { id: 2, title: 'São Paulo' },
      { id: 3, title: 'Москва' },
      { id: 4, title: '東京' },
      { id: 5, title: "The Walrus's Tusks" },
    ]);
    for (const [phrase, id] of [
      ['aero', '1'],
      ['ÆRØ', '1'],
      ['sao p', '2'],
      ['SÃO', '2'],
      ['моск', '3'],
      ['京', '4'],
      ['walrus tu', '5'],
    ])
      expect(await found(phrase!)).toEqual([id]);
  });

  it('passes over stop-words unless there is nothing else', async () => {
    await ac.store('the who');
    await ac.store('the theatre of war');
    await ac.store('war');
    expect(await found('the th')).toEqual(['the theatre of war', 'the who']);
    expect(await found('of wa')).toEqual(['war', 'the theatre of war']);
    expect(await found('the')).toEqual(['the theatre of war', 'the who']);
    expect(await found('war and')).toEqual(['war', 'the theatre of war']);
    expect(await found('who')).toEqual(['the who']);
    const own = db.autocomplete('own', { stopWords: ['WAR'], minWordLength: 3 });
    await own.store('the war of us');
    expect((await own.search('the')).length).toBe(1);
    expect((await own.search('war t')).length).toBe(1);
    expect((await own.search('us')).length).toBe(0);
  });

  it('gives pages that fit together', async () => {
    await ac.storeMany(
      Array.from({ length: 120 }, (_, i) => ({ id: i, title: `${i % 2 ? 'x ' : ''}walrus ${i % 10}` })),
    );
    const every = await found('walrus', { limit: 200 });
    expect(every).toHaveLength(120);
    const pages = [];
    for (let offset = 0; offset < 120; offset += 7) pages.push(...(await found('walrus', { offset, limit: 7 })));
    expect(pages).toEqual(every);
    expect(await found('walrus', { limit: 0 })).toEqual([]);
    expect(await found('wal 3', { limit: 1, offset: 3 })).toEqual((await found('wal 3', { limit: 99 })).slice(3, 4));
  });

  it('forgives a typo where nothing else fits, if it is told to', async () => {
    const lenient = db.autocomplete('test', { typos: 1 });
    await ac.storeMany(['walrus tusks', 'wallet', 'carpenter', 'Москва'].map((id) => ({ id })));
    const ids = async (phrase: string) => (await lenient.search(phrase)).map(({ id }) => id);
    for (const phrase of ['wlarus', 'walrsu', 'walus', 'wallrus', 'wabrus', 'walrus tuks', 'wlrus tus'])
      expect([phrase, (await ids(phrase)).slice(0, 1)]).toEqual([
        phrase,
        phrase === 'wlrus tus' ? ['walrus tusks'] : ['walrus tusks'],
      ]);
    expect(await ids('мсоква')).toEqual(['Москва']);
    expect(await ids('xalrus')).toEqual([]);
    expect(await found('wlarus')).toEqual([]);
    // what is right comes first
    expect((await ids('wall'))[0]).toBe('wallet');
    expect(await ids('wa')).toEqual(['wallet', 'walrus tusks']);
  });

  it('finds nothing with a typo where nothing is', async () => {
    const lenient = db.autocomplete('test', { typos: 1 });
    for (const phrase of ['hel', 'hel wor']) expect(await lenient.search(phrase)).toEqual([]);
    await lenient.store('hello');
    expect(await lenient.search('hez', { type: 'other' })).toEqual([]);
    expect((await lenient.search('hezlo')).map(({ id }) => id)).toEqual(['hello']);
    await lenient.delete('hello');
    expect(await lenient.search('hel')).toEqual([]);
  });

  it('gives the titles of a phrase with a typo page by page, each once, best first', async () => {
    const lenient = db.autocomplete('test', { typos: 1 });
    const titles = Array.from({ length: 240 }, (_, i) => {
      const word = [...i.toString(3).padStart(5, '0')].map((digit) => 'abc'[Number(digit)]).join('');
      return `${'xyz'.slice(0, i % 4)} w${word} ${i}`.trim();
    });
    await lenient.storeMany(titles.map((title, i) => ({ id: i, title })));
    await lenient.boost({ id: 77 }, 3);
    for (const phrase of ['wabz', 'wazb', 'wab', 'wab wbb']) {
      const boosts = [{ id: 130, by: 2 }];
      const whole = await lenient.search(phrase, { limit: 1000, boosts });
      for (const limit of [3, 10]) {
        const pages: typeof whole = [];
        for (let offset = 0; offset < whole.length; offset += limit)
          pages.push(...(await lenient.search(phrase, { limit, offset, boosts })));
        expect(pages).toEqual(whole);
      }
    }
    const scores = (await lenient.search('wabz', { limit: 1000 })).map(({ score }) => score);
    expect(scores.length).toBeGreaterThan(20);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('looks at a bounded number of entries for a typo, however many titles fit', async () => {
    const lenient = db.autocomplete('test', { typos: 1 });
    const ends = 'abcdefghijklmnopqrst';
    await lenient.storeMany(
      Array.from({ length: 1600 }, (_, i) => ({ id: i, title: `wand${ends[i % 20]} mond${ends[(i * 7) % 20]} ${i}` })),
    );
    const commands = async (phrase: string) => {
      await db.redis.config('RESETSTAT');
      await lenient.search(phrase, { limit: 1000 });
      const stats = await db.redis.info('commandstats');
      return [...stats.matchAll(/cmdstat_(?:exists|zcard|zinter|zrange|zmscore):calls=(\d+)/g)].reduce(
        (sum, [, calls]) => sum + Number(calls),
        0,
      );
    };
    // both words are many, and not together: each variant of either would be looked for
    for (const phrase of ['wanda mondb', 'wandz mond', 'wanz monz', 'wand mond 77x'])
      expect(await commands(phrase)).toBeLessThan(300);
  });

  it('looks for a typo in the word that no title has, if there is one', async () => {
    const lenient = db.autocomplete('test', { typos: 1 });
    await lenient.storeMany([{ id: 'west palm' }, { id: 'wset pine' }, { id: 'east palm' }]);
    const ids = async (phrase: string) => (await lenient.search(phrase)).map(({ id }) => id);
    expect(await ids('west plam')).toEqual(['west palm']);
    expect(await ids('west pine')).toEqual(['wset pine']);
    expect(await ids('wwst plam')).toEqual([]);
  });

  it('looks for letters too many, missing and swapped where there are thousands of letters', async () => {
    const lenient = db.autocomplete('test', { typos: 1 });
    const sign = (i: number) => String.fromCodePoint(0xa000 + i);
    await lenient.storeMany(Array.from({ length: 350 }, (_, i) => ({ id: `${sign(i)}${sign(i + 1)}${sign(i + 2)}` })));
    const ids = async (phrase: string) => (await lenient.search(phrase)).map(({ id }) => id);
    const word = `${sign(5)}${sign(6)}${sign(7)}`;
    expect(await ids(`${sign(5)}${sign(7)}${sign(6)}`)).toEqual([word]);
    expect(await ids(`${sign(5)}${sign(9)}${sign(6)}${sign(7)}`)).toEqual([word]);
    expect(await ids(`${sign(5)}${sign(9)}${sign(7)}`)).toEqual([]);
  });

  it('gives all data and titles, each once, and clears', async () => {
    const entries = Array.from({ length: 1_200 }, (_, i) => ({
      id: i,
      type: `t${i % 3}`,
      title: `title ${i}`,
      data: i % 2 ? { i } : undefined,
    }));
    expect(await ac.storeMany(entries as never)).toBe(1_200);
    expect((await collect(ac.titles())).sort()).toEqual(entries.map(({ title }) => title).sort());
    const data = await collect(ac.data());
    expect(data.filter((value) => typeof value === 'object')).toHaveLength(600);
    expect(data).toHaveLength(1_200);
    await ac.boost({ type: 't1' }, 3);
    await ac.boost({ id: 'never stored' }, 3);
    expect(await ac.size()).toBe(1_200);
    await ac.clear();
    expect(await ac.size()).toBe(0);
    expect(await db.redis.keys('*')).toEqual([]);
  });

  it('is one script to store, and one to search', async () => {
    await ac.store('warm up');
    await ac.search('warm up');
    expect(await scripts(() => ac.store('a title of several words', { data: { a: 1 } }))).toBe(1);
    expect(await scripts(() => ac.search('tit wor', { boosts: [{ id: 'x', by: 2 }] }))).toBe(1);
  });

  it('stores data with the codec it was given, bytes too', async () => {
    const raw = db.autocomplete<Buffer>('raw', { codec: bytes });
    await raw.store('ä', { data: Buffer.from([0xff, 0, 0x80]) });
    expect(await raw.search('a')).toEqual([
      expect.objectContaining({ title: 'ä', data: Buffer.from([0xff, 0, 0x80]) }),
    ]);
    expect(await collect(raw.data())).toEqual([Buffer.from([0xff, 0, 0x80])]);
    const typed = db.autocomplete<{ n: number }>('raw', { codec: json() });
    await expect(typed.search('a')).rejects.toThrow(CodecError);
  });

  it('refuses what makes no sense, and stores nothing', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = { cyclic };
    const calls: [() => unknown, string][] = [
      [() => ac.store(''), 'The id must not be empty.'],
      [() => ac.store(Number.NaN), 'The id must be finite, not NaN.'],
      [() => ac.store('a', { title: '' }), 'The title must not be empty.'],
      [() => ac.store('a', { title: 5 as never }), 'The title must be a string, not number.'],
      [() => ac.store('a', { type: '' }), 'The type must not be empty.'],
      [() => ac.store('a', { data: { list: [1, Number.NaN] } }), 'The data of "a" cannot be stored: list.1 is NaN'],
      [() => ac.store('a', { data: cyclic }), 'self.cyclic is a part of itself'],
      [() => ac.store('a', { data: { when: new Date() } }), 'when is an instance of Date'],
      [() => ac.store('a', { data: { f() {} } }), 'f is a function'],
      [() => ac.storeMany([{ id: 'fine' }, { id: 'x', data: 1n }]), 'the value is a bigint'],
      [() => ac.search(5 as never), 'The phrase must be a string, not number.'],
      [() => ac.search('a', { limit: -1 }), 'limit must be'],
      [() => ac.search('a', { offset: 995 }), 'offset and limit reach to 1005, beyond 1000.'],
      [() => ac.search('a', { boosts: [{ by: 2 }] }), 'A boost is for an id, a type, or both.'],
      [() => ac.search('a', { boosts: [{ id: 'a', by: 0 }] }), 'A boost must be positive and finite, not 0.'],
      [() => ac.boost({}, 2), 'A boost is for an id, a type, or both.'],
      [() => ac.boost({ id: 'a' }, Number.POSITIVE_INFINITY), 'A boost must be positive and finite'],
    ];
    for (const [call, message] of calls) await expect((async () => call())()).rejects.toThrow(message);
    expect(() => db.autocomplete('x', { typos: 2 as never })).toThrow('typos must be 0 or 1, not 2.');
    expect(() => db.autocomplete('x', { stopWords: 'the' as never })).toThrow(TypeError);
    expect(() => db.autocomplete('')).toThrow('The name of the autocomplete must not be empty.');
    expect(await db.redis.dbsize()).toBe(0);
    await ac.boost({ id: 'a' }, 1e99);
    await expect(ac.boost({ id: 'a' }, 1e99)).rejects.toThrow('The boost would leave the range');
  });

  it('is refused to those who would index other words, until it is empty', async () => {
    await ac.store('the walrus');
    const other = db.autocomplete('test', { stopWords: ['walrus'] });
    const facts = { code: 'SETTINGS', subject: 'test', setting: 'stopWords', here: 'walrus', there: 'english' };
    await expect(other.store('x')).rejects.toMatchObject(facts);
    await expect(other.search('x')).rejects.toMatchObject(facts);
    const longer = db.autocomplete('test', { minWordLength: 3, typos: 1 });
    await expect(longer.storeMany([{ id: 'x' }])).rejects.toMatchObject({
      setting: 'minWordLength',
      here: 3,
      there: 1,
    });
    expect(await ac.size()).toBe(1);
    expect(await other.delete('the walrus')).toBe(true);
    await other.store('the walrus');
    expect((await other.search('the')).length).toBe(1);
    await ac.clear();
    await ac.store('x');
    expect(await found('x')).toEqual(['x']);
  });

  it('takes texts that look like its own signs', async () => {
    const ids = ['=', '+', ':', '{x}', 'a:b', '\0', '*', '__proto__', '%', '😀'];
    for (const id of ids) await ac.store(id, { title: `title ${id}`, type: id, data: id });
    const matches = await ac.search('title', { limit: 100 });
    expect(matches.map(({ id, type, data }) => [id, type, data]).sort()).toEqual(ids.map((id) => [id, id, id]).sort());
    for (const id of ids) expect(await ac.delete(id, { type: id })).toBe(true);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('says the same as a plain list, whatever was stored, boosted and deleted', async () => {
    const word = fc.constantFrom('ka', 'kb', 'kbc', 'b', 'ba', 'é', 'x1');
    const id = fc.integer({ min: 0, max: 6 });
    const step = fc.oneof(
      fc.record({ op: fc.constant('store' as const), id, words: fc.array(word, { minLength: 1, maxLength: 4 }) }),
      fc.record({ op: fc.constant('delete' as const), id }),
      fc.record({ op: fc.constant('boost' as const), id, by: fc.constantFrom(0.5, 2, 3) }),
    );
    const phrase = fc.array(fc.constantFrom('k', 'kb', 'b', 'e', 'x', 'kbc'), { minLength: 1, maxLength: 2 });
    await expectProperty(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), phrase, async (steps, asked) => {
        await db.redis.flushall();
        const [titles, boosts] = [new Map<number, string[]>(), new Map<number, number>()];
        for (const each of steps) {
          if (each.op === 'store') {
            titles.set(each.id, each.words);
            await ac.store(each.id, { title: each.words.join(' ') });
          } else if (each.op === 'delete') {
            if (titles.delete(each.id)) boosts.delete(each.id);
            await ac.delete(each.id);
          } else {
            boosts.set(each.id, (boosts.get(each.id) ?? 1) * each.by);
            await ac.boost({ id: each.id }, each.by);
          }
        }
        const plain = (text: string) => text.replace('é', 'e');
        const fits = (words: string[]) =>
          asked.every((beginning) => words.some((each) => plain(each).startsWith(beginning)));
        const expected = [...titles].filter(([, words]) => fits(words)).map(([each]) => String(each));
        const matches = await ac.search(asked.join(' '), { limit: 50 });
        expect(matches.map((match) => match.id).sort()).toEqual(expected.sort());
        const scores = matches.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        // without its boost every title would be where the others are
        const bare = matches.map((match) => match.score / (boosts.get(Number(match.id)) ?? 1));
        for (const score of bare) expect(score).toBeLessThanOrEqual(1);
      }),
      150,
    );
  });
});
