import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  type Geo,
  GeoIndex,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  NotIndexedError,
  type QueryEvent,
  type Ref,
  ref,
  type TracingHandlers,
  tracing,
  Unique,
} from 'redstart';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text({ hidden: true, optional: true }) token?: string;
  @Unique() @Field.text({ optional: true }) email?: string;
  @FullText() @Field.text({ optional: true }) bio?: string;
  @GeoIndex() @Field.geo({ optional: true }) place?: Geo;
  @Index() @Field.json({ optional: true }) tags?: string[];
}

@Entity()
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() text!: string;
  @Field.datetime({ optional: true }) due?: Date;
  @ManyToOne(() => Note, { onDelete: 'set null', optional: true }) author?: Ref<Note>;
  @ManyToMany(() => Note, { kind: 'set' }) seen!: Many<Note, 'set'>;
}

const events: QueryEvent[] = [];
const slow: QueryEvent[] = [];

let db: Database;
beforeAll(async () => {
  const onSlowQuery = (event: QueryEvent) => slow.push(event);
  const log = (event: QueryEvent) => events.push(event);
  db = await Database.embedded({ models: [User, Note], log, onSlowQuery, slowQuery: 0 });
  await User.insertMany(Array.from({ length: 1100 }, (_, i) => ({ age: i % 50, token: 'secret' })));
});
beforeEach(() => {
  events.length = 0;
  slow.length = 0;
});
afterAll(() => db.close());

async function last(work: () => Promise<unknown>): Promise<QueryEvent> {
  await work();
  return events.at(-1)!;
}

