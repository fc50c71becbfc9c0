import {
  type Auto,
  Database,
  Entity,
  Field,
  type Geo,
  GeoIndex,
  Index,
  Model,
  PrimaryKey,
  Unique,
  UniqueError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

class Values extends Model {
  @Index() @Field.text({ optional: true }) exact?: string;
  @Index() @Field.integer({ optional: true }) ordered?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) lexical?: string;
  @Unique() @Field.text({ optional: true }) unique?: string;
  @Index({ suffix: true }) @Field.text({ optional: true }) reversed?: string;
  @Index({ ordered: true, suffix: true, ignoreCase: true }) @Field.text({ optional: true }) folded?: string;
  @Unique({ ignoreCase: true }) @Field.text({ optional: true }) handle?: string;
  @Index() @Field.json({ optional: true }) tags?: string[];
  @GeoIndex() @Field.geo({ optional: true }) place?: Geo;
  @Index() @Field.text({ optional: true }) get computed(): string | undefined {
    return this.y === undefined ? undefined : `${this.y}!`;
  }
  @Field.integer({ optional: true }) x?: number;
  @Field.text({ optional: true }) y?: string;
}

@Unique<Numbered>((entity) => [entity.x, entity.y])
@Entity()
class Numbered extends Values {
  @Field.id() id!: Auto<number>;
}

@Unique<Named>((entity) => [entity.x, entity.y])
@Entity()
class Named extends Values {
  @PrimaryKey() @Field.text() id!: string;
}

/** What the forms of lists and buckets depend on, and nothing else that takes time. */
@Entity()
class Compact extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() exact!: string;
  @Unique() @Field.text() unique!: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Numbered, Named, Compact] });
});
afterEach(() => db.redis.flushdb());
afterAll(() => db.close());

type Part = Readonly<Record<string, unknown>>;

interface Kind {
  readonly kind: string;
  readonly is: (i: number) => Part;
  readonly none: Part;
  /** ids of the entities that have the value */
  readonly find: (model: typeof Named, i: number) => Promise<unknown[]>;
}

const where = (field: string, value: (i: number) => unknown) => (model: typeof Named, i: number) =>
  model
    .query()
    .where({ [field]: value(i) })
    .ids();

const AWKWARD = ['', '\0', '\x01', ':', '{a}', 'a\nb', '😀', '__proto__', 'x'.repeat(200), 'a', 'b'];
const text = (i: number): string => (i < AWKWARD.length ? AWKWARD[i]! : `v${i}`);

const EDGES = [-180, 179.9, 0, -0.1, 90, -90];
const placeOf = (i: number): Geo => ({ longitude: EDGES[i] ?? i + 0.1, latitude: i < 3 ? 85.05112878 : 70 - i });

const KINDS: readonly Kind[] = [
  { kind: 'exact', is: (i) => ({ exact: text(i) }), none: { exact: undefined }, find: where('exact', text) },
  {
    kind: 'ordered',
    is: (i) => ({ ordered: i - 3 }),
    none: { ordered: undefined },
    find: where('ordered', (i) => i - 3),
  },
  { kind: 'lexical', is: (i) => ({ lexical: text(i) }), none: { lexical: undefined }, find: where('lexical', text) },
  { kind: 'unique', is: (i) => ({ unique: text(i) }), none: { unique: undefined }, find: where('unique', text) },
  {
    kind: 'reversed',
    is: (i) => ({ reversed: text(i) }),
    none: { reversed: undefined },
    find: where('reversed', text),
  },
  { kind: 'folded', is: (i) => ({ folded: text(i) }), none: { folded: undefined }, find: where('folded', text) },
  {
    kind: 'folded unique',
    is: (i) => ({ handle: text(i) }),
    none: { handle: undefined },
    find: where('handle', (i) => text(i).toUpperCase()),
  },
  {
    kind: 'elements',
    is: (i) => ({ tags: [text(i), 'all', text(i)] }),
    none: { tags: undefined },
    find: where('tags', (i) => ({ contains: text(i) })),
  },
  {
    kind: 'geo',
    is: (i) => ({ place: placeOf(i) }),
    none: { place: undefined },
    find: where('place', (i) => ({ near: { ...placeOf(i), radius: 1 } })),
  },
  {
    kind: 'computed',
    is: (i) => ({ y: text(i) }),
    none: { y: undefined },
    find: where('computed', (i) => `${text(i)}!`),
  },
  {
    kind: 'composite unique',
    is: (i) => ({ x: i, y: text(i) }),
    none: { y: undefined },
    find: async (model, i) => {
      const found = await (model as unknown as typeof Numbered).findBy({ x: i, y: text(i) });
      return found ? [found.id] : [];
    },
  },
];

const IDS = [
  { ids: 'numbers', model: Numbered as unknown as typeof Named, id: (i: number) => (i + 1) as unknown as string },
  { ids: 'strings', model: Named, id: (i: number) => `id:{${i}}\0` },
];

const CASES = KINDS.flatMap((kind) => IDS.map((ids) => ({ ...kind, ...ids })));

async function content(key: string): Promise<unknown> {
  const type = await db.redis.type(key);
  if (type === 'hash') {
    const { next, last, schema: _, ...sizes } = await db.redis.hgetall(key);
    return key.endsWith('#counts') ? sizes : { next, last, ...sizes };
  }
  return type === 'set' ? (await db.redis.smembers(key)).toSorted() : db.redis.zrange(key, '0', '-1', 'WITHSCORES');
}

