import type { Redis } from 'ioredis';
import { Database, type Triple } from 'redstart';
import { separate } from '../cores.js';
import { longest } from '../statistics.js';
import { bestTimes, type Figure, ratio } from './figure.js';

const TRIPLES = 10_000;
const PEOPLE = 1_000;

/** People who know nine others, and live in towns. */
function triples(): Triple[] {
  const all: Triple[] = [];
  for (let i = 0; all.length < TRIPLES; i++) {
    const person = i % PEOPLE;
    if (i < PEOPLE) all.push([`person${person}`, 'lives', `town${person % 50}`]);
    else all.push([`person${person}`, 'knows', `person${(i * 7919 + Math.floor(i / PEOPLE) * 131) % PEOPLE}`]);
  }
  return all;
}

// levelgraph 4.0.0 is not beside it: it waits for callbacks that the present abstract-level (memory-level 3) no longer calls
/** A search of two clauses at 10,000 triples: "who of those that a person knows lives in this town?" */
export async function benchGraph(): Promise<Figure[]> {
  await using db = await Database.embedded();
  const redis = db.redis as Redis;
  await separate(redis);
  const graph = db.graph('bench');
  const all = triples();
  const stored = await bestTimes(redis, async () => {
    await graph.clear();
    await graph.storeMany(all);
  });
  if ((await graph.size()) !== TRIPLES) throw new Error('the triples are not all different');
  const { X } = graph.v;
  const search = (i: number) =>
    graph.search([
      [`person${i % PEOPLE}`, 'knows', X],
      [X, 'lives', `town${i % 50}`],
    ]);
  const part = await ratio(search, () => redis.ping(), { count: 300 });
  const joined = await bestTimes(redis, () =>
    graph.search([
      [X, 'knows', graph.v.Y],
      [graph.v.Y, 'lives', graph.v.T],
    ]),
  );
  return [
    // walrus: 179 searches a second by a client of 22,478 PING a second
    {
      what: 'graph: two clauses, as a part of PING',
      value: part.toFixed(3),
      target: `${((20 * 179) / 22_478).toFixed(3)}`,
    },
    {
      what: `graph: longest of ${stored.length} calls of storeMany, ms`,
      value: longest(stored).toFixed(2),
      target: '5',
    },
    {
      what: `graph: longest of ${joined.length} calls that join all, ms`,
      value: longest(joined).toFixed(2),
      target: '5',
    },
  ];
}
