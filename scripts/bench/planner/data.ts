// Entities whose fields are known to have something to do with each other, or nothing.
import { type Auto, Entity, Field, Index, Model, type Query } from 'redstart';

/** The part of all entities that a condition finds. */
export const SELECTIVITIES = [1e-5, 1e-3, 0.1, 0.9] as const;
type Kind = 'a' | 'b' | 'c' | 'd';
const KINDS: readonly Kind[] = ['a', 'b', 'c', 'd'];

@Entity('Event')
export class Event extends Model {
  @Field.id() id!: Auto<number>;
  /** its place in time, from 0: what all are ordered by */
  @Index() @Field.integer() created!: number;
  /** places in two orders that have nothing to do with it */
  @Index() @Field.integer() x!: number;
  @Index() @Field.integer() near!: number;
  /** about its place in time */
  @Index() @Field.integer() early!: number;
  /** each kind is as frequent as its selectivity: by chance, and from the oldest on */
  @Index() @Field.text() kind!: Kind;
  @Index() @Field.text() age!: Kind;
}

/** A place from 0 to 1 by chance, the same in each run: murmur3's finish of a number. */
function chance(i: number, salt: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Places from 0 to 1 to whole numbers, fine enough for a million. */
const SCALE = 1e8;

const LIMITS = [1e-5, 1e-5 + 1e-3, 1e-5 + 1e-3 + 0.1];
const kindAt = (place: number): Kind => KINDS[LIMITS.filter((limit) => place >= limit).length]!;

const event = (i: number) => {
  const time = chance(i, 0);
  const place = chance(i, 1);
  return {
    created: Math.floor(time * SCALE),
    x: Math.floor(place * SCALE),
    near: Math.floor(((place + 1e-7) % 1) * SCALE),
    early: Math.floor(((time + 1e-7) % 1) * SCALE),
    kind: kindAt(chance(i, 2)),
    age: kindAt(time),
  };
};

/** Add the events from one number up to another. */
export async function grow(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 10_000)
    await Event.insertMany(Array.from({ length: Math.min(10_000, to - at) }, (_, k) => event(at + k)));
}

export interface Question {
  readonly what: string;
  readonly query: Query<Event>;
  readonly verb: 'all' | 'count';
}

const least = (part: number) => ({ lt: Math.floor(part * SCALE) });
const greatest = (part: number) => ({ gte: Math.floor((1 - part) * SCALE) });
const kindOf = (part: number): Kind => KINDS[SELECTIVITIES.indexOf(part as (typeof SELECTIVITIES)[number])]!;

const alone = {
  'a kind': (s: number) => ({ kind: kindOf(s) }),
  'a range': (s: number) => ({ x: least(s) }),
  'an age, from the oldest on': (s: number) => ({ age: kindOf(s) }),
  'a range of the newest': (s: number) => ({ early: greatest(s) }),
};

const pairs = {
  'a kind, a range': (s: number, t: number) => ({ kind: kindOf(s), x: least(t) }),
  'two ranges that agree': (s: number, t: number) => ({ x: least(s), near: least(t) }),
  'two ranges that do not': (s: number, t: number) => ({ x: least(s), near: greatest(t) }),
  'a kind, a range of the oldest': (s: number, t: number) => ({ kind: kindOf(s), early: least(t) }),
};

/** Each selectivity alone and in pairs: the newest twenty, and how many there are. */
export function questions(): Question[] {
  const list: Question[] = [];
  const add = (what: string, where: object, verbs: readonly Question['verb'][]): void => {
    const query = Event.query().where(where);
    if (verbs.includes('all'))
      list.push({ what: `${what}: newest 20`, query: query.orderBy({ created: 'desc' }).limit(20), verb: 'all' });
    if (verbs.includes('count')) list.push({ what: `${what}: count`, query, verb: 'count' });
  };
  for (const [what, where] of Object.entries(alone))
    for (const s of SELECTIVITIES) add(`${what} ${s}`, where(s), ['all']);
  for (const [what, where] of Object.entries(pairs))
    for (const s of SELECTIVITIES)
      for (const t of SELECTIVITIES) add(`${what} ${s} ${t}`, where(s, t), ['all', 'count']);
  return list;
}
