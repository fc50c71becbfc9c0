import fc from 'fast-check';
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
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { expectProperty } from '../support/property.js';
import { mistakeOf } from '../support/schema-of.js';

@Entity('Song')
class Song extends Model {
  @PrimaryKey() @Field.text() name!: string;
  @ManyToMany(() => Playlist, { kind: 'set', inverse: (playlist) => playlist.songs }) playlists!: Many<Playlist, 'set'>;
}

@Entity('Playlist')
class Playlist extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Song, { kind: 'list', unique: true }) songs!: Many<Song, 'list'>;
}

/** The same model in a program that wants doubles. */
@Entity('Song')
class LaxSong extends Model {
  @PrimaryKey() @Field.text() name!: string;
  @ManyToMany(() => LaxPlaylist, { kind: 'set', inverse: (playlist) => playlist.songs })
  playlists!: Many<LaxPlaylist, 'set'>;
}

@Entity('Playlist')
class LaxPlaylist extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => LaxSong, { kind: 'list' }) songs!: Many<LaxSong, 'list'>;
}

const NAMES = ['a', 'b', 'c', 'd'];
let db: Database;
let lax: Database;
let mine: Playlist;
beforeAll(async () => {
  db = await Database.embedded({ models: [Song, Playlist] });
  const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
  lax = await Database.connect({ path }, { models: [LaxSong, LaxPlaylist] });
});
beforeEach(async () => {
  await db.redis.flushall();
  mine = await Playlist.create({});
  await Song.insertMany(NAMES.map((name) => ({ name })));
});
afterEach(async () => {
  await expectConsistent(db, Song);
  await expectConsistent(db, Playlist);
});
afterAll(async () => {
  await lax.close();
  await db.close();
});

describe('a list that has each entity once', () => {
  it('leaves one where it is when it is added again, also in one call', async () => {
    expect(await mine.songs.add('b', 'a', 'b')).toBe(2);
    expect(await mine.songs.add('a', 'c', 'b')).toBe(1);
    expect(await mine.songs.ids()).toEqual(['b', 'a', 'c']);
    await (await Song.get('a')).playlists.add(mine);
    await db.session((session) => session.many(mine.songs).add('c', 'd', 'd'));
    expect(await mine.songs.ids()).toEqual(['b', 'a', 'c', 'd']);
    expect((await Playlist.query().with({ songs: true }).one()).songs.get().map(({ name }) => name)).toEqual([
      'b',
      'a',
      'c',
      'd',
    ]);
  });

  it('moves one that is inserted again', async () => {
    await mine.songs.add(...NAMES);
    await mine.songs.insert(0, 'c');
    expect(await mine.songs.ids()).toEqual(['c', 'a', 'b', 'd']);
    await mine.songs.insert(2, 'c');
    expect(await mine.songs.ids()).toEqual(['a', 'b', 'c', 'd']);
    await mine.songs.insert(99, 'a');
    await mine.songs.insert(-1, 'b');
    expect(await mine.songs.ids()).toEqual(['c', 'd', 'b', 'a']);
    expect(await mine.songs.count()).toBe(4);
    await expect(mine.songs.insert(0, 'none')).rejects.toThrow(MissingReferenceError);
    expect(await mine.songs.ids()).toEqual(['c', 'd', 'b', 'a']);
  });

  it('is a plain array without doubles through a life', async () => {
    const name = fc.constantFrom(...NAMES);
    const step = fc.oneof(
      fc.array(name, { maxLength: 3 }).map((names) => ['add', names] as const),
      fc.tuple(fc.integer({ min: -6, max: 6 }), name).map((given) => ['insert', given] as const),
      name.map((given) => ['delete', given] as const),
      fc.integer({ min: -5, max: 5 }).map((index) => ['removeAt', index] as const),
      name.map((given) => ['join', given] as const),
    );
    const life = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await mine.songs.clear();
      let plain: string[] = [];
      for (const [verb, given] of steps) {
        if (verb === 'add') {
          await mine.songs.add(...given);
          plain = [...new Set([...plain, ...given])];
        } else if (verb === 'insert') {
          await mine.songs.insert(...given);
          plain = plain.filter((each) => each !== given[1]);
          plain.splice(given[0], 0, given[1]);
        } else if (verb === 'delete') {
          await mine.songs.delete(given);
          plain = plain.filter((each) => each !== given);
        } else if (verb === 'removeAt') {
          await mine.songs.removeAt(given);
          if (plain.at(given) !== undefined) plain.splice(given, 1);
        } else {
          await (await Song.get(given)).playlists.add(mine);
          if (!plain.includes(given)) plain.push(given);
        }
        expect(await mine.songs.ids()).toEqual(plain);
      }
      expect(await mine.songs.count()).toBe(plain.length);
    });
    await expectProperty(life, 15);
  });

  it('keeps doubles of a program that wants them, until they are moved or deleted', async () => {
    const theirs = await LaxPlaylist.get(mine.id);
    await theirs.songs.add('a', 'b', 'a', 'c', 'a');
    await mine.songs.add('a', 'd');
    expect(await mine.songs.ids()).toEqual(['a', 'b', 'a', 'c', 'a', 'd']);
    await mine.songs.insert(1, 'a');
    expect(await mine.songs.ids()).toEqual(['b', 'a', 'c', 'd']);
    expect([await Playlist.schemaChanges(), await LaxPlaylist.schemaChanges()]).toEqual([[], []]);
  });

  it('is not a kind of set, and says so with a boolean', () => {
    const wrong = (options: object) => {
      @Entity('Wrong')
      class Wrong extends Model {
        @Field.id() id!: Auto<number>;
        @ManyToMany(() => Wrong, options as never) others!: Many<Wrong, 'set'>;
      }
      return mistakeOf(Wrong);
    };
    expect(wrong({ kind: 'set', unique: true })).toContain(
      'Wrong.others: unique says that a list has each entity once',
    );
    expect(wrong({ kind: 'list', unique: 'yes' })).toContain('unique is true or false, not string "yes"');
  });
});
