import {
  type Auto,
  Database,
  DataRaceError,
  day,
  Entity,
  EntityDeletedError,
  Field,
  FullText,
  type Geo,
  GeoIndex,
  hour,
  Index,
  Model,
  minute,
  month,
  Unique,
  UniqueError,
  ValidationError,
  weekday,
  year,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { mistakeOf } from '../support/schema-of.js';

@Entity()
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() first!: string;
  @Field.text({ optional: true }) last?: string;
  @Field.integer() hits: Auto<number> = 0;
  @Field.decimal() money: Auto<`${number}`> = '0.10';
  @Field.datetime() born!: Date;
  @Field.text({ optional: true }) note?: string;
  @Unique() @Field.text({ optional: true }) tag?: string;

  @Index({ ordered: true }) get name(): string {
    return [this.first, this.last ?? ''].join(' ').trim();
  }
  @Index() get initials(): string {
    return initialsOf(this.name);
  }
  /** of those without a last name none */
  @Index() @Field.integer({ optional: true }) get length(): number | undefined {
    return this.last === undefined ? undefined : this.last.length;
  }
  @Unique() get handle(): string {
    return this.name.toLowerCase().replaceAll(' ', '.');
  }
  @Index() get rich(): boolean {
    return Number(this.money) > 1 || this.hits > 10;
  }
  @Index() get year(): number {
    return year(this.born);
  }
  @Index() get hour(): number {
    return hour(this.born);
  }
}

const initialsOf = (name: string): string =>
  name
    .split(' ')
    .map((part) => part[0])
    .join('');

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Person] });
});
afterEach(async () => {
  await expectConsistent(db, Person);
  await db.redis.flushdb();
});
afterAll(() => db.close());

const born = new Date('1815-12-10T13:45:00Z');
const ada = () => Person.create({ first: 'Ada', last: 'Lovelace', born });

