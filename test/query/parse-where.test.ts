import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type Many,
  ManyToOne,
  Model,
  OneToMany,
  parseWhere,
  QueryError,
  type Ref,
} from 'redstart';

@Entity('Event')
class Event extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.datetime() at!: Date;
  @Index() @Field.bigint() size!: bigint;
  @Index() @Field.text({ optional: true }) kind?: string;
  @Index() @Field.json() tags: Auto<string[]> = [];
  @Index({ ordered: true }) @Field.text({ optional: true, hidden: true }) token?: string;
}

@Entity('Hall')
class Hall extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.datetime() opened!: Date;
  @OneToMany(
    () => Talk,
    (talk) => talk.hall,
  )
  talks!: Many<Talk>;
}

@Entity('Talk')
class Talk extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.datetime() at!: Date;
  @ManyToOne(() => Hall, { onDelete: 'cascade' }) hall!: Ref<Hall>;
}

describe('parseWhere()', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Event, Hall, Talk] });
    const years = [2023, 2024, 2025].map((year, i) => ({
      at: new Date(`${year}-01-01T00:00:00Z`),
      size: 10n ** BigInt(20 + i),
      kind: i === 1 ? 'x' : undefined,
      tags: [`t${i}`],
    }));
    await Event.insertMany(years);
  });
  afterAll(() => db.close());

  it.each([
    [{ at: '2024-01-01T00:00:00Z' }, [2]],
    [{ at: { gte: '2024-01-01T00:00:00Z' } }, [2, 3]],
    [{ at: { between: ['2023-01-01T00:00:00Z', '2024-06-01T00:00:00Z'] }, kind: { isNull: true } }, [1]],
    [{ size: { in: ['100000000000000000000', '1'] } }, [1]],
    [{ tags: { containsAny: ['t0', 't2'] } }, [1, 3]],
    ['{"kind":"x"}', [2]],
    ['{}', [1, 2, 3]],
  ])('reads what JSON cannot say: %j', async (json, ids) => {
    expect(await Event.query().where(parseWhere(Event, json)).ids()).toEqual(ids);
  });

  it.each([
    [undefined, 'A condition is an object such as {"age":{"gte":18}}, not undefined. Correct it.'],
    [[], /not an array of 0/],
    ['null', /not null/],
    ['{', /A condition is JSON such as/],
    ['{"token":{"startsWith":"s"}}', 'Event.token is hidden, and cannot be asked for by JSON'],
  ])('refuses %j', (json, message) => {
    expect(() => parseWhere(Event, json)).toThrow(QueryError);
    expect(() => parseWhere(Event, json)).toThrow(message);
  });

  it('reads what is said beyond relations', async () => {
    const hall = await Hall.create({ opened: new Date('1999-01-01T00:00:00Z') });
    const talk = await Talk.create({ at: new Date('2024-05-01T00:00:00Z'), hall });
    const talks = (json: object) => Talk.query().where(parseWhere(Talk, json)).ids();
    expect(await talks({ hall: { opened: { lt: '2000-01-01T00:00:00Z' } } })).toEqual([talk.id]);
    expect(await talks({ hall: { opened: { gt: '2000-01-01T00:00:00Z' } } })).toEqual([]);
    expect(await talks({ hall: hall.id })).toEqual([talk.id]);
    const some = { talks: { some: { at: { gte: '2024-05-01T00:00:00Z' } } } };
    expect(await Hall.query().where(parseWhere(Hall, some)).ids()).toEqual([hall.id]);
    expect(() => parseWhere(Talk, { hall: { open: 1 } })).toThrow('Hall has no field "open"');
    expect(() => parseWhere(Hall, { talks: { at: 1 } })).toThrow('Use some, every or none');
  });

  it.each([
    [{ or: [{ at: { lt: '2023-06-01T00:00:00Z' } }, { size: '10000000000000000000000' }] }, [1, 3]],
    [{ or: [] }, []],
    [{ and: [] }, [1, 2, 3]],
    [{ not: { or: [] }, kind: 'x' }, [2]],
    [{ and: [{ at: { gte: '2024-01-01T00:00:00Z' } }, { not: { kind: 'x' } }] }, [3]],
    [{ not: { or: [{ kind: 'x' }, { and: [{ tags: { contains: 't0' } }, { kind: { isNull: true } }] }] } }, [3]],
  ])('reads what joins conditions: %j', async (json, ids) => {
    expect(await Event.query().where(parseWhere(Event, json)).ids()).toEqual(ids);
  });

  it('joins what is said beyond relations', async () => {
    const opened = [new Date('1899-01-01T00:00:00Z'), new Date('1998-01-01T00:00:00Z')];
    const [first, second] = await Hall.insertMany(opened.map((at) => ({ opened: at })));
    const at = new Date('2030-01-01T00:00:00Z');
    const talks = await Talk.insertMany([first!, second!].map((hall) => ({ at, hall })));
    const old = { or: [{ opened: { lt: '1900-01-01T00:00:00Z' } }, { opened: { gt: '2100-01-01T00:00:00Z' } }] };
    expect(
      await Talk.query()
        .where(parseWhere(Talk, { at: at.toJSON(), hall: old }))
        .ids(),
    ).toEqual([talks[0]!.id]);
    const none = { talks: { some: { and: [{ at: at.toJSON() }, { not: { at: at.toJSON() } }] } } };
    expect(await Hall.query().where(parseWhere(Hall, none)).count()).toBe(0);
  });

  it.each([
    ['{"or":{"kind":"x"}}', 'or takes an array of objects, not an object'],
    ['{"or":[{}]}', 'or was given {}, which says nothing. Leave it out'],
    ['{"not":{}}', 'not was given {}, which says nothing'],
    ['{"not":[]}', 'not needs conditions, not an array of 0'],
    ['{"or":[{"token":"s"}]}', 'Event.token is hidden'],
    ['{"or":[{"kinds":"s"}]}', 'Event has no field "kinds"'],
    [`${'{"not":'.repeat(20_000)}{"kind":"x"}${'}'.repeat(20_000)}`, 'in one another more than 100 deep'],
    [`${'{"or":['.repeat(20_000)}${']}'.repeat(20_000)}`, 'in one another more than 100 deep'],
  ])('refuses what joins nothing: %.40s', (json, message) => {
    expect(() => parseWhere(Event, json)).toThrow(QueryError);
    expect(() => parseWhere(Event, json)).toThrow(message);
  });

  it('refuses names that are none at once, and leaves to the query what does not fit', async () => {
    const ask = (json: string) => () => parseWhere(Event, json);
    const late = Event.query().where(ask('{"at":"yesterday"}')());
    await expect(late.all()).rejects.toThrow(/Event\.at: eq needs a valid Date/);
    expect(ask('{"__proto__":{"a":1}}')).toThrow(/has no field "__proto__"/);
    expect(ask('{"kind":{"constructor":1}}')).toThrow(/there is no operator "constructor"/);
    expect(ask('{"kinds":"x"}')).toThrow('Event has no field "kinds": did you mean "kind"?');
    // whoever sent it learns of no hidden field
    expect(ask('{"tokens":"x"}')).toThrow(/^Event has no field "tokens"\. Use one of: id, at, size, kind, tags\.$/);
  });
});
