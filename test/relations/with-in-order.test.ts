import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type Many,
  ManyToMany,
  Model,
  PrimaryKey,
  type With,
} from 'redstart';

@Entity('Song', { ttl: null })
class Song extends Model {
  @PrimaryKey() @Field.text() name!: string;
  @Index() @Field.integer() year!: number;
  @ManyToMany(() => Playlist, { kind: 'sortedSet', inverse: (playlist) => playlist.songs })
  playlists!: Many<Playlist, 'sortedSet'>;
}

@Entity('Playlist')
class Playlist extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Song, { kind: 'list' }) songs!: Many<Song, 'list'>;
}

let db: Database;
let mine: Playlist;
let yours: Playlist;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'in-order', models: [Song, Playlist] });
});
beforeEach(async () => {
  await db.redis.flushall();
  [mine, yours] = (await Playlist.insertMany([{}, {}])) as [Playlist, Playlist];
  await Song.insertMany(['a', 'b', 'c', 'd'].map((name, i) => ({ name, year: 2000 + i })));
  await mine.songs.add('c', 'a', 'd', 'c', 'b');
  await yours.songs.add('b');
});
afterAll(() => db.close());

const names = (songs: readonly { readonly name: string }[]) => songs.map(({ name }) => name).join('');

describe('a many-to-many relation that is loaded along', () => {
  it('comes in the order of its list, as often as an entity stands there', async () => {
    const lists = await Playlist.query().with({ songs: true }).all();
    expect(lists.map(({ songs }) => names(songs.get()))).toEqual(['cadcb', 'b']);
    const [first, , , again] = lists[0]!.songs.get();
    expect(first).toBe(again);
    expect(
      await Playlist.query()
        .select({ songs: { name: true } })
        .first(),
    ).toEqual({
      songs: ['c', 'a', 'd', 'c', 'b'].map((name) => ({ name })),
    });
  });

  it('comes in the order of its scores, those of one score by their ids', async () => {
    const a = await Song.get('a');
    await a.playlists.add([yours, 3], [mine, 3]);
    expect((await Song.query().where({ name: 'a' }).with({ playlists: true }).one()).playlists.get()).toMatchObject([
      { id: 1 },
      { id: 2 },
    ]);
    await a.playlists.increment(yours, -1);
    expect((await Song.query().where({ name: 'a' }).with({ playlists: true }).one()).playlists.get()).toMatchObject([
      { id: 2 },
      { id: 1 },
    ]);
  });

  it('keeps that order under conditions and a limit, unless another one is asked for', async () => {
    const songs = async (options: With<Playlist>['songs'] & object) =>
      names((await Playlist.query().where({ id: 1 }).with({ songs: options }).one()).songs.get() as Song[]);
    expect(await songs({ limit: 3 })).toBe('cad');
    expect(await songs({ limit: 0 })).toBe('');
    expect(await songs({ where: { year: { gte: 2001 } } })).toBe('cdcb');
    expect(await songs({ where: { year: { gte: 2001 } }, limit: 2 })).toBe('cd');
    expect(await songs({ where: (song) => song.playlists.some((list) => list.id.eq(2)) })).toBe('b');
    expect(await songs({ orderBy: { year: 'desc' } })).toBe('dcba');
  });

  it('comes from its end, where that is asked for', async () => {
    const songs = async (options: With<Playlist>['songs'] & object) =>
      names((await Playlist.query().where({ id: 1 }).with({ songs: options }).one()).songs.get() as Song[]);
    expect(await songs({ reverse: true })).toBe('bcdac');
    expect(await songs({ reverse: true, limit: 2 })).toBe('bc');
    expect(await songs({ reverse: true, where: { year: { gte: 2001 } }, limit: 3 })).toBe('bcd');
    expect(await songs({ reverse: false, limit: 2 })).toBe('ca');
    const a = await Song.get('a');
    await a.playlists.add([mine, 7], [yours, 3]);
    const ranking = Song.query()
      .where({ name: 'a' })
      .with({ playlists: { reverse: true, limit: 1 } });
    expect((await ranking.one()).playlists.get()).toMatchObject([{ id: 1 }]);
    const wrong: readonly [options: object, words: string][] = [
      [{ reverse: 1 }, 'Playlist.songs: reverse is true or false, not number 1'],
      [{ reverse: true, orderBy: { year: 'asc' } }, "another one. Say 'desc' there"],
    ];
    for (const [options, words] of wrong)
      expect(() => Playlist.query().with({ songs: options as never })).toThrow(words);
  });

  it('comes whole from its end, however long it is', async () => {
    const many = await Song.insertMany(Array.from({ length: 1200 }, (_, i) => ({ name: `s${i}`, year: i })));
    const long = await Playlist.create({});
    await long.songs.add(...many);
    const all = many.map(({ name }) => name).reverse();
    const [read] = await Playlist.query()
      .where({ id: long.id })
      .with({ songs: { reverse: true } })
      .all();
    expect(read!.songs.get().map(({ name }) => name)).toEqual(all);
    const a = await Song.get('a');
    const lists = await Playlist.insertMany(Array.from({ length: 1200 }, () => ({})));
    await a.playlists.add(...lists.map((list, i): [Playlist, number] => [list, i + 1]));
    const ranked = await Song.query()
      .where({ name: 'a' })
      .with({ playlists: { reverse: true } })
      .one();
    const ids = lists.map(({ id }) => id).reverse();
    expect(ranked.playlists.get().map(({ id }) => id)).toEqual([...ids, mine.id]);
  });

  it('leaves out what has expired, and goes on from there', async () => {
    const lists = () =>
      Playlist.query()
        .with({ songs: { limit: 2, with: { playlists: true } } })
        .all();
    const c = await Song.get('c');
    await c.expire(1);
    while ((await Song.find('c')) !== undefined);
    const [first] = await lists();
    expect(names(first!.songs.get())).toBe('ad');
    expect(first!.songs.get()[1]!.playlists.get()).toMatchObject([{ id: 1 }]);
    expect(
      (await Playlist.query()
        .with({ songs: { where: { year: { gte: 0 } } } })
        .first())!.songs.get(),
    ).toHaveLength(3);
  });

  it('is read in several calls where it is long', async () => {
    const many = Array.from({ length: 1200 }, (_, i) => ({ name: `${(i * 7) % 1200}`, year: i % 5 }));
    await Song.insertMany(many);
    const all = many.map(({ name }) => name).toReversed();
    await yours.songs.clear();
    await yours.songs.add(...all, ...all.slice(0, 3));
    const [, list] = await Playlist.query().with({ songs: true }).all();
    expect(list!.songs.get().map(({ name }) => name)).toEqual([...all, ...all.slice(0, 3)]);
    const some = await Playlist.query()
      .with({ songs: { where: { year: 3 }, limit: 200 } })
      .all();
    const expected = all.filter((name) => many.find((each) => each.name === name)!.year === 3).slice(0, 200);
    expect(some[1]!.songs.get().map(({ name }) => name)).toEqual(expected);
  });
});
