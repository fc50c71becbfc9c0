import {
  type Auto,
  Database,
  Entity,
  Field,
  GeoIndex,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  NotIndexedError,
  OneToMany,
  QueryError,
  type Ref,
  ref,
  SchemaError,
  ValidationError,
} from 'redstart';
import { z } from 'zod';
import { thrownBy } from '../support/thrown.js';

@Entity()
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ optional: true }) nick?: string;
  @Field.text({ optional: true }) bio?: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @Field.geo({ optional: true }) home?: { longitude: number; latitude: number };
  @Index() @Field.json() tags: Auto<string[]> = [];
  @ManyToMany(() => Person, { kind: 'set', inverse: (person) => person.following }) followers!: Many<Person, 'set'>;
  @ManyToMany(() => Person, { kind: 'set' }) following!: Many<Person, 'set'>;
}

@Entity()
class Shop extends Model {
  @Field.id() id!: Auto<number>;
  @GeoIndex() @Field.geo() at!: { longitude: number; latitude: number };
}

@Entity()
class Artist extends Model {
  @Field.id() id!: Auto<number>;
  @OneToMany(
    () => Song,
    (song) => song.artist,
  )
  songs!: Many<Song>;
}

@Entity()
class Song extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Artist, { onDelete: 'cascade' }) artist!: Ref<Artist>;
}

// as a caller without types sees them
// biome-ignore lint/suspicious/noExplicitAny: what is told to those is what these tests are about
type Untyped = any;
const [people, artists, songs] = [Person, Artist, Song] as Untyped[];
const here = { longitude: 1, latitude: 2 };

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Person, Shop, Artist, Song] });
});
afterAll(() => db.close());

const refused = async (work: () => unknown, by: new (...args: never[]) => Error): Promise<string> => {
  const error = await thrownBy(work);
  expect(error).toBeInstanceOf(by);
  return (error as Error).message;
};

describe('who asks for what no index answers', () => {
  const wayOut = async (work: () => unknown) => (await refused(work, NotIndexedError)).split('. ')[1];

  it('is told of scan() where rows can tell', async () => {
    expect(await wayOut(() => people.query().where({ nick: 'x' }).all())).toBe(
      'Add @Index() to the field, or let scan() read every entity.',
    );
    expect(await wayOut(() => people.query().orderBy({ nick: 'asc' }).all())).toContain(', or let scan() read');
    const byDistance = () => people.query().orderBy((person: Untyped) => [person.home.distanceTo(here).asc()]);
    expect(await wayOut(() => byDistance().all())).toContain(', or let scan() read');
    expect(await byDistance().scan().all()).toEqual([]);
  });

  it.each([false, true])('and not where they cannot (scan: %s)', async (scan) => {
    const ask = (where: unknown) => (scan ? people.query().where(where).scan() : people.query().where(where)).all();
    expect(await wayOut(() => ask({ bio: { search: 'x' } }))).toBe('Add @FullText() to the field.');
  });

  it('of one entity by fields that are not unique, what else finds it', async () => {
    expect(await wayOut(() => people.findBy({ nick: 'x' }))).toBe(
      'Add @Unique() to the field, or ask for several by query().',
    );
    expect(await wayOut(() => people.findBy({ nick: 'x', age: 3 }))).toBe(
      'Add @Unique<Person>((it) => [it.nick, it.age]) to the class, or ask for several by query().',
    );
    expect(await wayOut(() => people.findBy({ id: 1 }))).toContain(', or use find().');
    expect(await wayOut(() => people.upsert({ nick: 'x' }, { by: { nick: true } }))).toContain(
      ', or name unique fields in { by }.',
    );
  });
});

describe('who mistypes', () => {
  it.each([
    ['an operator in a function', () => people.query().where((person: Untyped) => person.age.gtt(3))],
    ['an operator in an object', () => people.query().where({ age: { gtt: 3 } })],
  ])('%s', async (_, work) => {
    expect(await refused(work, QueryError)).toMatch(
      /^Person\.age: there is no operator "gtt", did you mean "gt"\? Use one of: eq, ne, /,
    );
  });

  it('a field is told which was meant', async () => {
    const message = 'Person has no field "agge": did you mean "age"? Use one of: id, nick, ';
    expect(await refused(() => people.query().where({ agge: 3 }), QueryError)).toContain(message);
    expect(await refused(() => people.query().where((person: Untyped) => person.agge.eq(3)), QueryError)).toContain(
      message,
    );
    const input = await refused(() => people.create({ nik: 'x' }), ValidationError);
    expect(input).toContain('found an unknown name (did you mean "nick"?)');
    expect(await refused(() => people.query().where({ zzzz: 3 }), QueryError)).toMatch(/no field "zzzz"\. Use one of/);
  });

  it('and may await, print and compare the references of a function', () => {
    people.query().where((person: Untyped) => {
      expect(person.age.then).toBeUndefined();
      expect(String(person.age)).toBe('[object Object]');
      expect(JSON.stringify(person.age)).toBe('"Person.age"');
      return person.age.eq(3);
    });
  });
});

