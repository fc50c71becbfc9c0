// Random lives of entities with many-to-many relations of every kind against plain memory: after each step both sides of each say the same
// as the memory does, in their own order, by every road that leads there.
// REDSTART_LIFE_RUNS: how many lives, 3 where nothing is said. A life that failed is repeated with its seed, which the message has.
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import {
  type Auto,
  Database,
  Entity,
  EntityExistsError,
  Field,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  MissingReferenceError,
  Model,
  PrimaryKey,
  type Ref,
} from 'redstart';
import { Bond, type End, type Id } from '../support/bond.js';
import { expectConsistent } from '../support/consistency.js';
import { expectProperty } from '../support/property.js';

const RUNS = Number(process.env.REDSTART_LIFE_RUNS ?? 3);
jest.setTimeout(400_000 + RUNS * 20_000);

@Entity('Artist', { ttl: null })
class Artist extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Song, { kind: 'list', inverse: (song) => song.artists }) songs!: Many<Song, 'list'>;
  @ManyToMany(() => Song, { kind: 'set', inverse: (song) => song.fans }) likes!: Many<Song, 'set'>;
  @ManyToMany<Artist, Artist, 'sortedSet'>('Artist', { kind: 'sortedSet', inverse: (artist) => artist.followers })
  follows!: Many<Artist, 'sortedSet'>;
  @ManyToMany<Artist, Artist, 'list'>('Artist', { kind: 'list' }) followers!: Many<Artist, 'list'>;
}

@Entity('Song', { ttl: null })
class Song extends Model {
  @PrimaryKey() @Field.text() name!: string;
  @Index() @Field.integer({ optional: true }) year?: number;
  @ManyToOne<Song>('Song', { optional: true, onDelete: 'cascade' }) original?: Ref<Song>;
  @ManyToMany(() => Artist, { kind: 'sortedSet' }) artists!: Many<Artist, 'sortedSet'>;
  @ManyToMany(() => Artist, { kind: 'set' }) fans!: Many<Artist, 'set'>;
}

/** A relation as one of its sides has it; the id of an entity that is not there. */
interface Side {
  readonly of: 'artists' | 'songs';
  readonly to: 'artists' | 'songs';
  readonly property: 'songs' | 'likes' | 'follows' | 'followers' | 'artists' | 'fans';
  readonly bond: number;
  readonly end: End;
}

const SIDES: readonly Side[] = [
  { of: 'artists', to: 'songs', property: 'songs', bond: 0, end: 0 },
  { of: 'songs', to: 'artists', property: 'artists', bond: 0, end: 1 },
  { of: 'artists', to: 'songs', property: 'likes', bond: 1, end: 0 },
  { of: 'songs', to: 'artists', property: 'fans', bond: 1, end: 1 },
  { of: 'artists', to: 'artists', property: 'follows', bond: 2, end: 0 },
  { of: 'artists', to: 'artists', property: 'followers', bond: 2, end: 1 },
];

/** What there should be. */
class World {
  readonly artists = new Set<Id>();
  readonly songs = new Map<Id, string | undefined>();
  readonly bonds = [new Bond(['list', 'sortedSet']), new Bond(['set', 'set']), new Bond(['sortedSet', 'list'])];
  nextArtist = 1;

  ids = (of: Side['of']): Id[] => [...this[of].keys()];

  pick(of: Side['of'], n: number): Id | undefined {
    const all = this.ids(of);
    return all[n % Math.max(1, all.length)];
  }

  remove(of: Side['of'], id: Id): void {
    if (!this[of].delete(id)) return;
    for (const side of SIDES) if (side.of === of) this.bonds[side.bond]!.forget(side.end, id);
    if (of === 'songs') for (const [name, original] of this.songs) if (original === id) this.remove('songs', name);
  }
}

/** What both kinds of entities have here. */
interface Linked {
  ids(): Promise<Id[]>;
  all(): Promise<object[]>;
  count(): Promise<number>;
  has(id: Id): Promise<boolean>;
  add(...given: unknown[]): Promise<number>;
  delete(...given: Id[]): Promise<number>;
  clear(): Promise<void>;
  insert(index: number, id: Id): Promise<void>;
  removeAt(index: number): Promise<boolean>;
  increment(id: Id, by: number): Promise<number>;
  score(id: Id): Promise<number | undefined>;
  get(): object[];
}

const MODELS = { artists: Artist, songs: Song } as const;
const NAMES = ['a', 'b:c', '~d', '7', 'long '.repeat(30)];
const entityOf = (of: Side['of'], id: Id): Promise<object> =>
  of === 'artists' ? Artist.get(id as number) : Song.get(id as string);
const sideOf = (entity: object, { property }: Side): Linked => (entity as Record<string, Linked>)[property]!;
const idOf = (entity: object): Id => (entity instanceof Song ? entity.name : (entity as Artist).id);
const MISSING = { artists: 999, songs: 'nobody' } as const;

type Step = (world: World, db: Database) => Promise<void>;
const n = fc.nat(20);
const others = fc.array(fc.tuple(n, fc.integer({ min: -2, max: 2 })), { minLength: 1, maxLength: 4 });

