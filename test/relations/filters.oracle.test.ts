import fc from 'fast-check';
import { Database } from 'redstart';
import { expectProperty } from '../support/property.js';
import {
  type Facts,
  holds,
  type Shapes,
  type Tree,
  toCondition,
  toObject,
  treesOf,
  type World,
} from './filter-oracle.js';
import { City, Club, models, Person, Post, Profile } from './people.js';

// more of them: RUNS=2000 npx jest test/relations/filters.oracle.test.ts
const RUNS = Number(process.env.RUNS ?? 40);

const whole = (max: number) => fc.integer({ min: -1, max });
const numbers = (max: number) =>
  fc.oneof(
    whole(max).map((value) => ['gte', value] as const),
    whole(max).map((value) => ['lt', value] as const),
    fc.array(whole(max), { maxLength: 3 }).map((values) => ['in', values] as const),
  );
const COUNTRIES = ['NO', 'SE', 'DK'];
const SHAPES: Shapes = {
  City: {
    key: 'id',
    fields: {
      country: fc.oneof(
        fc.constantFrom(...COUNTRIES).map((value) => ['eq', value] as const),
        fc.constantFrom(...COUNTRIES).map((value) => ['ne', value] as const),
        fc.constant(['isNull'] as const),
      ),
      size: numbers(6),
      name: fc.constantFrom('a', 'b', 'ab').map((value) => ['startsWith', value] as const),
      id: numbers(12),
    },
    forth: {},
    back: { people: { to: 'Person', by: 'city', many: true } },
  },
  Person: {
    key: 'slug',
    fields: { age: numbers(20), slug: fc.constantFrom('p1', 'p17').map((value) => ['gte', value] as const) },
    forth: { city: 'City', boss: 'Person' },
    back: {
      reports: { to: 'Person', by: 'boss', many: true },
      posts: { to: 'Post', by: 'author', many: true },
      profile: { to: 'Profile', by: 'person', many: false },
      clubs: { to: 'Club', many: true },
    },
  },
  Club: {
    key: 'id',
    fields: { name: fc.constantFrom('chess', 'rowing').map((value) => ['eq', value] as const), id: numbers(6) },
    forth: {},
    back: { members: { to: 'Person', many: true } },
  },
  Post: {
    key: 'id',
    fields: {
      score: numbers(9),
      title: fc.constantFrom('loom', 'engine', 'x').map((value) => ['search', value] as const),
    },
    forth: { author: 'Person' },
    back: {},
  },
  Profile: {
    key: 'id',
    fields: { text: fc.constantFrom('one', 'two').map((value) => ['eq', value] as const) },
    forth: { person: 'Person' },
    back: {},
  },
};

const CLASSES = { City, Person, Post, Profile, Club };
type Name = keyof typeof CLASSES;

let db: Database;
let world: World;

beforeAll(async () => {
  db = await Database.embedded({ namespace: 'oracle', models });
  const [cities, people] = [12, 40];
  await City.insertMany(
    Array.from({ length: cities }, (_, i) => ({
      name: ['a', 'b', 'abc'][i % 3]!,
      size: i % 7,
      ...(i % 4 > 0 && { country: COUNTRIES[(i % 4) - 1]! }),
    })),
  );
  // each leads to one that may come later, and some to one that never was
  await Person.insertMany(
    Array.from({ length: people }, (_, i) => ({
      slug: `p${i}`,
      age: i % 21,
      city: i % 9 === 8 ? 1 : ((i * 5) % 7) + 1,
      ...(i % 3 > 0 && { boss: `p${i % 5 === 0 ? 99 : (i * 7) % people}` }),
    })),
  );
  await Post.insertMany(
    Array.from({ length: 90 }, (_, i) => ({
      title: ['the loom', 'an engine', 'loom engine'][i % 3]!,
      score: i % 10,
      author: `p${i % 7 === 0 ? 0 : (i * 3) % 43}`,
    })),
  );
  await Profile.insertMany(
    Array.from({ length: 15 }, (_, i) => ({ text: i % 2 ? 'one' : 'two', person: `p${i * 2}` })),
  );
  const clubs = await Club.insertMany(Array.from({ length: 6 }, (_, i) => ({ name: i % 2 ? 'chess' : 'rowing' })));
  for (const [i, club] of clubs.entries())
    await club.members.add(...Array.from({ length: i * 5 }, (_, n) => `p${(n * (i + 1)) % 40}`));
  await City.deleteMany([3, 4]);
  await Person.deleteMany(['p1', 'p7']);
  world = Object.fromEntries(
    await Promise.all(
      Object.entries(CLASSES).map(async ([name, model]) => {
        const rows = (await (model as typeof City).query().all()).map((each) => each.toJSON());
        return [name, rows as unknown as Facts[]];
      }),
    ),
  );
  await linkFacts(clubs);
});
afterAll(() => db.close());

/** What many-to-many relations lead to, as lists of ids among the facts. */
async function linkFacts(clubs: readonly Club[]): Promise<void> {
  const members = new Map(await Promise.all(clubs.map(async (club) => [club.id, await club.members.ids()] as const)));
  const clubsOf = (slug: unknown) => clubs.flatMap(({ id }) => (members.get(id)!.includes(slug as string) ? [id] : []));
  world = {
    ...world,
    Club: world.Club!.map((facts) => ({ ...facts, members: members.get(facts.id as number) })),
    Person: world.Person!.map((facts) => ({ ...facts, clubs: clubsOf(facts.slug) })),
  };
}

const questions = fc.constantFrom(...(Object.keys(CLASSES) as Name[])).chain((model) =>
  fc.record({
    model: fc.constant(model),
    tree: fc.constantFrom(1, 2, 3).chain((depth) => treesOf(SHAPES, model, depth)),
    order: fc.constantFrom('asc' as const, 'desc' as const, undefined),
    limit: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    budget: fc.constantFrom(1, 7, 60, 400, 3500),
    asObject: fc.boolean(),
  }),
);

const byKey = (model: Name, direction: 'asc' | 'desc' = 'asc') => {
  const { key } = SHAPES[model]!;
  const step = direction === 'asc' ? 1 : -1;
  return (a: Facts, b: Facts) => ((a[key] as number) < (b[key] as number) ? -step : step);
};

it('finds what plain code finds, in slices of any size', async () => {
  await expectProperty(
    fc.asyncProperty(questions, async ({ model, tree, order, limit, budget, asObject }) => {
      const expected = world[model]!.filter((facts) => holds(tree, facts, model, SHAPES, world));
      const { key } = SHAPES[model]!;
      const whole = asked(CLASSES[model] as unknown as typeof City, tree, asObject).within(budget);
      expect(await whole.count()).toBe(expected.length);
      expect(await whole.exists()).toBe(expected.length > 0);
      const ids = expected.sort(byKey(model, order)).map((facts) => facts[key]);
      const ordered = order && whole.orderBy({ [key]: order } as never);
      if (ordered)
        expect(await (limit === undefined ? ordered : ordered.limit(limit)).ids()).toEqual(ids.slice(0, limit));
      // what is searched comes best first
      else expect(new Set(await whole.ids())).toEqual(new Set(ids));
    }),
    RUNS,
  );
});

function asked(model: typeof City, tree: Tree, asObject: boolean) {
  const object = asObject ? toObject(tree) : undefined;
  return model.query().where(object ? (object as never) : (fields) => toCondition(tree, fields));
}
