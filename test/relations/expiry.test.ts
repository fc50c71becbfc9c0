import { setTimeout as sleep } from 'node:timers/promises';
import {
  AfterExpire,
  type Auto,
  Database,
  Entity,
  Field,
  type List,
  type Many,
  ManyToOne,
  MissingReferenceError,
  Model,
  OneToMany,
  OneToOne,
  type Ref,
  Unique,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

const told: number[] = [];

@Entity('User', { ttl: null })
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text({ optional: true }) email?: string;
  @OneToMany(
    () => Login,
    (login) => login.owner,
  )
  logins!: Many<Login>;

  @AfterExpire()
  tell(): void {
    told.push(this.id);
  }
}

@Entity('Login', { ttl: null })
class Login extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => User, { optional: true, onDelete: 'restrict' }) user?: Ref<User>;
  @ManyToOne(() => User, { optional: true, onDelete: 'cascade' }) owner?: Ref<User>;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) friend?: Ref<User>;
  @ManyToOne(() => User, { optional: true, onDelete: 'set default', default: 1 }) guest?: Ref<User>;
  @Field.list() steps!: List<string>;
}

@Entity('Badge')
class Badge extends Model {
  @Field.id() id!: Auto<number>;
  @OneToOne(() => User, { optional: true, onDelete: 'set default', default: 1 }) user?: Ref<User>;
}

@Entity('Step')
class Step extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Login, { onDelete: 'cascade' }) login!: Ref<Login>;
}

const models = [User, Login, Badge, Step] as const;

