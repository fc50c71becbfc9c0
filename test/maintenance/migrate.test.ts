import {
  type Auto,
  Database,
  Entity,
  Field,
  FullText,
  Index,
  Migrate,
  MigrationError,
  Model,
  type ModelClass,
  SchemaError,
  Unique,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User', { ttl: null })
class UserV1 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @Field.text({ optional: true }) age?: string;
  @Index() @Field.integer() hits: Auto<number> = 0;
}

@Entity('User', { ttl: null, version: 2 })
@Migrate(2, ({ name, ...row }) => {
  if (name === 'broken') throw new Error('no such name.');
  if (name === 'wrong') return { ...row, first: 'a', years: 'many' };
  if (name === 'list') return [] as never;
  if (name === 'number') return { ...row, first: 1 as never };
  const [first, last] = name!.split(' ');
  return { ...row, first, last, years: row.age, age: undefined };
})
class UserV2 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() first!: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) last?: string;
  @Index() @Field.integer({ optional: true }) years?: number;
  @Index() @Field.integer() hits: Auto<number> = 0;
  @Index() get initial(): string {
    return this.first[0]!;
  }
}

@Entity('User', { ttl: null, version: 3 })
@Migrate(3, (row) => ({ ...row, nick: `${row.first}${row.last ?? ''}` }))
class UserV3 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() first!: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) last?: string;
  @Index() @Field.integer({ optional: true }) years?: number;
  @Index() @Field.integer() hits: Auto<number> = 0;
  @Unique() @FullText() @Field.text() nick!: string;
  @Index() get initial(): string {
    return this.first[0]!;
  }
}

@Entity('Note')
class NoteV1 extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() text!: string;
  @Index() @Field.integer() hits: Auto<number> = 0;
}

@Entity('Note', { version: 2 })
@Migrate(2, ({ text, ...row }) => ({ ...row, body: text }))
class NoteV2 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() body!: string;
  @Index() @Field.integer() hits: Auto<number> = 0;
}

let server: Database;
let path: string;
const opened: Database[] = [];

beforeAll(async () => {
  server = await Database.embedded();
  [, path] = (await server.redis.config('GET', 'unixsocket')) as [string, string];
});
afterAll(() => server.close());
beforeEach(() => server.redis.flushall());
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
});

async function open(model: ModelClass): Promise<Database> {
  const db = await Database.connect({ path }, { models: [model] });
  opened.push(db);
  return db;
}

/** Rows of the first version, by the first program. */
async function old(names: readonly string[]): Promise<void> {
  await open(UserV1);
  await UserV1.insertMany(names.map((name, i) => ({ name, age: String(i) })));
}

const raw = (id: number) => server.redis.hgetall(`{app}:User:${id}`);

describe("connect() with { schema: 'build' }", () => {
  const connect = () => Database.connect({ path }, { models: [UserV2, NoteV2], schema: 'build' });

  it('brings rows up before it builds indexes', async () => {
    await old(['Ada Lovelace', 'Grace Hopper']);
    const db = await connect();
    opened.push(db);
    expect(await raw(1)).toMatchObject({ first: 'Ada', last: 'Lovelace' });
    expect([await UserV2.schemaChanges(), await NoteV2.schemaChanges()]).toEqual([[], []]);
    expect(await UserV2.query().where({ last: 'Hopper', initial: 'G' }).ids()).toEqual([2]);
    await expectConsistent(db, UserV2);
  });

  it('refuses to connect where a step fails', async () => {
    await old(['Ada Lovelace', 'broken']);
    await expect(connect()).rejects.toThrow(MigrationError);
    expect(await raw(2)).toMatchObject({ name: 'broken' });
    await server.redis.flushall();
    // the classes are not held by an attempt that failed
    opened.push(await connect());
  });
});

