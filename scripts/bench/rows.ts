import type { HandWritten } from './baseline.js';
import type { Comparison } from './measure.js';
import { ours, User } from './ours.js';
import { type UserInput, users } from './workload.js';

const city = (i: number) => `city${String(i % 100).padStart(2, '0')}`;

/** Users beyond those that are stored, so that no email comes twice. */
function fresh(): () => UserInput {
  const stream = users(Number.POSITIVE_INFINITY);
  let at = 0;
  return () => {
    at++;
    const user = stream.next().value as UserInput;
    return { ...user, email: `fresh${at}@example.com` };
  };
}

/** The rows of the benchmark over 10,000 users that both sides have stored. */
export function comparisons(hand: HandWritten, size: number): Comparison[] {
  const mine = fresh();
  const theirs = fresh();
  const id = (i: number) => 1 + ((i * 7919) % size);
  const hundred = (i: number) => Array.from({ length: 100 }, (_, k) => id(i * 100 + k));
  const bulk = (next: () => UserInput, count = 10_000) => Array.from({ length: count }, next);
  const mail = (i: number) => `user${id(i) - 1}@example${(id(i) - 1) % 37}.com`;
  let loaded: User[] = [];
  const agesOfHand = new Map<number, number>();
  const load = async (count: number) => {
    loaded = (await ours.getMany(Array.from({ length: count }, (_, i) => i + 1))) as User[];
    for (const user of loaded) agesOfHand.set(user.id, user.age);
  };
  const next = (age: number) => 18 + ((age - 17) % 50);
  const bumpHand = (i: number) => {
    const key = 1 + (i % loaded.length);
    const from = agesOfHand.get(key)!;
    agesOfHand.set(key, next(from));
    return hand.setAge(key, from, next(from));
  };
  const bump = (i: number) => {
    const user = loaded[i % loaded.length]!;
    return ours.setAge(user, next(user.age));
  };
  return [
    {
      row: 'b',
      what: 'get by id',
      ours: (i) => ours.get(id(i)),
      baseline: (i) => hand.get(id(i)),
      count: 2000,
      target: 0.8,
    },
    {
      row: 'b',
      what: 'findMany of 100',
      ours: (i) => ours.getMany(hundred(i)),
      baseline: (i) => hand.getMany(hundred(i)),
      count: 60,
      target: 0.6,
    },
    {
      row: 'b',
      what: 'by unique email',
      ours: (i) => ours.byEmail(mail(i)),
      baseline: (i) => hand.byEmail(mail(i)),
      count: 1000,
    },
    {
      row: 'c',
      what: 'city = x, 100 entities',
      ours: (i) => ours.city(city(i)),
      baseline: (i) => hand.city(city(i)),
      count: 60,
      target: 0.65,
    },
    {
      row: 'c',
      what: 'city = x, 100 plain rows',
      ours: (i) => ours.cityRows(city(i)),
      baseline: (i) => hand.cityRows(city(i)),
      count: 60,
      target: 0.8,
    },
    {
      row: 'd',
      what: 'ages of 5 years, about 1,000',
      warm: 200,
      ours: (i) => ours.ages(i),
      baseline: (i) => hand.ages(i),
      count: 10,
    },
    {
      row: 'd',
      what: 'the first 20 of them by age',
      ours: (i) => ours.youngest(i),
      baseline: (i) => hand.youngest(i),
      count: 200,
    },
    {
      row: 'e',
      what: 'city and ages, newest 20',
      ours: (i) => ours.newest(city(i)),
      baseline: (i) => hand.newest(city(i)),
      count: 200,
      target: 0.7,
    },
    {
      row: 'f',
      what: 'one city or another, 200',
      ours: (i) => ours.twoCities(city(i), city(i + 7)),
      baseline: (i) => hand.twoCities(city(i), city(i + 7)),
      count: 40,
    },
    { row: 'i', what: 'count all', ours: () => ours.countAll(), baseline: () => hand.countAll(), count: 1000 },
    {
      row: 'i',
      what: 'count city = x',
      ours: (i) => ours.countCity(city(i)),
      baseline: (i) => hand.countCity(city(i)),
      count: 1000,
    },
    {
      row: 'j',
      what: 'update an indexed field',
      ours: bump,
      baseline: bumpHand,
      count: 1000,
      target: 0.75,
      before: () => load(2000),
    },
    {
      row: 'k',
      what: 'delete',
      ours: (i) => ours.remove(loaded[i]!),
      baseline: (i) => hand.remove(i + 1),
      count: 200,
      before: async () => {
        // so that half of the entities are left when the first ones are gone
        await ours.insertMany(bulk(mine, size / 2));
        await hand.insertMany(bulk(theirs, size / 2));
        await load(size);
      },
    },
    {
      row: 'a',
      what: 'create',
      ours: () => ours.create(mine()),
      baseline: () => hand.create(theirs()),
      count: 1000,
      target: 0.75,
    },
    {
      row: 'a',
      what: 'insertMany of 10,000',
      warm: 1,
      ours: () => ours.insertMany(bulk(mine)),
      baseline: () => hand.insertMany(bulk(theirs)),
      count: 1,
      weight: 10_000,
      target: 0.6,
      rounds: 5,
    },
  ];
}
