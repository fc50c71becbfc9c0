// Random lives of a few entities against a plain model: after each step all that is stored, and every index, says the same as the model.
// REDSTART_LIFE_RUNS: how many lives, 4 where nothing is said. A life that failed is repeated with its seed, which the message has.
import fc from 'fast-check';
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
  type Ref,
  RestrictError,
  Unique,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';
import { expectProperty } from '../support/property.js';

const RUNS = Number(process.env.REDSTART_LIFE_RUNS ?? 4);
jest.setTimeout(400_000 + RUNS * 20_000);

@Entity('Owner', { ttl: null })
class OlderOwner extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.text({ optional: true }) city?: string;
  @Field.integer({ optional: true }) age?: number;
  @ManyToOne<OlderOwner>(() => OlderOwner, { optional: true, onDelete: 'set null' }) boss?: Ref<OlderOwner>;
}

@Entity('Owner', { ttl: null })
class Owner extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Index({ ordered: true }) @Field.text({ optional: true }) city?: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @ManyToOne<Owner>(() => Owner, { optional: true, onDelete: 'set null' }) boss?: Ref<Owner>;
  @OneToMany(
    () => Item,
    (item) => item.owner,
  )
  items!: Many<Item>;
}

@Entity('Item')
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Owner, { onDelete: 'cascade' }) owner!: Ref<Owner>;
  @ManyToOne(() => Owner, { optional: true, onDelete: 'restrict' }) lender?: Ref<Owner>;
  @Index() @Field.json() tags: Auto<string[]> = [];
}

interface PlainOwner {
  readonly name: string;
  readonly city?: string | undefined;
  readonly age?: number | undefined;
  readonly boss?: number | undefined;
}

interface PlainItem {
  readonly owner: number;
  readonly lender?: number | undefined;
  readonly tags: readonly string[];
}

/** What there should be. */
class World {
  owners = new Map<number, PlainOwner>();
  items = new Map<number, PlainItem>();
  nextOwner = 1;
  nextItem = 1;

  isTaken = (name: string, except?: number): boolean =>
    [...this.owners].some(([id, owner]) => id !== except && owner.name === name);

  /** One of the ids that there are, by a random number. */
  pick = (ids: Map<number, unknown>, n: number): number | undefined => [...ids.keys()][n % Math.max(1, ids.size)];

  addOwner(owner: PlainOwner): void {
    this.owners.set(this.nextOwner++, owner);
  }

  addItem(item: PlainItem): void {
    this.items.set(this.nextItem++, item);
  }

  isRestricted = (id: number): boolean =>
    [...this.items.values()].some(({ owner, lender }) => lender === id && owner !== id);

  /** An owner goes, with its items; whoever led to it leads nowhere. */
  remove(id: number): void {
    this.owners.delete(id);
    for (const [other, owner] of this.owners)
      if (owner.boss === id) this.owners.set(other, { ...owner, boss: undefined });
    // what `restrict` would have kept from going still has the id where time took the entity (docs/expiry.md)
    for (const [item, plain] of this.items) if (plain.owner === id) this.items.delete(item);
  }
}

const NAMES = ['a', 'b', 'c', 'd~', 'é'];
const CITIES = ['Oslo', 'Paris', ''];
const AGES = [0, 7, -3, 40];
const TAGS = ['x', '~y', 'x y'];

const owner = fc.record({
  name: fc.constantFrom(...NAMES),
  city: fc.option(fc.constantFrom(...CITIES), { nil: undefined }),
  age: fc.option(fc.constantFrom(...AGES), { nil: undefined }),
});
const tags = fc.array(fc.constantFrom(...TAGS), { maxLength: 3 });
const n = fc.nat(20);

type Step = (world: World, programs: Programs) => Promise<void>;
interface Programs {
  readonly newer: Database;
  isBuilt: boolean;
}

/** Make a call that has to be refused, or has to succeed. */
async function expectOutcome(call: () => Promise<unknown>, refusal: (new (...args: never[]) => Error) | undefined) {
  if (refusal) await expect(call()).rejects.toThrow(refusal);
  else await call();
}