describe('the log option', () => {
  it('tells of each verb of a query: what was asked, how it was answered, and what came of it', async () => {
    const query = User.query()
      .where({ age: { gte: 48 } })
      .orderBy({ age: 'desc' });
    expect(await last(() => query.limit(5).all())).toEqual({
      kind: 'query',
      model: 'User',
      call: 'all',
      text: 'User.query().where(age >= 48).orderBy(age desc).limit(5)',
      strategy: 'walk',
      rows: 5,
      roundTrips: 1,
      time: expect.any(Number),
      slow: true,
      unbounded: false,
      error: undefined,
    });
    const calls = [
      () => query.first(),
      () => query.limit(1).one(),
      () => query.count(),
      () => query.exists(),
      () => query.ids(),
      () => query.page({ size: 3 }),
      () => query.aggregate({ count: true }),
      () => query.facets({ age: 1 }),
    ];
    const told: string[] = [];
    for (const call of calls) told.push((await last(call)).call);
    expect(told).toEqual(['first', 'one', 'count', 'exists', 'ids', 'page', 'aggregate', 'facets']);
    expect(events.every(({ roundTrips }) => roundTrips > 0)).toBe(true);
    expect((await last(() => query.page({ size: 3 }))).rows).toBe(3);
  });

  it('tells of what is read by id or unique value', async () => {
    const ada = await User.create({ age: 1, email: 'ada@example.com' });
    const calls = [
      () => User.get(1),
      () => User.find(2),
      () => User.findMany([1, 99_999]),
      () => User.findBy({ email: 'ada@example.com' }),
    ];
    const told: unknown[] = [];
    for (const call of calls) {
      const { text, call: verb, rows, roundTrips } = await last(call);
      told.push([text, verb, rows, roundTrips]);
    }
    expect(told).toEqual([
      ['User', 'get', 1, 1],
      ['User', 'find', 1, 1],
      ['User', 'findMany', 1, 1],
      ['User', 'findBy', 1, 1],
    ]);
    expect((await last(() => User.find(99_999))).rows).toBe(0);
    await ada.delete();
  });

  it('tells of writes, by their changes', async () => {
    const user = await User.create({ age: 1 });
    await user.update({ age: 2 });
    await User.query().where({ id: user.id }).update({ age: 3 });
    await user.delete();
    const told = events.map(({ kind, call, rows, roundTrips }) => [kind, call, rows, roundTrips]);
    expect(told).toEqual([
      ['write', 'insert', 1, 1],
      ['write', 'update', 1, 1],
      ['write', 'update', 1, 1],
      ['query', 'update', 1, 1],
      ['write', 'delete', 1, 1],
    ]);
  });

  it('shows writes as code, without values of hidden fields, long ones cut, the first of many', async () => {
    const ada = await User.create({ age: 1, token: 'secret', email: `${'x'.repeat(100)}@y` });
    const { id } = ada;
    const shown = (await last(() => ada.update({ age: 2, token: 'another', email: undefined }))).text;
    expect(events[0]!.text).toBe(`User.create({ age: 1, token: (hidden), email: "${'x'.repeat(40)}..." })`);
    expect(shown).toBe(`User.change(${id}, { age: 2, token: (hidden), email: undefined })`);
    expect((await last(() => ada.increment({ age: { by: 2, max: 9 } }))).text).toBe(
      `User.increment(${id}, { age: { by: 2, max: 9 } })`,
    );
    expect((await last(() => ada.delete())).text).toBe(`User.delete(${id})`);
    const many = await last(() => User.insertMany([{ age: 1 }, { age: 2 }, { age: 3 }, { age: 4 }]));
    expect(many.text).toBe('User.create({ age: 1 }); User.create({ age: 2 }); User.create({ age: 3 }); ... 4');
    await User.query()
      .where({ id: { gt: id } })
      .delete();
  });

  it('shows what leads to other entities by their ids', async () => {
    const [one, two] = await Promise.all([Note.create({ text: 'a' }), Note.create({ text: 'b', due: new Date(0) })]);
    events.length = 0;
    await one.seen.add(two);
    await two.update({ author: ref(Note, one.id) });
    await db.session(async () => {
      const fresh = Note.build({ text: 'c' });
      Note.build({ text: 'd', author: fresh });
    });
    expect(events.map(({ text }) => text)).toEqual([
      `Note(${one.id}).seen.add(${two.id})`,
      `Note.change(${two.id}, { author: ${one.id} })`,
      'Note.create({ text: "c" }); Note.create({ text: "d", author: (new) })',
    ]);
    expect((await last(() => Note.create({ text: 'x', due: new Date(0) }))).text).toBe(
      'Note.create({ text: "x", due: 1970-01-01T00:00:00.000Z })',
    );
  });

  it('tells of what is read by id, and of references that are loaded', async () => {
    const [ada, eve] = [await User.create({ age: 1 }), await User.create({ age: 2 })];
    events.length = 0;
    await User.exists(ada.id);
    await User.exists(99_999);
    await User.pick(ada.id, { age: true });
    await User.field(ada.id, (user) => user.age).get();
    await ada.reload();
    await Promise.all([ref(User, ada.id).load(), ref(User, eve.id).load()]);
    expect(events.map(({ kind, call, rows, roundTrips }) => [kind, call, rows, roundTrips])).toEqual([
      ['query', 'exists', 1, 1],
      ['query', 'exists', 0, 1],
      ['query', 'pick', 1, 1],
      ['query', 'field.get', 1, 1],
      ['query', 'reload', 1, 1],
      ['query', 'load', 2, 1],
    ]);
    await User.deleteMany([ada.id, eve.id]);
  });

  it('marks what has no limit and gives many, and counts slices', async () => {
    const event = await last(() => User.query().all());
    expect(event).toMatchObject({ unbounded: true, rows: 1100 });
    expect(event.roundTrips).toBeGreaterThan(1);
    expect((await last(() => User.query().limit(1050).all())).unbounded).toBe(false);
  });

  it('tells what a call threw', async () => {
    await User.create({ age: 1, email: 'a@b' });
    await expect(User.create({ age: 1, email: 'a@b' })).rejects.toThrow();
    expect(events.at(-1)).toMatchObject({
      call: 'insert',
      rows: undefined,
      error: expect.objectContaining({ code: 'UNIQUE' }),
    });
  });

  it('takes change() of an entity that is gone for no failure', async () => {
    expect(await User.change(99_999, { age: 1 })).toBe(false);
    expect(events).toEqual([expect.objectContaining({ call: 'update', rows: 0, error: undefined })]);
    const gone = await User.create({ age: 1 });
    await User.deleteMany([gone.id]);
    await expect(gone.update({ age: 2 })).rejects.toThrow();
    expect(events.at(-1)).toMatchObject({ rows: undefined, error: { code: 'ENTITY_DELETED' } });
  });

  it('calls onSlowQuery for what took long', async () => {
    await User.query().count();
    expect(slow).toEqual(events);
  });

  it('shows no value of a hidden field', async () => {
    await User.query()
      .where({ token: 'secret' })
      .where((user) => user.token.in(['secret']).or(user.age.eq(3)))
      .count();
    expect(events[0]!.text).toBe('User.query().where(token = (hidden)).where(token in (hidden) or age = 3)');
  });

  it('prints a line, or gives it to a logger, and refuses what is neither', async () => {
    const lines: string[] = [];
    const logger = {
      info: (_: QueryEvent, line: string) => lines.push(`info ${line}`),
      warn: (_: QueryEvent, line: string) => lines.push(`warn ${line}`),
    };
    const other = await Database.connect(db.address, { namespace: 'other', log: logger, slowQuery: 60_000 });
    const Bound = other.bind(User);
    await Bound.create({ age: 5, email: 'x@y' });
    await Bound.create({ age: 5, email: 'x@y' }).catch(() => {});
    await Bound.query().where({ age: 5 }).all();
    await other.close();
    const expected = [
      'info User.create({ age: 5, email: "x@y" }): 1 change, 1 round trip, T ms',
      'warn User.create({ age: 5, email: "x@y" }): 1 round trip, T ms, FAILED: UNIQUE',
      'info User.query().where(age = 5).all(): drive, 1 row, 1 round trip, T ms',
    ];
    expect(lines.map((line) => line.replace(/[\d.]+ ms/, 'T ms'))).toEqual(expected);
    const printed = jest.spyOn(console, 'log').mockImplementation(() => {});
    const loud = await Database.connect(db.address, { namespace: 'other', log: true, slowQuery: 60_000 });
    await loud.bind(User).query().count();
    await loud.close();
    expect(printed.mock.calls.map(([line]) => String(line).replace(/[\d.]+ ms/, 'T ms'))).toEqual([
      'User.query().count(): 1 row, 1 round trip, T ms',
    ]);
    printed.mockRestore();
    for (const wrong of [{ log: 5 }, { log: {} }, { onSlowQuery: 'x' }])
      await expect(Database.connect(db.address, wrong as never)).rejects.toThrow(TypeError);
  });
});

