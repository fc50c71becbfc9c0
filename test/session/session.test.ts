import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Auto,
  CrossSlotError,
  Database,
  DataRaceError,
  Entity,
  Field,
  Index,
  Model,
  QueryError,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text({ optional: true }) city?: string;
}

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() title!: string;
  @Index() @Field.integer() author!: number;
}

@Entity('Foreign', { namespace: 'elsewhere' })
class Foreign extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

/** Does something as another program would, in no session. */
const outside = AsyncLocalStorage.snapshot();

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'blog', models: [User, Post, Foreign] });
});
afterAll(() => db?.close());
beforeEach(async () => {
  await db.redis.flushall();
  await User.insertMany([
    { email: 'ada@x', age: 36, city: 'London' },
    { email: 'eve@x', age: 7 },
    { email: 'bob@x', age: 50 },
  ]);
});
afterEach(async () => {
  await expectConsistent(db, User);
  await expectConsistent(db, Post);
});

/** Commands that the server was sent while `work` was under way. */
async function sent(work: () => Promise<unknown>): Promise<string[]> {
  const commands: string[] = [];
  const send = db.redis.sendCommand;
  db.redis.sendCommand = function (this: unknown, command: { name: string }, ...rest: []) {
    commands.push(command.name);
    return send.call(this as never, command as never, ...rest);
  } as typeof send;
  await work();
  db.redis.sendCommand = send;
  return commands;
}