describe('relations of entities that expire', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'together', models });
  });
  beforeEach(async () => {
    await db.redis.flushdb();
    // the reaper leaves a model alone while another program has the turn
    for (const { name } of [User, Login])
      await db.redis.set(`{together}:${name}#reaper`, 'another program', 'PX', 60_000);
  });
  afterEach(async () => {
    await User.reap();
    await Login.reap();
    for (const model of models) await expectConsistent(db, model);
  });
  afterAll(() => db.close());

  async function end(...entities: readonly (User | Login)[]): Promise<void> {
    await Promise.all(entities.map((entity) => entity.expire(20)));
    const last = Math.max(...entities.map((entity) => entity.expiresAt!.getTime()));
    const now = async () => {
      const [seconds, micros] = await db.redis.time();
      return Number(seconds) * 1000 + Number(micros) / 1000;
    };
    while ((await now()) <= last) await sleep(1);
  }

  const logins = (total: number, of: object) => Login.insertMany(Array.from({ length: total }, () => of));
  const stored = async (name: string) => Number(await db.redis.hget('{together}:User#counts', name));

  it('do not restrict once their time has come', async () => {
    const user = (await User.insertMany([{}, {}]))[1]!;
    const [gone] = await logins(2, { user });
    await end(gone!);
    await expect(user.delete()).rejects.toMatchObject({ code: 'RESTRICT', count: 1 });
    await end(await Login.get(2));
    await user.delete();
    expect(await User.query().count()).toBe(1);
    await User.deleteMany([1]);
  });

  it.each([1, 3500])('count as gone in filters through them, with a budget of %i', async (budget) => {
    const [user, other] = await User.insertMany([{ email: 'a@example.com' }, { email: 'b@example.com' }]);
    const [gone] = await Login.insertMany([{ owner: user! }, { owner: other! }, { owner: other!, friend: user! }]);
    const owned = (email: string) => Login.query().where({ owner: { email } }).within(budget).ids();
    const owners = () =>
      User.query()
        .where((each) => each.logins.some())
        .within(budget)
        .ids();
    expect([await owned('a@example.com'), await owned('b@example.com'), await owners()]).toEqual([[1], [2, 3], [1, 2]]);
    await end(gone!);
    expect([await owned('a@example.com'), await owners()]).toEqual([[], [2]]);
    await end(other!);
    expect([await owned('b@example.com'), await owners()]).toEqual([[], []]);
    expect(
      await Login.query()
        .where((each) => each.owner.email.ne('c').not())
        .within(budget)
        .ids(),
    ).toEqual([2, 3]);
    expect(
      await Login.query()
        .where({ friend: { email: { ne: 'x' } } })
        .within(budget)
        .ids(),
    ).toEqual([3]);
  });

  it('are not loaded along', async () => {
    const user = await User.create({});
    const login = await Login.create({ owner: user, friend: await User.create({}) });
    await Step.create({ login });
    await end(user);
    const [step] = await Step.query()
      .with({ login: { with: { owner: true, friend: true } } })
      .all();
    const read = step!.login.get();
    expect([read.owner?.isLoaded(), read.friend?.isLoaded()]).toEqual([false, true]);
    await expect(read.owner!.load()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('take many along in steps, and are told of once', async () => {
    told.length = 0;
    const [user, friend] = await User.insertMany([{ email: 'ada@example.com' }, {}]);
    const [first] = await logins(350, { owner: user });
    await logins(150, { friend: user });
    await first!.steps.push('a');
    await Step.insertMany(Array.from({ length: 250 }, () => ({ login: first! })));
    await end(user!);
    await friend!.update({ email: 'bob@example.com' });
    const left = await Login.query().count();
    expect([left > 300, left < 500, told]).toEqual([true, true, []]);
    expect([await User.query().count(), await User.reap()]).toEqual([1, 1]);
    expect([await Login.query().count(), await Step.query().count()]).toEqual([150, 0]);
    expect(
      await Login.query()
        .where({ friend: { isNull: true } })
        .count(),
    ).toBe(150);
    expect([told, await db.redis.exists('{together}:User:1', '{together}:User#expires')]).toEqual([[1], 0]);
  });

  it('leave a delete beside them its whole bound', async () => {
    const [user, other] = await User.insertMany([{}, {}]);
    await logins(300, { owner: user });
    await logins(30, { owner: other });
    await end(user!);
    await other!.delete();
    expect(await Login.query().where({ owner: other }).count()).toBe(0);
    await User.reap();
    expect(await Login.query().count()).toBe(0);
  });

  it('go with all that leads to them where their unique value is taken', async () => {
    const user = await User.create({ email: 'ada@example.com' });
    await logins(150, { owner: user });
    await end(user);
    await User.create({ email: 'ada@example.com' });
    expect([await Login.query().count(), await stored('uq:email')]).toEqual([0, 1]);
  });

  it('are refused a value or an id that takes too many along, until these are reaped', async () => {
    const user = await User.create({ email: 'ada@example.com' });
    await logins(10_001, { owner: user });
    await end(user);
    const refused = { code: 'CASCADE_LIMIT', model: 'User', id: 1, count: 10_001, limit: 10_000 };
    await expect(User.create({ email: 'ada@example.com' })).rejects.toMatchObject(refused);
    await expect(User.create({ id: 1 })).rejects.toMatchObject(refused);
    await User.reap();
    expect(await User.create({ id: 1, email: 'ada@example.com' })).toMatchObject({ id: 1 });
    expect(await Login.query().count()).toBe(0);
  });

  it('are replaced by new ones of their id where what they led to goes', async () => {
    const [, user, other] = await User.insertMany([{}, {}, {}]);
    const login = await Login.create({ owner: user });
    await end(login);
    await db.session((session) => {
      session.delete(user!);
      Login.build({ id: 1, owner: other });
    });
    expect((await Login.get(1)).owner?.id).toBe(3);
    await end(await Login.get(1));
    const refused = db.session((session) => {
      session.delete(other!);
      Login.build({ id: 1, owner: other });
    });
    await expect(refused).rejects.toBeInstanceOf(MissingReferenceError);
    expect(await User.query().count()).toBe(2);
    await db.session((session) => {
      session.delete(other!);
      Login.build({ id: 1 });
    });
    expect([(await Login.get(1)).owner, await User.query().count()]).toEqual([undefined, 1]);
  });

  it('do not undo what a call does to those that go with them', async () => {
    const user = await User.create({});
    const [login] = await logins(2, { owner: user });
    await Step.insertMany(Array.from({ length: 150 }, () => ({ login: login! })));
    await end(user);
    await db.session((session) => {
      session.add(login!);
      login!.friend = undefined;
      login!.guest = undefined;
      User.build({});
    });
    await User.reap();
    expect([await Login.query().count(), await Step.query().count()]).toEqual([0, 0]);
  });

  it('never keep others from writing, whatever the defaults lead to', async () => {
    const [, gone] = await User.insertMany([{}, {}]);
    await Badge.insertMany([{ user: 1 }, { user: gone }]);
    await Login.create({ guest: 1 });
    await end(gone!);
    await User.create({});
    expect((await Badge.get(2)).user?.id).toBe(2);
    await end(await User.get(1));
    expect([await User.create({}), (await Login.get(1)).guest?.id]).toMatchObject([{ id: 4 }, 1]);
    expect(await db.redis.exists('{together}:User:1', '{together}:User:2')).toBe(0);
  });
});

it('a default must be there also where what is deleted leads nowhere itself', async () => {
  await using db = await Database.embedded({ namespace: 'defaults', models });
  const [, second] = await User.insertMany([{}, {}]);
  await Login.create({ guest: second });
  await User.deleteMany([1]);
  await expect(second!.delete()).rejects.toThrow(new MissingReferenceError('Login', 'guest', 'User', 1, true));
  expect(await db.redis.exists('{defaults}:User:2')).toBe(1);
});