/** What is asked of a side; gives what the call should answer, and makes it so in memory. */
function linking(side: Side, verb: number, given: readonly (readonly [Id, number])[], at: number) {
  const kind = side.bond === 1 ? 'set' : (side.bond === 0) === (side.end === 0) ? 'list' : 'sortedSet';
  const [[first, score]] = given as [readonly [Id, number]];
  const special = kind === 'set' ? 'add' : kind === 'list' ? (verb % 2 ? 'insert' : 'removeAt') : 'increment';
  const name = ['add', 'add', 'delete', 'clear', special, special][verb % 6]!;
  const ids = given.map(([id]) => id);
  const count = (list: boolean[]) => list.filter(Boolean).length;
  const call = (to: Linked): Promise<unknown> => {
    if (name === 'add') return to.add(...(kind === 'sortedSet' ? given : ids));
    if (name === 'delete') return to.delete(...ids);
    if (name === 'clear') return to.clear();
    if (name === 'insert') return to.insert(at, first);
    return name === 'removeAt' ? to.removeAt(at) : to.increment(first, score);
  };
  const apply = (bond: Bond, id: Id): unknown => {
    const { end } = side;
    if (name === 'add') return count(given.map(([other, points]) => bond.link(end, id, other, { score: points })));
    if (name === 'delete') return count(ids.map((other) => bond.unlink(end, id, other)));
    if (name === 'clear') return void bond.ids(end, id).map((other) => bond.unlink(end, id, other));
    if (name === 'insert') return void bond.link(end, id, first, { index: at });
    if (name === 'removeAt') return bond.removeAt(end, id, at);
    const sum = (bond.score(end, id, first) ?? 0) + score;
    bond.link(end, id, first, { score: sum });
    return sum;
  };
  const needs = name === 'delete' || name === 'clear' || name === 'removeAt' ? [] : name === 'add' ? ids : [first];
  return { name, needs, call, apply };
}

const steps: fc.Arbitrary<[name: string, step: Step]> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...NAMES).chain((name) => n.map((at) => create(name, at))) },
  { weight: 8, arbitrary: fc.tuple(fc.nat(5), n, fc.nat(5), others, fc.nat(3)).map((given) => link(...given)) },
  { weight: 2, arbitrary: fc.tuple(fc.boolean(), n, fc.nat(2)).map((given) => remove(...given)) },
  { weight: 1, arbitrary: fc.tuple(fc.boolean(), n).map((given) => expire(...given)) },
  { weight: 3, arbitrary: fc.tuple(n, others, others, n).map((given) => session(...given)) },
);

function create(name: string, at: number): [string, Step] {
  const step: Step = async (world) => {
    const original = world.pick('songs', at) as string | undefined;
    world.artists.add((await Artist.create({})).id);
    world.nextArtist++;
    const made = Song.create({ name, year: at, original: at % 3 ? undefined : original });
    if (world.songs.has(name)) return expect(made).rejects.toBeInstanceOf(EntityExistsError);
    await made;
    world.songs.set(name, at % 3 ? undefined : original);
  };
  return [`create ${name}`, step];
}

function link(
  which: number,
  at: number,
  verb: number,
  list: readonly [number, number][],
  index: number,
): [string, Step] {
  const side = SIDES[which]!;
  const step: Step = async (world) => {
    const id = world.pick(side.of, at);
    if (id === undefined) return;
    const given = list.map(
      ([to, score]) => [to === 20 ? MISSING[side.to] : (world.pick(side.to, to) ?? MISSING[side.to]), score] as const,
    );
    const { needs, call, apply } = linking(side, verb, given, index);
    const told = call(sideOf(await entityOf(side.of, id), side));
    const isRefused = needs.some((other) => !world.ids(side.to).includes(other));
    if (isRefused) return expect(told).rejects.toBeInstanceOf(MissingReferenceError);
    expect(await told).toEqual(apply(world.bonds[side.bond]!, id));
  };
  return [`${side.property} ${at} ${verb} ${JSON.stringify(list)} ${index}`, step];
}

function remove(isSong: boolean, at: number, way: number): [string, Step] {
  const of = isSong ? 'songs' : 'artists';
  const step: Step = async (world) => {
    const id = world.pick(of, at);
    if (id === undefined) return;
    const entity = (await entityOf(of, id)) as Artist | Song;
    if (way === 0) await entity.delete();
    else if (isSong)
      await (way === 1
        ? Song.deleteMany([id as string])
        : Song.query()
            .where({ name: id as string })
            .delete());
    else
      await (way === 1
        ? Artist.deleteMany([id as number])
        : Artist.query()
            .where({ id: id as number })
            .delete());
    world.remove(of, id);
  };
  return [`delete ${of} ${at} ${way}`, step];
}