describe('a session', () => {
  it('gives one object for each entity, however it was loaded', async () => {
    await db.session(async (session) => {
      const ada = await User.get(1);
      expect(await User.get(1)).toBe(ada);
      expect(await User.find(1)).toBe(ada);
      expect((await User.findMany([1, 2]))[0]).toBe(ada);
      expect(await User.findBy({ email: 'ada@x' })).toBe(ada);
      expect(
        await User.query()
          .where({ age: { gte: 30 } })
          .first(),
      ).toBe(ada);
      for await (const user of User.query()) if (user.id === 1) expect(user).toBe(ada);
      expect(await session.get(User, 1)).toBe(ada);
      const made = await User.create({ email: 'new@x', age: 1 });
      expect(await User.get(made.id)).toBe(made);
    });
    expect(await User.get(1)).not.toBe(await User.get(1));
  });

  it('writes all that was built, changed and deleted by one script at its end', async () => {
    const commands = await sent(() =>
      db.session(async (session) => {
        const [ada, eve, bob] = await User.query().all();
        ada!.age++;
        eve!.city = 'Oslo';
        session.delete(bob!);
        User.build({ email: 'new@x', age: 1 });
        Post.build({ title: 'Notes', author: 1 });
      }),
    );
    expect(commands.filter((name) => /^(fcall|eval)/.test(name))).toHaveLength(2);
    expect(await User.query().orderBy({ age: 'asc' }).select({ email: true, age: true, city: true }).all()).toEqual([
      { email: 'new@x', age: 1 },
      { email: 'eve@x', age: 7, city: 'Oslo' },
      { email: 'ada@x', age: 37, city: 'London' },
    ]);
    expect(await Post.query().where({ author: 1 }).count()).toBe(1);
  });

  it('gives what was built its id, and goes on with it', async () => {
    await db.session(async (session) => {
      const post = Post.build({ title: 'Notes', author: 1 });
      await session.flush();
      expect(post.isNew).toBe(false);
      expect(await Post.get(post.id)).toBe(post);
      post.title = 'More notes';
      expect(session.pending).toEqual({ created: [], changed: [post], deleted: [] });
    });
    expect((await Post.get(1)).title).toBe('More notes');
  });

  it('sends nothing when nothing changed', async () => {
    expect(await sent(() => db.session(async () => void (await User.get(1))))).toEqual(['hmget']);
  });

  it('writes nothing when one of the entities is refused, and says which', async () => {
    const refusal = db.session(async () => {
      const ada = await User.get(1);
      ada.age = 99;
      Post.build({ title: 'Lost', author: 1 });
      User.build({ email: 'eve@x', age: 1 });
    });
    const error = (await refusal.catch((e: unknown) => e)) as UniqueError;
    expect(error).toBeInstanceOf(UniqueError);
    expect(error).toMatchObject({ holder: 2, entity: { email: 'eve@x', age: 1 } });
    expect(Object.keys(error)).not.toContain('entity');
    expect((await User.get(1)).age).toBe(36);
    expect(await Post.query().count()).toBe(0);
  });

  it('leaves all entities dirty when a flush is refused, so that it can be mended and done again', async () => {
    await db.session(async (session) => {
      const ada = await User.get(1);
      const built = User.build({ email: 'eve@x', age: -1.5 });
      ada.age = 40;
      const wrong = (await session.flush().catch((e: unknown) => e)) as ValidationError;
      expect(wrong).toBeInstanceOf(ValidationError);
      expect(wrong.entity).toBe(built);
      built.age = 2;
      await expect(session.flush()).rejects.toThrow(UniqueError);
      expect(session.pending).toEqual({ created: [built], changed: [ada], deleted: [] });
      built.email = 'free@x';
    });
    expect(
      await User.query()
        .where({ age: { in: [2, 40] } })
        .count(),
    ).toBe(2);
  });

  it('is refused when another writer was faster, or tried again with fresh entities', async () => {
    let rounds = 0;
    let age = 70;
    const disturbed = async () => {
      const ada = await User.get(1);
      ada.age++;
      if (rounds++ < 2) await outside(async () => (await User.get(1)).update({ age: ++age }));
    };
    await expect(db.session(disturbed)).rejects.toThrow(DataRaceError);
    rounds = 0;
    await db.session(disturbed, { retries: 5 });
    expect(rounds).toBe(3);
    expect((await User.get(1)).age).toBe(74);
  });

  it('says how often it was tried in vain', async () => {
    const beaten = async () => {
      const ada = await User.get(1);
      ada.age++;
      await outside(async () => (await User.get(1)).update({ age: ada.age + 1 }));
    };
    const error = (await db.session(beaten, { retries: 2 }).catch((reason: unknown) => reason)) as DataRaceError;
    expect(error).toBeInstanceOf(DataRaceError);
    expect(error).toMatchObject({ attempts: 3, field: 'age', cause: { attempts: 1 } });
    expect(error.entity).toBeInstanceOf(User);
    expect(error.message).toMatch(
      /, and others were faster in each of 3 attempts\. Raise retries, or take a lock around the session\.$/,
    );
    await expect(db.session(beaten)).rejects.toThrow('Call reload() and apply the change again');
  });

  it('writes nothing when its function throws', async () => {
    const work = db.session(async () => {
      (await User.get(1)).age = 1;
      Post.build({ title: 'x', author: 1 });
      throw new Error('enough');
    });
    await expect(work).rejects.toThrow('enough');
    expect((await User.get(1)).age).toBe(36);
    expect(await Post.query().count()).toBe(0);
  });

  it('undoes what was not written', async () => {
    await db.session(async (session) => {
      const [ada, eve] = await User.findMany([1, 2]);
      ada!.age = 1;
      session.delete(eve!);
      User.build({ email: 'z@x', age: 1 });
      session.rollback();
      expect(ada!.age).toBe(36);
      expect(session.pending).toEqual({ created: [], changed: [], deleted: [] });
    });
    expect(await User.query().count()).toBe(3);
  });

  it('lets go of an entity, and reads one again', async () => {
    await db.session(async (session) => {
      const [ada, eve] = await User.findMany([1, 2]);
      ada!.age = 1;
      session.forget(ada!);
      expect(await User.get(1)).not.toBe(ada);
      eve!.age = 2;
      await session.refresh(eve!);
      expect(eve!.age).toBe(7);
    });
    expect((await User.get(1)).age).toBe(36);
  });

  it('takes in what was built or loaded elsewhere, and no second object of an entity', async () => {
    const ada = await User.get(1);
    const built = User.build({ email: 'new@x', age: 5 });
    await db.session(async (session) => {
      session.add(ada, built);
      ada.age = 37;
      expect(await User.get(1)).toBe(ada);
    });
    expect(
      await User.query()
        .where({ age: { in: [5, 37] } })
        .count(),
    ).toBe(2);
    await db.session(async (session) => {
      await User.get(1);
      expect(() => session.add(ada)).toThrow(QueryError);
    });
  });

  it('swaps unique values in one step', async () => {
    await db.session(async () => {
      const [ada, eve] = await User.findMany([1, 2]);
      [ada!.email, eve!.email] = [eve!.email, ada!.email];
    });
    expect((await User.findBy({ email: 'eve@x' }))?.id).toBe(1);
  });

  it('is apart from others, inside and beside it', async () => {
    await db.session(async () => {
      const outer = await User.get(1);
      outer.age = 40;
      await db.session(async () => {
        const inner = await User.get(1);
        expect(inner).not.toBe(outer);
        expect(inner.age).toBe(36);
      });
    });
    const grow = async () => {
      const eve = await User.get(2);
      eve.age++;
    };
    const add = () => db.session(grow, { retries: 50 });
    await Promise.all(Array.from({ length: 10 }, add));
    expect((await User.get(2)).age).toBe(17);
  });

  it('forgets an entity that was deleted at once, and writes one that was saved at once no second time', async () => {
    await db.session(async (session) => {
      const [ada, eve] = await User.findMany([1, 2]);
      await ada!.delete();
      expect(await User.find(1)).toBeUndefined();
      await eve!.update({ age: 8 });
      const built = Post.build({ title: 'x', author: 2 });
      await built.save();
      expect(session.pending).toEqual({ created: [], changed: [], deleted: [] });
    });
    expect(await Post.query().count()).toBe(1);
  });

  it('waits for a save of its own that is under way', async () => {
    await db.session(async (session) => {
      const ada = await User.get(1);
      ada.age = 40;
      const saving = ada.save();
      ada.city = 'Oslo';
      await Promise.all([saving, session.flush(), session.flush()]);
    });
    expect(await User.get(1)).toMatchObject({ age: 40, city: 'Oslo' });
  });

  it('refuses an entity of another session that has not ended', async () => {
    const kept = await db.session(async (outer) => {
      const [ada, fresh] = [await User.get(1), User.build({ email: 'new@x', age: 1 })];
      await db.session((inner) => {
        expect(() => inner.add(ada)).toThrow(QueryError);
        expect(() => inner.delete(ada)).toThrow('The User 1 belongs to another session, which has not ended');
        expect(() => inner.add(fresh)).toThrow('A new User belongs to another session');
      });
      outer.forget(ada);
      outer.delete(fresh);
      await db.session((inner) => inner.add(ada));
      return ada;
    });
    await db.session((later) => {
      later.add(kept);
      kept.age = 40;
    });
    expect((await User.get(1)).age).toBe(40);
    expect(await User.query().count()).toBe(3);
  });

  it('refuses several namespaces, other databases, and calls after its end', async () => {
    const mixed = db.session(async () => {
      User.build({ email: 'a@x', age: 1 });
      Foreign.build({ name: 'x' });
    });
    await expect(mixed).rejects.toThrow(CrossSlotError);
    await using other = await Database.embedded({ namespace: 'blog' });
    const Stranger = other.bind(User);
    await db.session(async (session) => {
      const stranger = await Stranger.create({ email: 's@x', age: 1 });
      expect(() => session.add(stranger)).toThrow(
        'The User 1 belongs to another database than the session: the namespace "blog" at the embedded server. Use',
      );
      expect(await Stranger.get(1)).not.toBe(await User.get(1));
    });
    const lost = db.session(async () => {
      await User.create({ email: 'kept@x', age: 1 });
      User.build({ email: 'pending@x', age: 1 });
      (await Stranger.get(1)).age = 2;
    });
    await expect(lost).rejects.toThrow(
      'The User 1 belongs to another database than the session, the namespace "blog" at the embedded server, and the session does not write',
    );
    expect(await User.findBy({ email: 'pending@x' })).toBeUndefined();
    const session = await db.session((s) => s);
    expect(() => session.add()).not.toThrow();
    expect(() => session.flush()).toThrow('The session has ended');
    expect(await User.get(1)).not.toBe(await User.get(1));
  });

  it('writes what was changed inside of a session of another database', async () => {
    await using other = await Database.embedded({ namespace: 'blog' });
    const Stranger = other.bind(User);
    await Stranger.create({ email: 's@x', age: 1 });
    await other.session(async () => {
      await db.session(async () => {
        const stranger = await Stranger.get(1);
        stranger.age = 2;
        expect(await Stranger.get(1)).toBe(stranger);
        Stranger.build({ email: 'new@x', age: 3 });
        (await User.get(1)).age = 4;
      });
      expect((await Stranger.get(1)).age).toBe(2);
    });
    expect(
      await Stranger.query()
        .pluck((user) => user.age)
        .all(),
    ).toEqual([2, 3]);
    expect((await User.get(1)).age).toBe(4);
  });

  it('remembers nothing outside: loads of many entities leave nothing behind', async () => {
    const seen: WeakRef<User>[] = [];
    for (let i = 0; i < 200; i++) seen.push(new WeakRef(await User.get(1)));
    await db.session(async () => void (await User.get(1)));
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let i = 0; i < 5; i++) {
      await new Promise(setImmediate);
      collect();
    }
    expect(seen.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5);
  });
});
