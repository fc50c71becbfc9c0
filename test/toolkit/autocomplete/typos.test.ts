import fc from 'fast-check';
import { type Autocomplete, Database } from 'redstart';
import { commandsOf } from '../../support/commands.js';
import { expectProperty } from '../../support/property.js';

let db: Database;
let ac: Autocomplete;
beforeAll(async () => {
  db = await Database.embedded();
  ac = db.autocomplete('test', { typos: 1 });
});
beforeEach(() => db.redis.flushall());
afterAll(() => db.close());

const LETTERS = [...'abcé'];

/** The beginnings with one letter of a word wrong, but for the first, in the order in which they are looked for; `é` is the e of the index. */
function* variants(word: string): Generator<string> {
  for (let i = 1; i < word.length; i++) {
    const [before, letter, after] = [word.slice(0, i), word[i]!, word.slice(i + 1)];
    yield before + after;
    if (after !== '') yield before + after[0] + letter + after.slice(1);
    for (const other of 'abce') yield* [before + other + after, before + other + letter + after];
  }
}

/** What a search for one word finds by plain code: titles that begin with it, else with the first eight variants that any does. */
function expected(titles: readonly string[], word: string): string[] {
  const folded = titles.map((title) => title.replaceAll('é', 'e'));
  const beginning = (start: string) => titles.filter((_, i) => folded[i]!.startsWith(start));
  const there = [...new Set(variants(word))].filter((variant) => variant !== word && beginning(variant).length > 0);
  return [...new Set([...beginning(word), ...there.slice(0, 8).flatMap(beginning)])].sort();
}

const word = (least: number, most: number) =>
  fc.array(fc.constantFrom(...LETTERS), { minLength: least, maxLength: most }).map((letters) => letters.join(''));
const found = async (phrase: string) => (await ac.search(phrase, { limit: 1000 })).map(({ id }) => id).sort();

describe('a letter that is wrong', () => {
  // of more than a hundred titles with the same front each variant is asked for, of fewer their words are read
  it.each([
    ['few', 30, 8],
    ['many', 400, 3],
  ])('is forgiven among %s titles as plain code does', async (_, size, runs) => {
    await expectProperty(
      fc.asyncProperty(
        fc.uniqueArray(word(1, 6), { minLength: size / 2, maxLength: size }),
        fc.array(word(3, 7), { minLength: 12, maxLength: 12 }),
        async (titles, typed) => {
          await db.redis.flushall();
          await ac.storeMany([...titles.map((id) => ({ id })), ...LETTERS.map((id) => ({ id, type: 'letter' }))]);
          for (const phrase of typed) {
            const plain = phrase.replaceAll('é', 'e');
            const all = (await found(phrase)).filter((id) => titles.includes(id));
            expect([titles, phrase, [...new Set(all)]]).toEqual([titles, phrase, expected(titles, plain)]);
          }
        },
      ),
      runs,
    );
  });

  it('is read from the words of few titles, and asked for among many', async () => {
    await ac.storeMany([{ id: 'walrus' }, { id: 'walnut' }, { id: 'wallet' }, { id: 'a walk', type: 'x' }]);
    const few = await commandsOf(db.redis, () => ac.search('walrsu'));
    // the only look is for the word itself, in both types
    expect([few.exists, few.hmget! >= 2]).toEqual([2, true]);
    await ac.storeMany(Array.from({ length: 120 }, (_, i) => ({ id: `wa${i}` })));
    const many = await commandsOf(db.redis, () => ac.search('walrsu'));
    expect(many.exists).toBeGreaterThan(2);
    expect(await found('walrsu')).toEqual(['walrus']);
  });

  it('has no more letters than the index tells apart', async () => {
    await ac.store('abcdefghijklmnopqrs');
    expect(await found('abcdefghijkllmn')).toEqual(['abcdefghijklmnopqrs']);
    // with the k it would have one more
    expect(await found('abcdefghijlmnop')).toEqual([]);
  });
});
