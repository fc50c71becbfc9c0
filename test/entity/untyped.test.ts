import fc from 'fast-check';
import {
  type Auto,
  Database,
  type DateString,
  type DecimalString,
  Entity,
  Field,
  Index,
  Model,
  RedstartError,
  Unique,
} from 'redstart';
import { z } from 'zod';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { quickly } from '../support/own-time.js';
import { expectProperty } from '../support/property.js';

class Address {
  street = '';
}

@Entity('Item')
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.integer({ optional: true }) count?: number;
  @Index() @Field.decimal({ optional: true }) price?: DecimalString;
  @Index() @Field.date({ optional: true }) born?: DateString;
  @Field.json({ optional: true }) tags?: unknown;
  @Field.json({ schema: z.object({ a: z.number() }), optional: true }) settings?: { a: number };
  @Field.json(() => Address, { optional: true }) address?: Address;
  @Field.bytes({ optional: true }) avatar?: Uint8Array;
}

const NAMES = [
  'id',
  'name',
  'count',
  'price',
  'born',
  'tags',
  'settings',
  'address',
  'avatar',
  '__proto__',
  'constructor',
  'then',
];
const anything = fc.anything({
  key: fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 5 })),
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 3,
});
const record = fc.dictionary(fc.constantFrom(...NAMES.slice(1)), anything);
const parsed = fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown);
const hostile = fc.oneof(
  anything,
  record,
  parsed,
  fc.constantFrom(
    JSON.parse('{"__proto__":{"polluted":true},"name":"x"}') as unknown,
    JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') as unknown,
    JSON.parse(
      '{"name":"x","tags":{"__proto__":{"polluted":true}},"address":{"__proto__":{"polluted":true}}}',
    ) as unknown,
    { toString: 1, valueOf: null },
    Symbol('s'),
    () => 1,
    'x'.repeat(100_000),
    {
      get name(): string {
        throw new RangeError('a getter');
      },
    },
  ),
);

let db: Database;
let item: Item;
beforeAll(async () => {
  db = await Database.embedded({ models: [Item] });
  item = await Item.create({ name: 'first', count: 1 });
});
afterAll(() => db.close());

type Call = (given: never) => unknown;
const READS: Readonly<Record<string, Call>> = {
  build: (given) => Item.build(given),
  fromPlain: (given) => Item.fromPlain(given),
  'schema().safeParse': (given) => Item.schema().safeParse(given),
  get: (given) => Item.get(given),
  find: (given) => Item.find(given),
  findMany: (given) => Item.findMany([given]),
  findBy: (given) => Item.findBy(given),
  exists: (given) => Item.exists(given),
  where: (given) => Item.query().where(given).count(),
  orderBy: (given) => Item.query().orderBy(given).limit(1).all(),
  select: (given) => Item.query().select(given).limit(1).all(),
  limit: (given) => Item.query().limit(given).ids(),
};
const WRITES: Readonly<Record<string, Call>> = {
  create: (given) => Item.create(given),
  insertMany: (given) => Item.insertMany([given]),
  update: (given) => item.update(given),
  increment: (given) => item.increment(given),
};

const ownOf = (object: object): string => Reflect.ownKeys(object).map(String).join();
const prototypes = () => [Object.prototype, Array.prototype, Item.prototype, Model.prototype].map(ownOf);

/** Whether a call went through; what it throws is typed, or comes from the caller's own getter. */
async function passes(call: Call, given: unknown): Promise<boolean> {
  try {
    await quickly(() => call(given as never));
    return true;
  } catch (error) {
    if (error instanceof RangeError && error.message === 'a getter') return false;
    expect(error).toBeInstanceOf(RedstartError);
    JSON.stringify(error);
    return false;
  }
}

const stored = async () => (await keysFrom(db, '{app}:Item:')).length;

describe('an untyped caller', () => {
  it.each(Object.entries(READS))(
    'of %s gets a typed error or an answer in 50 ms, and changes nothing',
    async (_, call) => {
      const before = prototypes();
      const rows = await stored();
      await expectProperty(
        fc.asyncProperty(hostile, async (given) => {
          await passes(call, given);
        }),
        150,
      );
      expect(prototypes()).toEqual(before);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      expect(await stored()).toBe(rows);
    },
  );

  it.each(Object.entries(WRITES))('of %s writes what can be read again, or nothing', async (_, call) => {
    const before = prototypes();
    await expectProperty(
      fc.asyncProperty(hostile, async (given) => {
        const rows = await stored();
        const passed = await passes(call, given);
        if (!passed) expect(await stored()).toBe(rows);
        await item.reload();
      }),
      150,
    );
    expect(prototypes()).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    for await (const row of Item.query()) expect(row.isDirty).toBe(false);
    await expectConsistent(db, Item);
  });
});
