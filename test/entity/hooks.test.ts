import {
  AfterDelete,
  AfterLoad,
  AfterSave,
  type Auto,
  BeforeDelete,
  BeforeSave,
  Database,
  Entity,
  Field,
  Index,
  Model,
  QueryError,
  SchemaError,
  Unique,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

const log: string[] = [];

abstract class Watched extends Model {
  @Field.id() id!: Auto<number>;

  @AfterSave()
  async tell(): Promise<void> {
    log.push(`saved ${this.id}`);
  }
}

@Entity('User')
class User extends Watched {
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age: Auto<number> = 0;
  @Field.text({ optional: true }) note?: string;
  loaded?: string;

  @BeforeSave()
  async normalise(): Promise<void> {
    await Promise.resolve();
    log.push(`saving ${this.email}`);
    if (this.age < 0) throw new Error('not born yet');
    this.email = this.email.toLowerCase();
    this.note = `of ${this.age}`;
  }

  @BeforeDelete()
  protect(): void {
    if (this.age > 100) throw new Error('too old to go');
  }

  @AfterDelete()
  mourn(): void {
    log.push(`deleted ${this.id}`);
  }

  @AfterLoad()
  greet(): void {
    this.loaded = `${this.email} of ${this.age}`;
  }
}

@Entity('Plain')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() count: Auto<number> = 0;
}