const steps: fc.Arbitrary<[name: string, step: Step]> = fc.oneof(
  fc.tuple(owner, n, fc.boolean()).map(([plain, at, older]): [string, Step] => [
    `create ${JSON.stringify(plain)} ${at} ${older}`,
    async (world) => {
      const boss = world.pick(world.owners, at);
      const refused = world.isTaken(plain.name);
      const create = () => (older ? OlderOwner.create({ ...plain, boss }) : Owner.create({ ...plain, boss }));
      await expectOutcome(create, refused ? UniqueError : undefined);
      if (!refused) world.addOwner({ ...plain, boss });
    },
  ]),
  fc.tuple(n, owner, fc.boolean()).map(([at, plain, older]): [string, Step] => [
    `update ${at} ${JSON.stringify(plain)} ${older}`,
    async (world) => {
      const id = world.pick(world.owners, at);
      if (id === undefined) return;
      const refused = world.isTaken(plain.name, id);
      const update = async () =>
        older ? (await OlderOwner.get(id)).update(plain) : (await Owner.get(id)).update(plain);
      await expectOutcome(update, refused ? UniqueError : undefined);
      if (!refused) world.owners.set(id, { ...world.owners.get(id)!, ...plain });
    },
  ]),
  fc.tuple(n, fc.boolean()).map(([at, older]): [string, Step] => [
    `delete ${at} ${older}`,
    async (world) => {
      const id = world.pick(world.owners, at);
      if (id === undefined) return;
      const refused = world.isRestricted(id);
      const remove = async () => (older ? (await OlderOwner.get(id)).delete() : Owner.deleteMany([id]));
      await expectOutcome(remove, refused ? RestrictError : undefined);
      if (!refused) world.remove(id);
    },
  ]),
  fc.tuple(n, n, tags).map(([at, by, given]): [string, Step] => [
    `item ${at} ${by} ${JSON.stringify(given)}`,
    async (world) => {
      const [id, lender] = [world.pick(world.owners, at), by % 3 === 0 ? undefined : world.pick(world.owners, by)];
      if (id === undefined) return;
      await Item.create({ owner: id, lender, tags: given });
      world.addItem({ owner: id, lender, tags: given });
    },
  ]),
  fc.tuple(n, n, tags).map(([at, by, given]): [string, Step] => [
    `change item ${at} ${by}`,
    async (world) => {
      const [item, id] = [world.pick(world.items, at), world.pick(world.owners, by)];
      if (item === undefined) return;
      await Item.change(item, { owner: id!, lender: undefined, tags: given });
      world.items.set(item, { owner: id!, lender: undefined, tags: given });
    },
  ]),
  fc.tuple(n, fc.boolean()).map(([at, inSession]): [string, Step] => [
    `expire ${at} ${inSession}`,
    async (world, { newer }) => {
      const id = world.pick(world.owners, at);
      if (id === undefined) return;
      if (inSession) await newer.session(async (session) => session.expire(await Owner.get(id), 1));
      else await (await Owner.get(id)).expire(1);
      await new Promise((resolve) => setTimeout(resolve, 4));
      expect(await Owner.find(id)).toBeUndefined();
      expect(await Owner.query().count()).toBe(world.owners.size - 1);
      await Owner.reap();
      world.remove(id);
    },
  ]),
  fc.tuple(owner, owner, n, tags).map(([first, second, at, given]): [string, Step] => [
    `session ${first.name} ${second.name} ${at}`,
    async (world, { newer }) => {
      const id = world.pick(world.owners, at);
      // a name passes from one to the other in one commit
      const refused = first.name === second.name || [first, second].some(({ name }) => world.isTaken(name, id));
      const work = () =>
        newer.session(async (session) => {
          const made = Owner.build(first);
          Item.build({ owner: made, tags: given });
          session.expire(made, 3_600_000);
          if (id !== undefined) Object.assign(await Owner.get(id), second);
        });
      // without another entity the second name is not written
      const isRefused = id === undefined ? world.isTaken(first.name) : refused;
      await expectOutcome(work, isRefused ? UniqueError : undefined);
      if (isRefused) return;
      world.addOwner(first);
      world.addItem({ owner: world.nextOwner - 1, tags: given });
      if (id !== undefined) world.owners.set(id, { ...world.owners.get(id)!, ...second });
    },
  ]),
  fc.tuple(n, fc.constantFrom(...AGES), fc.option(fc.constantFrom(...CITIES))).map(([at, by, city]): [string, Step] => [
    `age ${at} ${by} ${city}`,
    async (world, { newer }) => {
      const id = world.pick(world.owners, at);
      if (id === undefined) return;
      const plain = world.owners.get(id)!;
      const age = (plain.age ?? 0) + by;
      const work = () =>
        newer.session(async (session) => {
          const one = await Owner.get(id);
          if (city !== null) one.city = city;
          session.increment(one, { age: { by, max: 39 } });
          Item.build({ owner: one });
        });
      await expectOutcome(work, age > 39 ? RangeError : undefined);
      if (age > 39) return;
      world.owners.set(id, { ...plain, age, ...(city !== null && { city }) });
      world.addItem({ owner: id, tags: [] });
    },
  ]),
  fc.tuple(fc.constantFrom(...CITIES), fc.constantFrom(...AGES)).map(([city, age]): [string, Step] => [
    `bulk ${city} ${age}`,
    async (world) => {
      await Owner.query().where({ city }).update({ age });
      for (const [id, plain] of world.owners) if (plain.city === city) world.owners.set(id, { ...plain, age });
    },
  ]),
  fc.constant<[string, Step]>([
    'reindex',
    async (_, programs) => {
      await Owner.reindex();
      programs.isBuilt = true;
    },
  ]),
);