function expire(isSong: boolean, at: number): [string, Step] {
  const of = isSong ? 'songs' : 'artists';
  const step: Step = async (world) => {
    const id = world.pick(of, at);
    if (id === undefined) return;
    await ((await entityOf(of, id)) as Artist | Song).expire(1);
    await pause(4);
    // it is gone from every side, though what it is linked to by a rule is not yet
    for (const side of SIDES.filter(({ to }) => to === of))
      for (const owner of world.ids(side.of).filter((each) => side.of !== of || each !== id)) {
        const expected = world.bonds[side.bond]!.ids(side.end, owner).filter((other) => other !== id);
        const found = sideOf(await entityOf(side.of, owner), side);
        expect([await found.ids(), await found.count(), await found.has(id)]).toEqual([
          expected,
          new Set(expected).size,
          false,
        ]);
      }
    await MODELS[of].reap();
    world.remove(of, id);
  };
  return [`expire ${of} ${at}`, step];
}

/** A new artist with songs, another one that follows, and a song that goes, in one commit. */
function session(
  at: number,
  liked: readonly [number, number][],
  fans: readonly [number, number][],
  gone: number,
): [string, Step] {
  const step: Step = async (world, db) => {
    const songs = liked.flatMap(([to]) => world.pick('songs', to) ?? []) as string[];
    const artists = fans.flatMap(([to, score]) => {
      const id = world.pick('artists', to) as number | undefined;
      return id === undefined ? [] : [[id, score] as const];
    });
    const other = world.pick('artists', at);
    const victim = gone % 2 ? (world.pick('songs', gone) as string | undefined) : undefined;
    const after = new Set(world.ids('songs'));
    const work = () =>
      db.session(async (unit) => {
        const made = Artist.build({});
        unit.many(made.songs).add(...songs);
        unit.many(made.follows).add(...artists, [made, 7]);
        if (other !== undefined) {
          const known = await Artist.get(other as number);
          unit.many(known.songs).delete(...songs.slice(1));
          unit.many(known.follows).add([made, -1]);
          unit.many(known.likes).add(...songs.slice(0, 1));
        }
        if (victim !== undefined) unit.delete(await Song.get(victim));
      });
    const leaves = (name: Id | undefined): boolean =>
      name !== undefined && (name === victim || leaves(world.songs.get(name)));
    if (songs.some((name) => after.has(name) && leaves(name)))
      return expect(work()).rejects.toBeInstanceOf(MissingReferenceError);
    await work();
    const made = world.nextArtist++;
    world.artists.add(made);
    for (const name of songs) world.bonds[0]!.link(0, made, name);
    for (const [id, score] of [...artists, [made, 7] as const]) world.bonds[2]!.link(0, made, id, { score });
    if (other !== undefined) {
      for (const name of songs.slice(1)) world.bonds[0]!.unlink(0, other, name);
      world.bonds[2]!.link(0, other, made, { score: -1 });
      for (const name of songs.slice(0, 1)) world.bonds[1]!.link(0, other, name);
    }
    if (victim !== undefined) world.remove('songs', victim);
  };
  return [`session ${at} ${JSON.stringify(liked)} ${JSON.stringify(fans)} ${gone}`, step];
}

/** Compare every side of every entity with what there should be. */
async function compare(world: World): Promise<void> {
  expect([await Artist.query().ids(), await Song.query().ids()].map((ids) => ids.toSorted())).toEqual(
    [world.ids('artists'), world.ids('songs')].map((ids) => ids.toSorted()),
  );
  const artists = await Artist.query().with({ songs: true, likes: true, follows: true, followers: true }).all();
  const songs = await Song.query().with({ artists: true, fans: true }).all();
  for (const entity of [...artists, ...songs]) {
    const id = idOf(entity);
    for (const side of SIDES.filter(({ of }) => MODELS[of] === entity.constructor)) {
      const bond = world.bonds[side.bond]!;
      const expected = bond.ids(side.end, id);
      const found = sideOf(entity, side);
      const distinct = new Set(expected);
      expect([side.property, id, await found.ids(), await found.count()]).toEqual([
        side.property,
        id,
        expected,
        distinct.size,
      ]);
      expect(found.get().map(idOf)).toEqual(expected);
      if (distinct.size > 0) expect(await found.has(expected[0]!)).toBe(true);
      if (bond.kinds[side.end] !== 'sortedSet') continue;
      for (const other of distinct) expect(await found.score(other)).toBe(bond.score(side.end, id, other));
    }
  }
  for (const [name] of world.songs) {
    const singers = world.ids('artists').filter((id) => world.bonds[0]!.has(0, id, name));
    expect(
      await Artist.query()
        .where((artist) => artist.songs.some((song) => song.name.eq(name as string)))
        .ids(),
    ).toEqual(singers);
  }
}

describe('a life of many-to-many relations', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Artist, Song] });
  });
  afterAll(() => db.close());

  it('is that of plain memory, on both sides and in their orders', async () => {
    const life = fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 16 }), async (list) => {
      await db.redis.flushall();
      const world = new World();
      for (const [, step] of [create('a', 1), create('b:c', 1), ...list]) {
        await step(world, db);
        await compare(world);
        for (const { problems } of [await Artist.verify(), await Song.verify()]) expect(problems).toEqual([]);
        for (const model of [Artist, Song]) await expectConsistent(db, model);
      }
    });
    await expectProperty(life, RUNS);
  });
});