describe('diagnostics_channel', () => {
  it('traces queries and writes, with no option', async () => {
    const quiet = await Database.connect(db.address, { namespace: 'quiet' });
    const Bound = quiet.bind(User);
    const seen: [string, string][] = [];
    const listen = (name: string) => (message: unknown) => void seen.push([name, (message as QueryEvent).call]);
    const listeners = [
      'tracing:redstart:query:start',
      'tracing:redstart:query:asyncEnd',
      'tracing:redstart:write:asyncEnd',
    ].map((name) => [name, listen(name)] as const);
    for (const [name, listener] of listeners) subscribe(name, listener);
    await Bound.create({ age: 3 });
    await Bound.query().all();
    for (const [name, listener] of listeners) unsubscribe(name, listener);
    await Bound.query().all();
    await quiet.close();
    expect(seen).toEqual([
      ['tracing:redstart:write:asyncEnd', 'insert'],
      ['tracing:redstart:query:start', 'all'],
      ['tracing:redstart:query:asyncEnd', 'all'],
    ]);
    expect(tracingChannel('redstart:query').start.hasSubscribers).toBe(false);
  });

  it('has nothing of what a call gives in an event: hidden fields are in it', async () => {
    const seen: string[] = [];
    const note = (event: QueryEvent) => void seen.push(inspect(event, { depth: 9, showHidden: true }));
    const handlers: TracingHandlers = { start: note, end: note, asyncStart: note, asyncEnd: note };
    tracing.query.subscribe(handlers);
    tracing.write.subscribe(handlers);
    const user = await User.create({ age: 51, token: 'not to be seen' });
    const read = await User.query().where({ token: 'not to be seen' }).all();
    const found = [await User.get(user.id), await User.query().where({ id: user.id }).one(), ...read];
    tracing.query.unsubscribe(handlers);
    tracing.write.unsubscribe(handlers);
    await user.delete();
    expect(found.map(({ token }) => token)).toEqual(Array(3).fill('not to be seen'));
    expect(seen).toHaveLength(16);
    expect(seen.filter((event) => event.includes('not to be seen'))).toEqual([]);
  });

  it('tells handlers of their types, of what has failed as well', async () => {
    const seen: unknown[] = [];
    const handlers: TracingHandlers = {
      start: ({ call, rows, time }) => seen.push(['start', call, rows, time]),
      error: ({ call, error }) => seen.push(['error', call, (error as Error).name]),
      asyncEnd: ({ call, rows, roundTrips }) => seen.push(['asyncEnd', call, rows, roundTrips]),
    };
    tracing.query.subscribe(handlers);
    await User.query().where({ age: -1 }).all();
    await expect(Note.query().where({ text: 'not indexed' }).count()).rejects.toThrow(NotIndexedError);
    tracing.query.unsubscribe(handlers);
    await User.query().all();
    expect(seen).toEqual([
      ['start', 'all', undefined, 0],
      ['asyncEnd', 'all', 0, 1],
      ['start', 'count', undefined, 0],
      ['error', 'count', 'NotIndexedError'],
      ['asyncEnd', 'count', undefined, 0],
    ]);
    expect(tracingChannel('redstart:query').start.hasSubscribers).toBe(false);
  });
});