describe('an older row', () => {
  beforeEach(async () => {
    await old(['Ada Lovelace', 'Grace Hopper']);
    await open(UserV2);
  });

  it('comes into shape whenever it is loaded, and stays as it is stored', async () => {
    const before = await raw(1);
    const expected = { first: 'Ada', last: 'Lovelace', years: 0, hits: 0 };
    expect(await UserV2.get(1)).toMatchObject(expected);
    expect(await UserV2.find(1)).toMatchObject(expected);
    expect((await UserV2.findMany([2, 9, 1])).map((user) => user?.first)).toEqual(['Grace', undefined, 'Ada']);
    expect((await UserV2.query().all()).map(({ first }) => first)).toEqual(['Ada', 'Grace']);
    expect((await UserV2.query().where({ id: 1 }).one()).isDirty).toBe(false);
    expect(await UserV2.query().select({ first: true, years: true }).all()).toEqual([
      { first: 'Ada', years: 0 },
      { first: 'Grace', years: 1 },
    ]);
    expect(await UserV2.pick(2, { last: true })).toEqual({ last: 'Hopper' });
    expect(await UserV2.field(2, (user) => user.first).get()).toBe('Grace');
    const reloaded = await (await UserV2.get(2)).reload();
    expect(reloaded.last).toBe('Hopper');
    expect(await raw(1)).toEqual(before);
  });

  it('is written in its new shape with its indexes by whatever changes it', async () => {
    await (await UserV2.get(1)).update({ last: 'King' });
    expect(await raw(1)).toEqual({
      first: 'Ada',
      last: 'King',
      years: '0',
      hits: '0',
      '~initial': 'A',
      '~version': '2',
    });
    await UserV2.field(2, (user) => user.hits).increment(3);
    expect(await raw(2)).toMatchObject({ first: 'Grace', hits: '3', '~version': '2' });
    await UserV2.reindex();
    expect(
      await UserV2.query()
        .where({ last: { startsWith: 'Ki' } })
        .ids(),
    ).toEqual([1]);
    expect(await UserV2.query().where({ initial: 'G' }).ids()).toEqual([2]);
    await expectConsistent(opened.at(-1)!, UserV2);
  });

  it.each([
    ['change()', () => UserV2.change(1, { last: 'King' })],
    ['setIfAbsent()', () => UserV2.field(1, (user) => user.years).getAndSet(7)],
    ['save() of all', async () => (await UserV2.get(1)).save({ full: true })],
    ['save() by force', async () => (await UserV2.get(1)).save({ force: true })],
    ['a bulk update', () => UserV2.query().update({ hits: 3 })],
    [
      'a session',
      () =>
        opened.at(-1)!.session(async () => {
          const user = await UserV2.get(1);
          user.hits = 9;
        }),
    ],
    ['a transfer', () => UserV2.transfer({ from: 1, to: 2, field: (user) => user.hits, amount: 1 })],
    ['upsert()', () => UserV2.upsert({ id: 1, first: 'Ada', hits: 5 }, { by: { id: true } })],
  ])('is brought up by %s', async (_, write) => {
    await write();
    expect(await raw(1)).toMatchObject({ first: 'Ada', '~version': '2', '~initial': 'A' });
    expect(await raw(1)).not.toHaveProperty('name');
    await UserV2.migrate();
    await expectConsistent(opened.at(-1)!, UserV2);
    expect((await UserV2.verify()).problems).toEqual([]);
  });

  it('can be deleted and expire as it is', async () => {
    const db = opened.at(-1)!;
    await UserV2.deleteMany([1]);
    await (await UserV2.get(2)).expire(60_000);
    expect(await raw(2)).toMatchObject({ name: 'Grace Hopper' });
    await UserV2.migrate();
    expect((await UserV2.get(2)).expiresAt).toBeInstanceOf(Date);
    expect(await db.redis.exists('{app}:User:1')).toBe(0);
  });
});