describe('who writes conditions as another library has them', () => {
  it.each(['OR', 'AND', 'NOT', '$or', '$and', '$nor'])('hears how these are joined: %s', async (name) => {
    const message = `where() has no "${name}". Write { or: [{ id: 1 }, { id: { gt: 5 } }] }, and: [...] or not: { ... }, or give a function such as (it) => it.id.eq(1).or(it.id.gt(5)).`;
    expect(await refused(() => people.query().where({ [name]: [{ age: 3 }] }), QueryError)).toBe(message);
  });

  it('hears of in for a list of values', async () => {
    expect(
      await refused(
        () =>
          people
            .query()
            .where({ age: [1, 2] })
            .all(),
        QueryError,
      ),
    ).toMatch(
      /^Person\.age: eq needs .*, and was given an array of 2\. Correct the value, or for several write \{ in: \[\.\.\.\] \}\.$/,
    );
    expect(
      await refused(
        () =>
          people
            .query()
            .where({ age: { ne: [1] } })
            .all(),
        QueryError,
      ),
    ).toContain('for several write { notIn: [...] }.');
    expect(
      await refused(
        () =>
          people
            .query()
            .where({ age: { gt: [1] } })
            .all(),
        QueryError,
      ),
    ).toContain('an array of 1. Correct the value.');
  });
});

describe('who gives what does not fit', () => {
  it('hears which part of an area it is', async () => {
    const near = (place: unknown, radius: unknown) => () =>
      (Shop as Untyped)
        .query()
        .where((shop: Untyped) => shop.at.near(place, radius))
        .all();
    expect(await refused(near(here, -5), QueryError)).toContain(
      'and was given { longitude: number 1, latitude: number 2, radius: number -5 }. Correct the value.',
    );
    expect(await refused(near('Oslo', 5), QueryError)).toContain('and was given string "Oslo". Correct');
    expect(await refused(near({ ...here, ['x'.repeat(1e6)]: 1 }, 5), QueryError)).toHaveProperty('length', 243);
  });

  it('hears of add() for links, and that the other side stores a relation', async () => {
    expect(await refused(() => people.create({ followers: [] }), ValidationError)).toContain(
      'followers: expected no value, since followers.add() links entities once this one is saved, found one.',
    );
    expect(await refused(() => artists.create({ songs: [] }), ValidationError)).toContain(
      'songs: expected no value for a relation that the other side stores',
    );
  });

  it('hears of which model a reference is', async () => {
    const person = await Person.create({});
    const create = (artist: unknown) => () => songs.create({ artist });
    const expected = 'artist: expected an Artist, a reference to one, or the id of one, found';
    expect(await refused(create(ref(person)), ValidationError)).toContain(`${expected} a reference to a Person.`);
    expect(await refused(create(person), ValidationError)).toContain(`${expected} an instance of Person.`);
  });

  it('hears that other models order nothing', async () => {
    expect(await refused(() => songs.query().orderBy({ artist: { id: 'asc' } }), QueryError)).toBe(
      'Song.artist leads to Artist, whose fields are in no row of Song and cannot order them. Keep a copy in a field of Song that has @Index(), or sort what with({ artist: true }) loads.',
    );
    expect(await refused(() => artists.query().orderBy({ songs: 'asc' }), QueryError)).toBe(
      'Artist.songs leads to other entities, which order no Artist. Order by a field of Artist.',
    );
  });

  it('hears that each element of a list is a condition', async () => {
    const tags = Array.from({ length: 20_000 }, (_, i) => `t${i}`);
    const ask = () =>
      people
        .query()
        .where({ tags: { containsAny: tags } })
        .all();
    expect(await refused(ask, QueryError)).toBe(
      'A query has 20001 conditions, each value of containsAny() and containsAll() being one, and may have 300. Use in() where a field has one of several values, or ask for parts, one query each.',
    );
  });
});

describe('who forgets', () => {
  it('@Entity() is told so by the first call', async () => {
    class Forgotten extends Model {
      @Field.id() id!: Auto<number>;
    }
    expect(await refused(() => Forgotten.create({}), SchemaError)).toBe(
      "Forgotten is not an entity. Add @Entity('Forgotten') to the class.",
    );
    expect(await refused(() => Forgotten.query(), SchemaError)).toContain('is not an entity');
  });

  it('the list around one model is told so', async () => {
    await expect(Database.embedded({ models: Person as never })).rejects.toThrow(
      'models is a list of classes, not a function. Write { models: [User] }.',
    );
  });

  it('that a schema is an option is told so', () => {
    const plainJson = Field.json as Untyped;
    @Entity()
    class Wrong extends Model {
      @Field.id() id!: Auto<number>;
      @plainJson(z.object({})) data!: object;
    }
    expect(() => db.use(Wrong)).toThrow('Wrong.data: Field.json() takes a schema as an option.');
  });

  it('say from which side aggregates of many are asked', async () => {
    const said =
      'Artist.songs stands for entities of Song, which no row of Artist names. Ask from the other side, with Song.query().aggregate().';
    for (const spec of [{ groupBy: { songs: true }, count: true }, { distinct: { songs: true } }])
      await expect(Artist.query().aggregate(spec as never)).rejects.toThrow(said);
    await expect(Artist.query().facets({ songs: 3 } as never)).rejects.toThrow(said);
  });
});