describe('console.log()', () => {
  it('shows a query as code, and a container and a database in one line each', () => {
    const query = User.query()
      .where((user) => user.age.between(1, 5).and(user.age.ne(3)).not())
      .limit(3)
      .select({ age: true });
    expect(inspect(query)).toBe('User.query().where(not((age between [1, 5] and age != 3))).limit(3).select(age)');
    const raw = User.query().select({ id: true, age: true }, { raw: true });
    expect(String(raw)).toBe('User.query().select(id, age, { raw: true })');
    expect(inspect(User.query().where({ id: { in: [1, 2, 3, 4] } }))).toBe(
      'User.query().where(id in [1, 2, 3, ... 4])',
    );
    expect(inspect(User.query().where((user) => user.place.within({ west: 1, south: 2, east: 3, north: 4 })))).toBe(
      'User.query().where(place within { west: 1, south: 2, east: 3, north: 4 })',
    );
    const near = { longitude: 10.75, latitude: 59.9, radius: 500 };
    expect(inspect(User.query().where({ place: { near } }))).toBe(
      'User.query().where(place near { longitude: 10.75, latitude: 59.9, radius: 500 })',
    );
    const texts = User.query().where((user) =>
      user.email.startsWith('ad').or(user.tags.contains('a'), user.bio.search('x')),
    );
    expect(inspect(texts.search('y'))).toBe(
      'User.query().where(email startsWith "ad" or tags contains "a" or bio.search(...)).where(search(...))',
    );
    expect(inspect(db.set('tags'))).toBe('RedisSet("tags")');
    expect(inspect(db)).toMatch(/^Database\(app at [^\n]*\)$/);
  });
});