describe('hooks', () => {
  let db: Database;
  const ends: (() => void)[] = [];
  beforeAll(async () => {
    db = await Database.embedded({ models: [User, Plain] });
  });
  beforeEach(async () => {
    await db.redis.flushall();
    log.length = 0;
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await expectConsistent(db, User);
  });
  afterAll(() => db.close());

  it('change what is written, and hear when it is', async () => {
    const ada = await User.create({ email: 'ADA@example.com', age: 36 });
    expect(ada).toMatchObject({ email: 'ada@example.com', note: 'of 36', isDirty: false });
    expect(await User.findBy({ email: 'ada@example.com' })).toBeDefined();
    await ada.update({ age: 37 });
    expect((await User.get(1)).note).toBe('of 37');
    ada.age = 38;
    await ada.save();
    await ada.save();
    await ada.delete();
    await ada.delete();
    const three = ['saving ADA@example.com', 'saving ada@example.com', 'saving ada@example.com'];
    expect(log).toEqual([...three.flatMap((line) => [line, 'saved 1']), 'deleted 1']);
  });

  it('write nothing when one throws before, and leave the entity as it was', async () => {
    await expect(User.create({ email: 'a', age: -1 })).rejects.toThrow('not born yet');
    const old = await User.create({ email: 'b', age: 101 });
    await expect(old.update({ age: -5 })).rejects.toThrow('not born yet');
    expect(old).toMatchObject({ age: 101, note: 'of 101', isDirty: false });
    await expect(old.delete()).rejects.toThrow('too old to go');
    await User.create({ email: 'taken' });
    await expect(old.update({ email: 'TAKEN', age: 7 })).rejects.toThrow(UniqueError);
    expect(old).toMatchObject({ email: 'b', age: 101, note: 'of 101', isDirty: false });
    expect(await User.query().count()).toBe(2);
  });

  it('pass an error on that comes after the write', async () => {
    ends.push(
      User.on('afterSave', () => {
        throw new Error('no paper');
      }),
    );
    await expect(User.create({ email: 'ada' })).rejects.toThrow('no paper');
    expect(await User.query().count()).toBe(1);
    expect(log).toContain('saved 1');
  });

  it('see every entity that is read', async () => {
    await User.create({ email: 'ada', age: 3 });
    const seen = [
      await User.get(1),
      await User.findBy({ email: 'ada' }),
      await User.query().one(),
      (await User.findMany([1]))[0],
    ];
    expect(seen.map((user) => user?.loaded)).toEqual(Array(4).fill('ada of 3'));
    const [ada] = seen;
    await User.change(1, { age: 4 });
    expect((await ada!.reload()).loaded).toBe('ada of 4');
    expect(ada!.isDirty).toBe(false);
  });

  it('may be functions, of a class or of one that it extends, until they are ended', async () => {
    const heard: string[] = [];
    const end = User.on('beforeSave', async (user) => {
      await Promise.resolve();
      heard.push(user.email);
    });
    ends.push((Watched as unknown as typeof User).on('afterDelete', (user) => heard.push(`gone ${user.id}`)));
    const Bound = db.bind(User);
    ends.push(Bound.on('afterSave', (user) => heard.push(`bound ${user.id}`)));
    const ada = await User.create({ email: 'Ada' });
    await Bound.create({ email: 'Eve' });
    end();
    end();
    await ada.update({ age: 5 });
    await ada.delete();
    // the methods come first
    expect(heard).toEqual(['ada', 'eve', 'bound 2', 'gone 1']);
  });

  it('run for many entities, and not for writes without an object', async () => {
    await User.insertMany([{ email: 'A' }, { email: 'B' }], { batch: 1 });
    expect(log).toEqual(['saving A', 'saving B', 'saved 1', 'saved 2']);
    await expect(User.insertMany([{ email: 'C' }, { email: 'D', age: -1 }])).rejects.toThrow('not born yet');
    log.length = 0;
    await User.change(1, { email: 'X' });
    await User.field(1, (user) => user.age).increment(1);
    await (await User.get(2)).increment({ age: 1 });
    expect(log).toEqual([]);
    expect(await User.query().orderBy({ age: 'asc' }).all()).toMatchObject([{ email: 'X' }, { email: 'b' }]);
  });

  it('run for an upsert, and what they set is written', async () => {
    await User.upsert({ email: 'ADA', age: 3 }, { by: { email: true } });
    const ada = await User.upsert({ email: 'Ada', age: 4 }, { by: { email: true } });
    expect(ada).toMatchObject({ id: 1, email: 'ada', note: 'of 4', isDirty: false });
    expect(log).toEqual(['saving ADA', 'saved 1', 'saving Ada', 'saved 1']);
  });

  it('run in a session around its commit, also for what one of them makes', async () => {
    await User.insertMany([
      { email: 'a', age: 1 },
      { email: 'b', age: 2 },
    ]);
    log.length = 0;
    ends.push(
      User.on('beforeSave', (user) => {
        if (user.email !== 'log') User.build({ email: 'log' });
      }),
    );
    await db.session(async (session) => {
      (await User.get(1)).age = 7;
      session.delete(await User.get(2));
      expect(log).toEqual([]);
    });
    expect(log).toEqual(['saving a', 'saving log', 'saved 3', 'saved 1', 'deleted 2']);
    expect((await User.get(1)).note).toBe('of 7');
  });

  it('keep a session from writing anything when one throws before', async () => {
    await User.insertMany([
      { email: 'a', age: 1 },
      { email: 'b', age: 200 },
    ]);
    log.length = 0;
    const [a, b] = await User.query().all();
    const refused = db.session(async (session) => {
      session.add(a!);
      a!.age = 9;
      session.delete(b!);
    });
    await expect(refused).rejects.toMatchObject({ message: 'too old to go' });
    expect(await User.query().where({ age: 1 }).count()).toBe(1);
    expect(log).toEqual(['saving a']);
  });

  it('refuse a write of the same entity before it is written, rather than wait for ever', async () => {
    const ada = await User.create({ email: 'ada' });
    const calls: Record<string, (user: User) => Promise<unknown>> = {
      save: (user) => user.save(),
      update: (user) => user.update({ age: 9 }),
      delete: (user) => user.delete(),
      reload: (user) => user.reload(),
      increment: (user) => user.increment({ age: 1 }),
    };
    for (const call of Object.values(calls)) {
      const end = User.on('beforeSave', call);
      await expect(ada.update({ age: ada.age + 1 })).rejects.toThrow(QueryError);
      end();
    }
    ends.push(User.on('beforeSave', () => db.session((session) => session.flush())));
    await ada.update({ age: 1 });
    const end = User.on('beforeSave', () => Plain.create({}));
    await ada.update({ age: 2 });
    end();
    expect(await Plain.query().count()).toBe(1);
    await db.session(async (session) => {
      ends.push(User.on('beforeSave', () => session.flush()));
      User.build({ email: 'eve' });
      await expect(session.flush()).rejects.toThrow('inside a hook');
      session.rollback();
    });
  });

  it('may write the entity again behind the write', async () => {
    ends.push(User.on('afterSave', (user) => user.increment({ age: 1 })));
    const ada = await User.create({ email: 'ada' });
    expect(ada.age).toBe(1);
  });

  it('refuse what they cannot be', async () => {
    expect(() => User.on('saved' as never, () => {})).toThrow('knows no event');
    expect(() => User.on('afterSave', 'log' as never)).toThrow('takes a function');
    await User.create({ email: 'ada' });
    ends.push(User.on('afterLoad', async () => {}));
    await expect(User.get(1)).rejects.toThrow('async');
    class Wrong extends Model {
      @Field.id() id!: Auto<number>;
    }
    BeforeSave()(Wrong.prototype, 'id', {} as never);
    Entity('Wrong')(Wrong);
    expect(() => db.use(Wrong)).toThrow(SchemaError);
  });

  it('cost a model without them no command', async () => {
    const plain = await Plain.create({});
    await db.redis.config('RESETSTAT');
    await plain.update({ count: 3 });
    expect(await db.redis.info('commandstats')).toMatch(/cmdstat_fcall:calls=1,/);
  });
});

