// Compiles under tsc: what the containers must accept, and what they must not.
import {
  bytes,
  type Database,
  type Hash,
  json,
  type List,
  number,
  type RedisSet,
  type RedisString,
  type SliceOptions,
  type SortedSet,
} from 'redstart';
import { z } from 'zod';

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

interface User {
  name: string;
}

export async function hashes(db: Database): Promise<void> {
  const plain = db.hash('h');
  same<typeof plain, Hash<string>>(true);
  const users = db.hash('u', { codec: json<User>() });
  const user = await users.get('a');
  same<typeof user, User | undefined>(true);
  const checked = db.hash('u', { codec: json(z.object({ n: z.number() })) });
  same<typeof checked, Hash<{ n: number }>>(true);
  const own = db.hash('d', { codec: { encode: (d: Date) => d.toISOString(), decode: (stored) => new Date(stored) } });
  same<typeof own, Hash<Date>>(true);
  await users.update({ a: { name: 'Ada' } });
  // @ts-expect-error a value of another type
  await users.set('a', 'Ada');
  // @ts-expect-error a hash without a codec holds text
  await plain.set('a', 5);
  // @ts-expect-error a type without a codec that reads it
  db.hash<number>('n');
  // @ts-expect-error values of another type
  await plain.update({ a: 5 });
}

export async function lists(db: Database): Promise<void> {
  const blobs = db.list('l', { codec: bytes });
  same<typeof blobs, List<Buffer>>(true);
  for await (const blob of blobs) same<typeof blob, Buffer>(true);
  // @ts-expect-error an end that a list does not have
  await blobs.delete(Buffer.alloc(0), { from: 'middle' });
  // @ts-expect-error a list of other values
  await blobs.moveTo(db.list('other'));
}

export async function variadics(db: Database): Promise<void> {
  const names = db.list('l');
  await names.push('a', 'b');
  await names.push(new Set(['a']));
  await names.push(...['a', 'b']);
  const rows = db.list('r', { codec: json<number[]>() });
  await rows.push([[1, 2]]);
  // @ts-expect-error a value that is iterable itself would be taken for a list of values
  await rows.push([1, 2]);
  const mixed = db.set('m', { codec: json<string | number[]>() });
  await mixed.add('a', 'b');
  // @ts-expect-error one of them may be iterable
  await mixed.add([1, 2]);
  await db.hash('h').getMany(new Set(['a']));
  // @ts-expect-error a text is not a list of its characters
  await db.hash('h').getMany('abc');
  const [a, b] = [db.sortedSet('a'), db.sortedSet('b')];
  await a.union(b, b);
  await a.union([b], { weights: [1, 2] });
  // @ts-expect-error options are never behind rest arguments
  await a.union(b, { weights: [1, 2] });
  const stored = await a.unionStore('key', b);
  same<typeof stored, SortedSet<string>>(true);
}

export async function strings(db: Database): Promise<void> {
  const text = db.string('s');
  same<typeof text, RedisString<string>>(true);
  const part = await text.slice();
  same<typeof part, string>(true);
  const blob = await db.string('b', { codec: bytes }).slice();
  same<typeof blob, Buffer>(true);
  const sum = await text.increment(1n, { bigint: true });
  same<typeof sum, bigint>(true);
  // @ts-expect-error a bigint comes back only where it was asked for
  await text.increment(1n);
  await db.geo('g').search({ member: 'a', radius: 5 });
  // @ts-expect-error an area is a circle or a box
  await db.geo('g').search({ member: 'a' });
}

export async function sets(db: Database): Promise<void> {
  const ids = db.set('s', { codec: number });
  same<typeof ids, RedisSet<number>>(true);
  const union = await ids.union(ids, ids);
  same<typeof union, Set<number>>(true);
  await ids.intersectionSize([ids, ids], { count: 5 });
  // @ts-expect-error sets of other values have nothing in common
  await ids.union(db.set('other'));
  // @ts-expect-error another kind of container
  await ids.unionStore(db.sortedSet('z', { codec: number }));
}

export async function sortedSets(db: Database): Promise<void> {
  const scores = db.sortedSet('z');
  same<typeof scores, SortedSet<string>>(true);
  const members = await scores.slice(0, 2);
  same<typeof members, string[]>(true);
  const ranked = await scores.slice(0, 2, { withScores: true });
  same<typeof ranked, [string, number][]>(true);
  const byScore = await scores.rangeByScore({ min: 1, withScores: true });
  same<typeof byScore, [string, number][]>(true);
  const byMember = await scores.rangeByMember({ from: 'a' });
  same<typeof byMember, string[]>(true);
  const options: SliceOptions = {};
  const either = await scores.slice(0, 2, options);
  same<typeof either, string[] | [string, number][]>(true);
  await scores.add({ a: 1 });
  const numbers = db.sortedSet('n', { codec: number });
  await numbers.add([[1, 2]]);
  // @ts-expect-error an object has text for keys, the members are numbers
  await numbers.add({ a: 1 });
  // @ts-expect-error a bound is a number
  await scores.rangeByScore({ min: '(1' });
  // @ts-expect-error the difference has no weights
  await scores.difference(scores, { weights: [1, 2] });
}