describe('programs of two versions', () => {
  const notes = () => server.redis.hgetall('{app}:Note:1');

  beforeEach(async () => {
    await open(NoteV1);
    await NoteV1.insertMany(Array.from({ length: 300 }, (_, i) => ({ text: `text ${i}` })));
    await open(NoteV2);
  });

  it('write rows of their own version, and the older one no newer row', async () => {
    await NoteV2.change(1, { body: 'new' });
    await NoteV1.change(2, { text: 'by the older one' });
    await NoteV1.create({ text: 'another' });
    expect(await NoteV2.findMany([1, 2, 301])).toMatchObject([
      { body: 'new' },
      { body: 'by the older one' },
      { body: 'another' },
    ]);
    for (const write of [
      () => NoteV1.change(1, { text: 'x' }),
      () => NoteV1.field(1, (note) => note.hits).increment(1),
    ])
      await expect(write()).rejects.toThrow(
        'The Note 1 is of version 2, and this program knows Note up to version 1. Deploy the newer program, or delete the entity by its id.',
      );
    expect(await notes()).toEqual({ body: 'new', hits: '0', '~version': '2' });
    expect((await NoteV2.verify()).problems).toEqual([]);
    expect(await NoteV1.deleteMany([1])).toBe(1);
  });

  it('go on while all rows are brought up, and nothing of what they write is lost', async () => {
    const refused = new Set<number>();
    const byOlder = async (id: number) => {
      await NoteV1.change(id, { text: `changed ${id}` }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(MigrationError);
        refused.add(id);
      });
    };
    const writing = async () => {
      for (let id = 299; id > 0; id -= 3) {
        await byOlder(id);
        await NoteV2.change(id + 1, { hits: 7 });
      }
    };
    await Promise.all([NoteV2.migrate(), writing()]);
    await NoteV2.migrate();
    await NoteV2.reindex();
    for (const { id, body, hits } of await NoteV2.query().all()) {
      expect(body).toBe(id % 3 === 2 && !refused.has(id) ? `changed ${id}` : `text ${id - 1}`);
      expect(hits).toBe(id % 3 === 0 ? 7 : 0);
    }
    expect(await NoteV2.query().where({ body: 'text 0' }).ids()).toEqual([1]);
    await expectConsistent(opened[1]!, NoteV2);
    expect((await NoteV2.verify()).problems).toEqual([]);
  });

  it('find old rows by what is stored of them', async () => {
    expect(await NoteV2.query().where({ hits: 0 }).count()).toBe(300);
    await expect(NoteV2.reindex()).rejects.toThrow('Run Note.migrate()');
    await expect(NoteV2.query().where({ body: 'text 0' }).count()).rejects.toThrow('exact body');
    await NoteV2.migrate();
    await NoteV2.reindex();
    expect(await NoteV2.query().where({ body: 'text 0' }).count()).toBe(1);
  });
});

describe('migrate()', () => {
  it('brings all rows up in steps, tells how far it is, and leaves clean indexes', async () => {
    await old(Array.from({ length: 270 }, (_, i) => `First${i} Last${i % 9}`));
    const db = await open(UserV2);
    const progress: number[] = [];
    expect(await UserV2.migrate({ onProgress: ({ done, total }) => progress.push(done / total) })).toBe(270);
    expect(progress.length).toBeGreaterThanOrEqual(2);
    expect(progress.at(-1)).toBe(1);
    expect(await UserV2.migrate()).toBe(0);
    await UserV2.reindex();
    expect(await UserV2.query().where({ last: 'Last3' }).count()).toBe(30);
    expect(await raw(270)).not.toHaveProperty('age');
    await expectConsistent(db, UserV2);
    expect((await UserV2.verify()).problems).toEqual([]);
  });

  it('stops where it is told, and goes on with the next call', async () => {
    await old(Array.from({ length: 450 }, (_, i) => `First${i} Last`));
    await open(UserV2);
    const stop = new AbortController();
    await expect(UserV2.migrate({ signal: stop.signal, onProgress: () => stop.abort() })).rejects.toThrow(/abort/i);
    const left = await UserV2.migrate();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(450);
  });

  it('goes through every step, from any version', async () => {
    await old(['Ada Lovelace', 'Grace Hopper']);
    await open(UserV2);
    await UserV2.change(1, { hits: 1 });
    @Entity('User', { ttl: null, version: 3 })
    @Migrate(2, ({ name, age, ...row }) => ({
      ...row,
      first: name!.split(' ')[0],
      last: name!.split(' ')[1],
      years: age,
    }))
    class Whole extends UserV3 {}
    const db = await open(Whole);
    expect((await Whole.findMany([1, 2])).map((user) => user?.nick)).toEqual(['AdaLovelace', 'GraceHopper']);
    expect(await Whole.migrate()).toBe(2);
    await Whole.reindex();
    expect(await Whole.query().search('GraceHopper').ids()).toEqual([2]);
    expect(await Whole.findBy({ nick: 'AdaLovelace' })).toMatchObject({ id: 1, hits: 1 });
    await expectConsistent(db, Whole);
  });

  it('leaves the row where a unique value is taken', async () => {
    await old(['Ada L', 'Ada L']);
    await open(UserV2);
    await UserV2.migrate();
    await open(UserV3);
    await expect(UserV3.migrate()).rejects.toThrow(UniqueError);
    expect(await raw(1)).toMatchObject({ '~version': '2' });
    await UserV2.change(2, { first: 'Eve' });
    expect(await UserV3.migrate()).toBe(2);
  });
});