describe('insertMany of what comes in time', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User, Plain] });
  });
  afterEach(() => db.close());

  async function* counts(total: number, seen: (at: number) => void = () => {}) {
    for (let count = 0; count < total; count++) {
      seen(count);
      yield { count };
    }
  }

  it('writes batch by batch and says how far it is', async () => {
    const steps: unknown[] = [];
    expect(await Plain.insertMany(counts(25), { batch: 10, onProgress: (step) => steps.push(step) })).toBe(25);
    expect(steps).toEqual([10, 20, 25].map((done) => ({ done, total: undefined })));
    expect(await Plain.query().count()).toBe(25);
    const known: unknown[] = [];
    const list = Array.from({ length: 15 }, (_, count) => ({ count }));
    const made = await Plain.insertMany(list, { batch: 10, onProgress: (step) => known.push(step) });
    expect(made.map(({ id }) => id)).toEqual(list.map(({ count }) => count + 26));
    expect(known).toEqual([
      { done: 10, total: 15 },
      { done: 15, total: 15 },
    ]);
    expect(await Plain.insertMany(counts(0))).toBe(0);
  });

  it('never reads far ahead of what is written', async () => {
    let [read, ahead] = [0, 0];
    const inputs = counts(1000, (at) => {
      read = at + 1;
    });
    await Plain.insertMany(inputs, { batch: 10, onProgress: ({ done }) => (ahead = Math.max(ahead, read - done)) });
    expect(ahead).toBeLessThanOrEqual(20);
  });

  it('ends when it is told to, or when the source does, and what was written stays', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = Plain.insertMany(counts(1000), {
      batch: 10,
      signal,
      onProgress: ({ done }) => done >= 50 && controller.abort(new Error('enough')),
    });
    await expect(aborted).rejects.toThrow('enough');
    const written = await Plain.query().count();
    expect(written).toBeGreaterThanOrEqual(50);
    expect(written).toBeLessThanOrEqual(80);
    await expect(Plain.insertMany(counts(5), { signal })).rejects.toThrow('enough');
    async function* broken() {
      yield* counts(12);
      throw new Error('the file is torn');
    }
    await expect(Plain.insertMany(broken(), { batch: 10 })).rejects.toThrow('the file is torn');
    expect(await Plain.query().count()).toBe(written + 10);
  });

  it('says which input does not fit', async () => {
    async function* wrong() {
      yield* counts(12);
      yield { count: 'x' as never };
    }
    await expect(Plain.insertMany(wrong(), { batch: 10 })).rejects.toThrow('[12].count');
    await expect(Plain.insertMany(counts(3), { batch: 0 })).rejects.toThrow(QueryError);
    expect(await Plain.query().count()).toBe(10);
  });
});