describe('a getter with @Index()', () => {
  it('is found, ordered and selected like a field', async () => {
    const { id } = await ada();
    const other = await Person.create({ first: 'Grace', born: new Date('1906-12-09T05:00:00Z') });
    const ids = (condition: object) => Person.query().where(condition).ids();
    expect(await ids({ initials: 'AL' })).toEqual([id]);
    expect(await ids({ name: { startsWith: 'Ada ' } })).toEqual([id]);
    expect(await ids({ length: { gte: 8 } })).toEqual([id]);
    expect(await ids({ length: { isNull: true } })).toEqual([other.id]);
    expect(await ids({ year: { between: [1900, 1999] } })).toEqual([other.id]);
    expect(await ids({ hour: 13, rich: false })).toEqual([id]);
    expect(await Person.query().orderBy({ name: 'desc' }).ids()).toEqual([other.id, id]);
    expect(await Person.query().orderBy({ length: 'asc' }).select({ name: true, year: true }).all()).toEqual([
      { name: 'Ada Lovelace', year: 1815 },
      { name: 'Grace', year: 1906 },
    ]);
    expect((await Person.findBy({ handle: 'ada.lovelace' }))?.id).toBe(id);
  });

  it('follows the fields that it reads', async () => {
    const person = await ada();
    await person.update({ last: 'King' });
    expect(await Person.query().where({ initials: 'AK', name: 'Ada King' }).count()).toBe(1);
    expect(await Person.query().where({ initials: 'AL' }).count()).toBe(0);
    await person.update({ last: undefined });
    expect(
      await Person.query()
        .where({ initials: 'A', length: { isNull: true } })
        .count(),
    ).toBe(1);
    person.last = 'Byron';
    await person.save({ force: true });
    expect(await Person.query().where({ initials: 'AB' }).count()).toBe(1);
    await person.delete();
    expect((await db.redis.keys('*')).filter((key) => !/#(counts|models)$/.test(key))).toEqual([]);
  });

  it('is not part of the input, of plain forms, or of the entity itself', async () => {
    const { id } = await ada();
    await expect(Person.create({ first: 'B', born, initials: 'XX' })).rejects.toThrow(ValidationError);
    const loaded = await Person.get(id);
    expect(Object.keys(loaded)).not.toContain('initials');
    expect(loaded.toJSON()).not.toHaveProperty('initials');
    expect(loaded.isDirty).toBe(false);
  });

  it('refuses a second writer of what it reads, and of nothing else', async () => {
    const { id } = await ada();
    const [one, two, three] = (await Person.findMany([id, id, id])) as [Person, Person, Person];
    await one.update({ first: 'Augusta' });
    await expect(two.update({ last: 'King' })).rejects.toThrow(DataRaceError);
    await three.update({ note: 'mother of programs' });
    expect(await Person.get(id)).toMatchObject({ first: 'Augusta', last: 'Lovelace', note: 'mother of programs' });
  });

  it('refuses a writer of a field that its other branch reads', async () => {
    const { id } = await Person.create({ first: 'Ada', born });
    const [one, two] = (await Person.findMany([id, id])) as [Person, Person];
    await one.update({ money: '5.00' });
    // rich() did not look at hits here: money alone decided
    await expect(two.update({ hits: 11 })).rejects.toThrow(DataRaceError);
  });

  it('agrees with the row under writers of different fields', async () => {
    const { id } = await ada();
    const write = async (changes: object) => {
      for (let i = 0; i < 20; i++) {
        const person = await Person.get(id);
        await person.update(changes).catch((error: unknown) => expect(error).toBeInstanceOf(DataRaceError));
        await person.reload();
        await person.update({ last: `${i}` }).catch((error: unknown) => expect(error).toBeInstanceOf(DataRaceError));
      }
    };
    await Promise.all([write({ first: 'A' }), write({ first: 'B' }), write({ last: 'C' }), write({ hits: 12 })]);
  });

  it('follows increments, of many at once', async () => {
    const person = await ada();
    await Promise.all(
      (await Person.findMany(Array(12).fill(person.id) as number[])).map((p) => p!.increment({ hits: 1 })),
    );
    expect(await Person.query().where({ rich: true }).ids()).toEqual([person.id]);
    await person.increment({ money: '-0.15', hits: -5 });
    expect([person.money, person.hits]).toEqual(['-0.05', 7]);
    expect(await Person.query().where({ rich: false }).ids()).toEqual([person.id]);
    await expect(person.increment({ hits: 2 ** 53 - 1 })).rejects.toThrow(ValidationError);
  });

  it('follows changes of an entity that was not loaded', async () => {
    const { id } = await ada();
    const initials = async () =>
      (await Person.query().select({ initials: true, name: true, rich: true }).one()) as object;
    expect(await Person.change(id, { last: 'King' })).toBe(true);
    expect(await initials()).toEqual({ initials: 'AK', name: 'Ada King', rich: false });
    const last = Person.field(id, (person) => person.last);
    expect(await last.getAndSet('Byron')).toBe('King');
    expect(await initials()).toEqual({ initials: 'AB', name: 'Ada Byron', rich: false });
    expect([await last.setIfAbsent('X'), await last.delete(), await last.setIfAbsent('Y')]).toEqual([
      false,
      true,
      true,
    ]);
    await Person.field(id, (person) => person.first).set('B');
    expect(await Person.field(id, (person) => person.money).increment('0.95' as never)).toBe('1.05');
    expect(await initials()).toEqual({ initials: 'BY', name: 'B Y', rich: true });
    const hits = Person.field(id, (person) => person.hits);
    await expect(hits.increment(5, { max: 4 })).rejects.toThrow(RangeError);
    await expect(
      Person.field(id, (person) => person.money).increment('-2' as never, { min: '0' as never }),
    ).rejects.toThrow('Person.money must stay at least 0, and would be -0.95.');
    await expect(hits.increment(2 ** 53 - 1)).resolves.toBe(2 ** 53 - 1);
    await expect(hits.increment(1)).rejects.toThrow(ValidationError);
    expect(await Person.change(99, { last: 'King' })).toBe(false);
    await expect(Person.field(99, (person) => person.hits).increment(1)).rejects.toThrow(EntityDeletedError);
    expect(() => Person.field(id, (person) => person.initials as never)).toThrow('Person.initials is a getter');
  });

  it('follows upserts', async () => {
    const made = await Person.upsert({ first: 'Ada', last: 'King', born, tag: 'a' }, { by: { tag: true } });
    expect(await Person.query().where({ initials: 'AK' }).ids()).toEqual([made.id]);
    const same = await Person.upsert({ first: 'Eve', born, tag: 'a' }, { by: { tag: true } });
    expect(same).toMatchObject({ id: made.id, first: 'Eve', last: 'King' });
    expect(await Person.query().where({ initials: 'EK' }).ids()).toEqual([made.id]);
    const many = Array.from({ length: 8 }, (_, i) =>
      Person.upsert({ first: `F${i}`, last: 'Z', born, tag: 'b' }, { by: { tag: true } }),
    );
    expect(new Set((await Promise.all(many)).map(({ id }) => id)).size).toBe(1);
    expect(await Person.query().where({ initials: 'FZ' }).count()).toBe(1);
    await expect(
      Person.upsert({ first: 'Ada', last: 'King', born, tag: 'a' }, { by: { initials: true } } as never),
    ).rejects.toThrow('Person.initials is what a getter gives, and upsert() looks for values of its input. Use findBy');
  });

  it('keeps what it gives unique', async () => {
    const { id } = await ada();
    await expect(Person.create({ first: 'ADA', last: 'lovelace', born })).rejects.toMatchObject({
      code: 'UNIQUE',
      fields: ['handle'],
      value: ['ada.lovelace'],
      holder: id,
    });
    const refused = Person.create({ first: 'ADA', last: 'lovelace', born });
    await expect(refused).rejects.toThrow(UniqueError);
    await expect(refused).rejects.toThrow(
      'Person.handle is unique, and "ada.lovelace" belongs to the Person 1. It is what a getter gives: change the fields that it is made of, or',
    );
    const bob = await Person.create({ first: 'Bob', born });
    await expect(bob.update({ first: 'Ada', last: 'Lovelace' })).rejects.toMatchObject({ value: ['ada.lovelace'] });
  });

  it('tells of two that give one value when the index is built', async () => {
    @Entity('Handle')
    class Older extends Model {
      @Field.id() id!: Auto<number>;
      @Field.text() first!: string;
    }
    @Entity('Handle')
    class Newer extends Model {
      @Field.id() id!: Auto<number>;
      @Field.text() first!: string;
      @Unique() @Field.text() get handle(): string {
        return this.first.toLowerCase();
      }
    }
    db.use(Older);
    await Older.insertMany([{ first: 'Ada' }, { first: 'ADA' }]);
    const refused = db.bind(Newer).reindex();
    await expect(refused).rejects.toMatchObject({ code: 'UNIQUE', fields: ['handle'], value: ['ada'] });
    await expect(refused).rejects.toThrow('It is what a getter gives');
  });

  it('is written in batches and in units of work', async () => {
    await Person.insertMany(Array.from({ length: 200 }, (_, i) => ({ first: `P${i}`, last: 'X', born })));
    expect(await Person.query().where({ initials: 'PX' }).count()).toBe(200);
    await db.session(async () => {
      const person = await Person.query().where({ name: 'P7 X' }).one();
      person.first = 'Q7';
    });
    expect(await Person.query().where({ initials: 'QX' }).count()).toBe(1);
  });
});

describe('parts of dates', () => {
  it('are those of UTC', () => {
    expect([year(born), month(born), day(born), weekday(born), hour(born), minute(born)]).toEqual([
      1815, 12, 10, 0, 13, 45,
    ]);
  });
});

@Entity()
class Odd extends Model {
  @Field.id() id!: Auto<number>;
  @Field.json() given!: number | string;
  @Index() @Field.integer() get whole(): number {
    return this.given as number; // what a cast hides
  }
}

@Entity()
class OfId extends Model {
  @Field.id() id!: Auto<number>;
  @Index() get label(): string {
    return `#${this.id}`;
  }
}

describe('a getter that is wrong', () => {
  let other: Database;
  beforeAll(async () => {
    other = await Database.embedded({ models: [Odd, OfId] });
  });
  afterAll(() => other.close());

  it('is refused when it gives another type, and nothing is written', async () => {
    await expect(Odd.create({ given: 'x' })).rejects.toThrow(
      'whole: expected a whole number from -(2^53 - 1) to 2^53 - 1, or undefined, from the getter, found string "x".',
    );
    await expect(Odd.insertMany([...Array(100).fill({ given: 1 }), { given: 'x' }] as never)).rejects.toThrow(
      ValidationError,
    );
    expect(await Odd.query().count()).toBe(0);
  });

  it('cannot read an id that the server makes', async () => {
    await expect(OfId.create({})).rejects.toThrow(
      "Use an id that is made here, as Field.id({ generate: 'ulid' }) does.",
    );
  });

  it('is refused with a type that the compiler does not say', () => {
    @Entity()
    class Vague extends Model {
      @Field.id() id!: Auto<number>;
      @Index() get what(): number | string {
        return 1;
      }
    }
    expect(mistakeOf(Vague)).toContain('Vague.what: the compiler does not say what the getter gives');
  });

  it('needs no type where its index has one', async () => {
    @Entity()
    class Spot extends Model {
      @Field.id({ generate: 'ulid' }) id!: Auto<string>;
      @Field.geo({ optional: true }) at?: Geo;
      @Field.text({ optional: true }) note?: string;
      @GeoIndex() get place(): Geo | undefined {
        return this.at;
      }
      @FullText() get words(): string | undefined {
        return this.note;
      }
    }
    other.use(Spot);
    const { id } = await Spot.create({ at: { longitude: 10, latitude: 59 }, note: 'by the sea' });
    await Spot.create({});
    const near = { longitude: 10, latitude: 59, radius: 1000 };
    expect(await Spot.query().where({ place: { near } }).ids()).toEqual([id]);
    expect(await Spot.query().search('sea').ids()).toEqual([id]);
  });

  it('is refused with options of a stored field', () => {
    @Entity()
    class Given extends Model {
      @Field.id() id!: Auto<number>;
      @Index() @Field.text({ default: 'x' }) get what(): string {
        return 'y';
      }
    }
    expect(mistakeOf(Given)).toContain('Given.what is a getter');
  });

  it('is refused with a setter', () => {
    @Entity()
    class Both extends Model {
      @Field.id() id!: Auto<number>;
      @Index() @Field.text() get what(): string {
        return 'y';
      }
      set what(value: string) {
        throw new Error(value);
      }
    }
    expect(mistakeOf(Both)).toContain('Both.what is a method or an accessor of the class');
  });
});
