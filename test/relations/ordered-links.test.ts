import {
  type Auto,
  Database,
  Entity,
  Field,
  type Many,
  ManyToMany,
  MissingReferenceError,
  Model,
  PrimaryKey,
  QueryError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Song')
class Song extends Model {
  @PrimaryKey() @Field.text() name!: string;
  @ManyToMany(() => Playlist, { kind: 'sortedSet', inverse: (playlist) => playlist.songs })
  playlists!: Many<Playlist, 'sortedSet'>;
}

@Entity('Playlist', { ttl: null })
class Playlist extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Song, { kind: 'list' }) songs!: Many<Song, 'list'>;
  @ManyToMany(() => Song, { kind: 'sortedSet' }) ranked!: Many<Song, 'sortedSet'>;
}

const models = [Song, Playlist] as const;
const long = 'long '.repeat(40);
let db: Database;
let mine: Playlist;
let yours: Playlist;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'music', models });
});
beforeEach(async () => {
  await db.redis.flushall();
  [mine, yours] = (await Playlist.insertMany([{}, {}])) as [Playlist, Playlist];
  await Song.insertMany(['a', 'b', 'c', long].map((name) => ({ name })));
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

const names = (songs: readonly Song[]) => songs.map(({ name }) => name);

describe('a many-to-many relation kept as a list', () => {
  it('keeps its order, and the same entity several times', async () => {
    expect(await mine.songs.add('b', 'a', 'b', long)).toBe(3);
    expect(names(await mine.songs.all())).toEqual(['b', 'a', 'b', long]);
    await mine.songs.insert(1, 'c');
    await mine.songs.insert(99, 'c');
    await mine.songs.insert(0, 'a');
    expect(await mine.songs.ids()).toEqual(['a', 'b', 'c', 'a', 'b', long, 'c']);
    expect([await mine.songs.count(), (await mine.songs.at(2))?.name, (await mine.songs.at(-1))?.name]).toEqual([
      4,
      'c',
      'c',
    ]);
    expect(await mine.songs.at(7)).toBeUndefined();
    const seen: string[] = [];
    for await (const song of mine.songs) seen.push(song.name);
    expect(seen).toEqual(['a', 'b', 'c', 'a', 'b', long, 'c']);
  });

  it('takes one in at any index, as an array does', async () => {
    const start = ['a', 'b', 'a', long];
    for (let size = 0; size <= start.length; size++)
      for (let index = -5; index <= 5; index++) {
        const { songs } = await Playlist.create({});
        const expected = start.slice(0, size);
        await songs.add(...expected);
        for (const name of ['c', 'a']) {
          await songs.insert(index, name);
          expected.splice(index, 0, name);
        }
        expect({ size, index, ids: await songs.ids() }).toEqual({ size, index, ids: expected });
        expect(await songs.count()).toBe(new Set(expected).size);
      }
  });

  it('loses an entity with the last of its places, on both sides', async () => {
    await mine.songs.add('a', 'b', 'a', 'c');
    const a = await Song.get('a');
    expect([await mine.songs.removeAt(0), await a.playlists.count()]).toEqual([true, 1]);
    expect([await mine.songs.removeAt(-2), await a.playlists.count()]).toEqual([true, 0]);
    expect([await mine.songs.removeAt(2), await mine.songs.ids()]).toEqual([false, ['b', 'c']]);
    await mine.songs.add('b', 'b');
    expect(await mine.songs.delete('b', 'a')).toBe(1);
    expect(await mine.songs.ids()).toEqual(['c']);
  });

  it('is filled from the other side, behind the last', async () => {
    await mine.songs.add('a');
    const b = await Song.get('b');
    await b.playlists.add([mine, 7], [yours, -1]);
    expect([await mine.songs.ids(), await yours.songs.ids()]).toEqual([['a', 'b'], ['b']]);
    expect(await b.playlists.ids()).toEqual([2, 1]);
    await b.playlists.delete(mine);
    expect(await mine.songs.ids()).toEqual(['a']);
  });

  it('loses entities that are deleted, and goes with its own', async () => {
    await mine.songs.add('a', long, 'a', 'c');
    await Song.deleteMany(['a', long]);
    expect(await mine.songs.ids()).toEqual(['c']);
    await mine.delete();
    expect(await (await Song.get('c')).playlists.count()).toBe(0);
    expect(await db.redis.exists('{music}:Playlist#own:songs:1')).toBe(0);
  });
});

describe('a many-to-many relation kept as a sorted set', () => {
  it('is in the order of its scores', async () => {
    expect(await mine.ranked.add(['a', 3], ['b', -1.5], ['c', 2])).toBe(3);
    expect(await mine.ranked.add(['a', 1])).toBe(0);
    expect(names(await mine.ranked.all())).toEqual(['b', 'a', 'c']);
    expect([await mine.ranked.score('a'), await mine.ranked.score(long)]).toEqual([1, undefined]);
    expect(await mine.ranked.increment('a', 0.5)).toBe(1.5);
    expect(await mine.ranked.increment(long)).toBe(1);
    expect(names(await mine.ranked.rangeByScore({ min: 1, max: 2, reverse: true }))).toEqual(['c', 'a', long]);
    expect(await mine.ranked.count()).toBe(4);
    await mine.ranked.clear();
    expect(await mine.ranked.ids()).toEqual([]);
  });

  it('leaves scores where conditions say so', async () => {
    const { ranked } = mine;
    await ranked.add(['a', 3], ['b', 5]);
    const scores = async () =>
      Object.fromEntries(
        await Promise.all(names(await ranked.all()).map(async (name) => [name, await ranked.score(name)])),
      );
    expect(await ranked.add(['a', 7], ['c', 1], { only: 'new' })).toBe(1);
    expect(await scores()).toEqual({ c: 1, a: 3, b: 5 });
    expect(await ranked.add(['a', 4], [long, 9], { only: 'existing' })).toBe(0);
    expect(await scores()).toEqual({ c: 1, a: 4, b: 5 });
    expect(await ranked.add(['a', 2], ['b', 6], [long, 0], { when: 'greater' })).toBe(1);
    expect(await scores()).toEqual({ [long]: 0, c: 1, a: 4, b: 6 });
    expect(await ranked.add(['a', 5], ['b', 1], ['c', 1], { only: 'existing', when: 'less' })).toBe(0);
    expect(await scores()).toEqual({ [long]: 0, c: 1, a: 4, b: 1 });
    expect(await ranked.add({ only: 'new' })).toBe(0);
    const a = await Song.get('a');
    await db.session(async (session) => {
      session.many(a.playlists).add([mine, 2], [yours, 4]);
      session.many(a.playlists).add([mine, 8], [yours, 1], { only: 'new' });
      session.many(ranked).add(['b', 9], ['c', 9], { when: 'less' });
    });
    expect([await a.playlists.score(mine), await a.playlists.score(yours)]).toEqual([2, 4]);
    expect(await scores()).toEqual({ [long]: 0, c: 1, a: 4, b: 1 });
  });

  it('tells places, and entities with their scores', async () => {
    const { ranked } = mine;
    await ranked.add(['a', 3], ['b', -1.5], ['c', 2]);
    expect([await ranked.rank('a'), await ranked.rank('a', { reverse: true }), await ranked.rank(long)]).toEqual([
      2,
      0,
      undefined,
    ]);
    const best = await ranked.slice(0, 2, { reverse: true, withScores: true });
    expect(best.map(([song, score]) => [song.name, score])).toEqual([
      ['a', 3],
      ['c', 2],
    ]);
    expect(names(await ranked.slice())).toEqual(['b', 'c', 'a']);
    expect(names(await ranked.slice(-1))).toEqual(['a']);
    const low = await ranked.rangeByScore({ max: 2, withScores: true });
    expect(low.map(([song, score]) => [song.name, score])).toEqual([
      ['b', -1.5],
      ['c', 2],
    ]);
    expect(names(await ranked.rangeByScore({ min: 0, withScores: false }))).toEqual(['c', 'a']);
    const { playlists } = await Song.get('a');
    await playlists.add([mine, 1], [yours, 2]);
    await mine.expire(1);
    while ((await Playlist.find(1)) !== undefined);
    expect((await playlists.slice(0, 5, { withScores: true })).map(([list, score]) => [list.id, score])).toEqual([
      [2, 2],
    ]);
    await Playlist.reap();
    expect(await playlists.rank(yours)).toBe(0);
  });

  it('gives what the other side adds the score 0', async () => {
    const a = await Song.get('a');
    await mine.songs.add(a);
    expect(await a.playlists.score(mine)).toBe(0);
    await a.playlists.add([mine, 5]);
    await mine.songs.add(a);
    expect(await a.playlists.score(mine)).toBe(5);
    expect(await mine.songs.ids()).toEqual(['a', 'a']);
  });

  it('loses what expired, at its time and on both sides', async () => {
    const a = await Song.get('a');
    await a.playlists.add([mine, 1], [yours, 2]);
    await mine.expire(1);
    while ((await Playlist.find(1)) !== undefined);
    expect([await a.playlists.ids(), await a.playlists.count(), (await a.playlists.all()).length]).toEqual([[2], 1, 1]);
    expect(await a.playlists.has(1)).toBe(false);
    await expect(a.playlists.add([1, 1])).rejects.toBeInstanceOf(MissingReferenceError);
    await expect(mine.songs.add('a')).rejects.toMatchObject({ code: 'ENTITY_DELETED' });
    await Playlist.reap();
    expect(await db.redis.zrange('{music}:Song#own:playlists:a', '0', '-1')).toEqual(['2']);
  });
});

describe('bad input', () => {
  it('is refused before anything is sent', async () => {
    const list = mine.songs as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    const scored = mine.ranked as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    await expect(list.insert!(1.5, 'a')).rejects.toThrow(RangeError);
    await expect(list.insert!('1', 'a')).rejects.toThrow(TypeError);
    await expect(list.at!(undefined)).rejects.toThrow(TypeError);
    await expect(list.removeAt!(Number.NaN)).rejects.toThrow(RangeError);
    await expect(scored.add!('a')).rejects.toThrow('add() takes pairs of an entity and its score, such as [ada, 7]');
    for (const score of [Number.NaN, Number.POSITIVE_INFINITY])
      await expect(scored.add!(['a', score])).rejects.toThrow(RangeError);
    await expect(scored.add!(['a', '1'])).rejects.toThrow(TypeError);
    await expect(scored.increment!('a', Number.NaN)).rejects.toThrow(RangeError);
    await expect(scored.score!({})).rejects.toThrow(QueryError);
    await expect(scored.rank!({})).rejects.toThrow(QueryError);
    await expect(scored.rank!('a', { up: true })).rejects.toThrow('"up" is not an option of rank(). Use reverse.');
    await expect(scored.slice!(0, 1, { scores: true })).rejects.toThrow('"scores" is not an option of slice().');
    await expect(scored.rangeByScore!({ withScore: true })).rejects.toThrow('Did you mean "withScores"?');
    await expect(scored.add!(['a', 1], { onyl: 'new' })).rejects.toThrow('"onyl" is not an option of add().');
    await expect(scored.add!(['a', 1], { only: 'old' })).rejects.toThrow(TypeError);
    await expect(scored.add!({ only: 'new' }, ['a', 1])).rejects.toThrow(
      'add() takes pairs of an entity and its score',
    );
    await expect(list.insert!(0, 'nobody')).rejects.toBeInstanceOf(MissingReferenceError);
    expect([await mine.songs.count(), await mine.ranked.count()]).toEqual([0, 0]);
  });

  it('writes nothing where a key holds something else', async () => {
    await db.redis.set('{music}:Playlist#own:songs:1', 'mine');
    await expect(mine.songs.add('a')).rejects.toThrow(/WRONGTYPE/);
    await db.redis.del('{music}:Playlist#own:songs:1');
    expect(await mine.songs.count()).toBe(0);
  });
});