describe('a row that cannot be brought up', () => {
  const refusal = async (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: MigrationError) => error,
    );

  it.each([
    [
      'broken',
      'The User 2: the step to version 2 failed, and the row stays as it is: no such name. Mend the step, or the row.',
    ],
    ['list', /it gave an array of 0, and must give the row/],
    ['number', /it gave number 1 for first, and stored values are text/],
  ])('names the entity and the step: %s', async (name, message) => {
    await old(['Ada L', name]);
    await open(UserV2);
    const before = await raw(2);
    for (const call of [
      () => UserV2.get(2),
      () => UserV2.change(2, { hits: 1 }),
      () => UserV2.migrate(),
      () => UserV2.query().all(),
    ]) {
      const error = await refusal(call());
      expect(error).toBeInstanceOf(MigrationError);
      expect(error).toMatchObject({ model: 'User', id: 2, problem: 'step failed', version: 1, to: 2 });
      expect(error!.message).toMatch(message);
    }
    expect(await raw(2)).toEqual(before);
    expect((await UserV2.get(1)).first).toBe('Ada');
  });

  it('is refused where the step gives what the class cannot read', async () => {
    await old(['wrong']);
    await open(UserV2);
    const before = await raw(1);
    await expect(UserV2.migrate()).rejects.toThrow(/step to version 2 failed.*years/);
    expect(await raw(1)).toEqual(before);
  });

  it('says which step is missing', async () => {
    await old(['Ada L']);
    await open(UserV3);
    const error = await refusal(UserV3.get(1));
    expect(error?.message).toBe(
      'The User 1 is of version 1, and there is no step to version 2. Add @Migrate(2, (row) => ...) to the class, or bring all rows up by User.migrate() of a program that has it.',
    );
    expect(error).toMatchObject({ problem: 'no step', version: 1, to: 2 });
  });

  it('says that it is newer than the program', async () => {
    await open(UserV3);
    await UserV3.create({ first: 'a', nick: 'b' });
    await open(UserV2);
    for (const call of [() => UserV2.get(1), () => UserV2.change(1, { hits: 2 }), () => UserV2.query().all()])
      expect(await refusal(call())).toMatchObject({ problem: 'newer', version: 3, to: 2 });
    expect(await raw(1)).toMatchObject({ hits: '0' });
  });
});

describe('a version that is declared wrongly', () => {
  const step = (row: object) => row as never;
  const declare = (version: number, ...steps: unknown[]) => {
    @Entity('Thing', { version })
    class Thing extends Model {
      @Field.id() id!: Auto<number>;
    }
    for (const to of steps) Migrate(to as number, step)(Thing);
    return Thing;
  };

  it.each([
    [declare(0), 'Thing: version is a whole number from 1 on, not number 0. Correct it.'],
    [declare(Number.NaN), 'Thing: version is a whole number from 1 on, not number NaN. Correct it.'],
    [declare(2, 1), /takes the version that its step leads to, a whole number from 2 on, not number 1/],
    [declare(2, '2'), /a whole number from 2 on, not string "2"/],
    [declare(2, 2, 2), 'Thing has two @Migrate(2). Keep one of them.'],
    [declare(1, 2), "Thing has @Migrate(2), and its rows are of version 1. Say @Entity('Thing', { version: 2 })."],
    [declare(4, 2, 4), 'Thing has no @Migrate(3), and others around it. Add it.'],
    [declare(3, 2), 'Thing has no @Migrate(3), and others around it. Add it.'],
  ])('is a SchemaError', (model, message) => {
    expect(() => server.use(model)).toThrow(SchemaError);
    expect(() => server.use(model)).toThrow(message);
  });
});