const idsWhere = <P>(all: Map<number, P>, fits: (plain: P) => boolean): number[] =>
  [...all].filter(([, plain]) => fits(plain)).map(([id]) => id);

async function compareOwners({ owners }: World, isBuilt: boolean): Promise<void> {
  const plain = ({ id, name, city, age, boss }: Owner | OlderOwner) => [id, { name, city, age, boss: boss?.id }];
  const expected = [...owners].map(([id, { name, city, age, boss }]) => [id, { name, city, age, boss }]);
  expect((await OlderOwner.query().all()).map(plain)).toEqual(expected);
  expect((await Owner.findMany([...owners.keys()])).map((each) => plain(each!))).toEqual(expected);
  for (const name of NAMES)
    expect((await Owner.findBy({ name }))?.id).toBe(idsWhere(owners, (each) => each.name === name)[0]);
  for (const city of CITIES)
    expect(await OlderOwner.query().where({ city }).ids()).toEqual(idsWhere(owners, (each) => each.city === city));
  for (const [boss] of owners)
    expect(await Owner.query().where({ boss }).ids()).toEqual(idsWhere(owners, (each) => each.boss === boss));
  if (!isBuilt) return;
  const adults = idsWhere(owners, ({ age }) => age !== undefined && age >= 7);
  expect(
    await Owner.query()
      .where({ age: { gte: 7 } })
      .ids(),
  ).toEqual(adults);
  expect(
    await Owner.query()
      .where({ age: { isNull: true } })
      .count(),
  ).toBe(idsWhere(owners, ({ age }) => age === undefined).length);
  const named = idsWhere(owners, ({ city }) => city !== undefined && city >= 'P');
  expect(
    await Owner.query()
      .where({ city: { gte: 'P' } })
      .ids(),
  ).toEqual(named);
}

async function compareItems({ items, owners }: World): Promise<void> {
  const all = (await Item.query().all()).map(({ id, owner: to, lender, tags: list }) => [
    id,
    { owner: to.id, lender: lender?.id, tags: list },
  ]);
  expect(all).toEqual(
    [...items].map(([id, { owner: to, lender, tags: list }]) => [id, { owner: to, lender, tags: list }]),
  );
  for (const [id] of owners) {
    expect(await Item.query().where({ owner: id }).ids()).toEqual(idsWhere(items, (item) => item.owner === id));
    expect(await Item.query().where({ lender: id }).count()).toBe(idsWhere(items, (item) => item.lender === id).length);
  }
  for (const tag of TAGS)
    expect(
      await Item.query()
        .where((item) => item.tags.contains(tag))
        .ids(),
    ).toEqual(idsWhere(items, ({ tags: list }) => list.includes(tag)));
}

describe('a life of entities', () => {
  let older: Database;
  let newer: Database;
  beforeAll(async () => {
    older = await Database.embedded({ models: [OlderOwner] });
    const [, path] = (await older.redis.config('GET', 'unixsocket')) as [string, string];
    newer = await Database.connect({ path }, { models: [Owner, Item] });
  });
  afterAll(async () => {
    await newer.close();
    await older.close();
  });

  it('is that of a plain model, in all that is stored and in every index', async () => {
    const life = fc.asyncProperty(fc.array(steps, { minLength: 6, maxLength: 14 }), async (list) => {
      await older.redis.flushall();
      const [world, programs] = [new World(), { newer, isBuilt: false }];
      // the server knows one version before the other
      await OlderOwner.create({ name: 'first' });
      world.addOwner({ name: 'first' });
      for (const [, step] of list) {
        await step(world, programs);
        await compareOwners(world, programs.isBuilt);
        await compareItems(world);
        for (const { problems } of [await OlderOwner.verify(), await Owner.verify(), await Item.verify()])
          expect(problems).toEqual([]);
        await expectConsistent(newer, Item);
        if (programs.isBuilt) await expectConsistent(newer, Owner);
      }
    });
    await expectProperty(life, RUNS);
  });
});