/** Every key with its content but the schemas; the counter of ids, and where the newest leaf begins, go their own way. */
async function snapshot(): Promise<Record<string, unknown>> {
  const keys = (await db.redis.keys('*')).filter((key) => !key.endsWith('}#models')).toSorted();
  const contents = await Promise.all(keys.map(content));
  const isEmpty = (i: number) => keys[i]!.endsWith('#counts') && Object.keys(contents[i] as object).length === 0;
  return Object.fromEntries(keys.flatMap((key, i) => (isEmpty(i) ? [] : [[key, contents[i]]])));
}

describe.each(CASES)('$kind index, ids that are $ids', ({ kind, model, id, is, none, find }) => {
  const make = (i: number, values: Part = is(i)) => model.create({ id: id(i), ...values } as never);
  const agrees = () => expectConsistent(db, model);

  it('gives an entity its entry', async () => {
    for (const i of AWKWARD.keys()) await make(i);
    await agrees();
    for (const i of AWKWARD.keys()) expect(await find(model, i)).toEqual([id(i)]);
    expect(await find(model, 99)).toEqual([]);
  });

  it('moves it when the value changes', async () => {
    const entity = await make(0);
    await entity.update(is(5) as never);
    await agrees();
    expect([await find(model, 0), await find(model, 5)]).toEqual([[], [id(0)]]);
  });

  it('takes it away with the value, and gives it back', async () => {
    const entity = await make(0);
    const before = await snapshot();
    await entity.update(none as never);
    await agrees();
    expect(await find(model, 0)).toEqual([]);
    await entity.update(is(0) as never);
    await agrees();
    expect(await find(model, 0)).toEqual([id(0)]);
    expect(await snapshot()).toEqual(before);
  });

  it('takes it away with the entity, and the same entity gives the same keys', async () => {
    await make(1);
    const empty = await snapshot();
    const entity = await make(0);
    const before = await snapshot();
    await entity.delete();
    expect(await snapshot()).toEqual(empty);
    await make(0);
    expect(await snapshot()).toEqual(before);
  });

  it('keeps entities of one value apart', async () => {
    if (kind.includes('unique')) {
      await make(0);
      await expect(make(1, is(0))).rejects.toThrow(UniqueError);
      expect(await find(model, 0)).toEqual([id(0)]);
      return agrees();
    }
    const [first] = [await make(0), await make(1, is(0)), await make(2, is(0))];
    expect(await find(model, 0)).toEqual([id(0), id(1), id(2)]);
    await first.delete();
    expect(await find(model, 0)).toEqual([id(1), id(2)]);
    await agrees();
  });

  it('leaves nothing behind when all are gone', async () => {
    const entities = [];
    for (let i = 0; i < 20; i++) entities.push(await make(i));
    for (const entity of entities) await entity.delete();
    expect(await snapshot()).toEqual({});
  });
});

describe.each(IDS)('many entities whose ids are $ids', ({ model, id }) => {
  const shuffled = (size: number) => Array.from({ length: size }, (_, i) => (i * 7919) % size);
  const one = (i: number) => ({
    id: id(i),
    exact: `v${i % 3}`,
    ordered: i % 100,
    lexical: `w${i % 7}`,
    unique: `u${i}`,
    x: i,
    y: 'y',
  });

  it.each([130, 509, 2000])(
    'grow to %i and shrink to nothing',
    async (size) => {
      await model.insertMany(shuffled(size).map(one) as never);
      await expectConsistent(db, model);
      expect(
        await model
          .query()
          .where({ exact: 'v1' } as never)
          .count(),
      ).toBe(shuffled(size).filter((i) => i % 3 === 1).length);
      let left = size;
      for await (const entity of model.query().iterate({ batch: 100 })) {
        await entity.delete();
        left--;
        if (left === Math.floor(size / 2)) await expectConsistent(db, model);
      }
      expect(left).toBe(0);
      expect(await snapshot()).toEqual({});
    },
    60_000,
  );
});

/** The encodings of the keys that match a pattern, each once. */
async function encodings(pattern: string): Promise<string[]> {
  const keys = await db.redis.keys(pattern);
  const found = await Promise.all(keys.map((key) => db.redis.object('ENCODING', key) as Promise<string>));
  return [...new Set(found)];
}

describe('10,000 entities', () => {
  const size = 10_000;
  const orders = {
    rising: (i: number) => i,
    falling: (i: number) => size - 1 - i,
    mixed: (i: number) => (i * 7919) % size,
  };

  it.each(Object.entries(orders))(
    'stay compact when they come and go in %s order',
    async (_, place) => {
      const values = (i: number) => ({ id: i + 1, exact: `v${i % 2}`, unique: `u${i}` });
      const order = Array.from({ length: size }, (_, i) => place(i));
      await Compact.insertMany(order.map(values));
      const compact = async () => {
        expect(await encodings('{app}:Compact#*/ids')).toEqual(['intset']);
        expect(await encodings('{app}:Compact#*/eq:*')).toEqual(['intset']);
        const [buckets] = await encodings('{app}:Compact#uq:*');
        expect(['listpack', 'ziplist']).toContain(buckets);
        expect(await encodings('{app}:Compact#uq:*')).toHaveLength(1);
      };
      await compact();
      await expectConsistent(db, Compact);
      const leaves = await db.redis.keys('{app}:Compact#*/ids');
      expect(leaves.length).toBeLessThan((size / 508) * 3);
      for (let at = 0; at < 9000; at += 100)
        await Promise.all(
          (await Compact.findMany(order.slice(at, at + 100).map((i) => i + 1))).map((entity) => entity!.delete()),
        );
      await compact();
      await expectConsistent(db, Compact);
      expect(await Compact.query().where({ exact: 'v0' }).count()).toBe(
        order.slice(9000).filter((i) => i % 2 === 0).length,
      );
    },
    60_000,
  );
});
